import type { z } from 'zod';
import { errorBodySchema, failed, ok, type LinkError, type RefusedCode, type Result } from '#shared/protocol/errors.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { describe } from '../log.ts';
import type { Timers } from '../timers.ts';

export type Fetch = (url: string, init: RequestInit & { duplex?: 'half' }) => Promise<Response>;
export type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** One request to the center. `body` is made anew for each try, because a stream can be sent once. */
export interface CenterRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => Promise<Body>;
  /** How long the whole of it may take, until the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Reads the answer of a success; throws where it is not the center's. */
  readonly read: (response: Response) => Promise<T>;
}

export interface RequestOptions {
  readonly fetch: Fetch;
  readonly timers: Timers;
  /** Called with every answer of the center, whatever it says. */
  readonly onContact: (response: Response) => void;
}

/** Sends one request; all that can go wrong on the way comes back as a {@link LinkError}. */
export async function sendRequest<T>(
  options: RequestOptions,
  center: string,
  token: string | null,
  request: CenterRequest<T>,
): Promise<Result<T>> {
  const silence = new AbortController();
  const cancel = options.timers.after(request.timeoutMs, () => silence.abort(new Error(`no answer within ${request.timeoutMs} ms`)));
  try {
    const body = await request.body?.();
    const response = await options.fetch(`${center}${request.path}`, {
      method: request.method,
      headers: headersOf(request, token),
      // A center does not redirect; whoever does, such as a hotel's sign-in page, is not the center.
      redirect: 'error',
      signal: silence.signal,
      ...(body === undefined ? {} : { body, duplex: 'half' as const }),
    });
    if (!response.ok) {
      const error = await errorOf(response);
      if (error.kind !== 'offline') options.onContact(response);
      return failed(error);
    }
    const value = await request.read(response);
    options.onContact(response);
    return ok(value);
  } catch (error) {
    return failed({ kind: 'offline', detail: describe(silence.signal.aborted ? silence.signal.reason : error) });
  } finally {
    cancel();
  }
}

/** Headers that every request carries. */
export function headersOf(request: Pick<CenterRequest<unknown>, 'headers'>, token: string | null): Record<string, string> {
  return {
    'qiyou-protocol': String(PROTOCOL),
    accept: 'application/json',
    ...request.headers,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}

/** Reads JSON by its schema. Where it is something else, this is not the center's answer: it throws, and counts as offline. */
export function readAs<T>(schema: z.ZodType<T>): (response: Response) => Promise<T> {
  return async (response) => {
    const parsed = schema.safeParse(await response.json());
    if (!parsed.success) throw new Error(`the answer was not understood: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
    return parsed.data;
  };
}

/**
 * What a proxy in front of the center says in its name. Any other status without the center's own words, such as a
 * sign-in page's 403 or 404, says nothing of the center: no photo is lost and no token wrong because of it.
 */
const SAID_FOR_THE_CENTER: Readonly<Record<number, RefusedCode>> = { 413: 'tooLarge', 507: 'storageFull' };

/** The error in an answer that is no success; where its body is not the center's, it counts as offline. */
export async function errorOf(response: Response): Promise<LinkError> {
  const text = await response.text();
  const body = errorBodySchema.safeParse(jsonOrNull(text));
  if (body.success) return body.data.error;
  if (response.status === 429 || response.status === 503) {
    const seconds = Number(response.headers.get('retry-after') ?? '');
    return { kind: 'busy', retryAfterMs: seconds > 0 ? seconds * 1_000 : 5_000 };
  }
  const code = SAID_FOR_THE_CENTER[response.status];
  if (code === undefined) return { kind: 'offline', detail: `HTTP ${response.status}` };
  return { kind: 'refused', code, detail: `HTTP ${response.status}` };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
