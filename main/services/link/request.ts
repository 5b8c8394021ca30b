import type { z } from 'zod';
import type { Clock } from '#shared/ports/clock.ts';
import { errorBodySchema, failed, ok, type LinkError, type RefusedCode, type Result } from '#shared/protocol/errors.ts';
import { describe } from '../log.ts';
import type { Timers } from '../timers.ts';
import { jsonBody, watched, type RequestBody } from './request-body.ts';
import { SilenceWatch } from './silence-watch.ts';
import type { SpokenVersions } from './spoken-versions.ts';

export type Fetch = (url: string, init: RequestInit & { duplex?: 'half' }) => Promise<Response>;

/** When the head of an answer came, so that a clock that it names can be compared with this machine's. */
export interface Arrival {
  /** This machine's clock then, milliseconds since 1970, and the same moment of {@link Timers.monotonic}. */
  readonly clock: number;
  readonly monotonic: number;
  /** From the first byte sent to the first that came, milliseconds. */
  readonly roundTripMs: number;
}

/** One request to the center. What it carries is made anew for each try: a stream can be sent once, and the version may change. */
export interface CenterRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent as JSON, in this version of the protocol. */
  readonly json?: (protocol: number) => object;
  /** What is sent instead, as it is. */
  readonly body?: () => RequestBody;
  /** The version of the protocol that this request came with, where it was not there from the first. */
  readonly since?: number;
  /** An address that came later than the rest of its version: that a center does not have it says nothing of the version. */
  readonly mayLack?: boolean;
  /**
   * How long it may be silent, in milliseconds: no part of a streamed body taken, nothing of the answer heard. On a slow
   * line what takes long but moves is let go on.
   */
  readonly timeoutMs: number;
  /** Reads the answer of a success; throws where it is not the center's. */
  readonly read: (response: Response, arrival: Arrival) => Promise<T>;
}

export interface RequestOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly versions: SpokenVersions;
  /** Called with every answer of the center, whatever it says. */
  readonly onContact: (response: Response, arrival: Arrival) => void;
}

/**
 * Sends one request; all that can go wrong on the way comes back as a {@link LinkError}. Where the center speaks an older version of
 * the protocol, or a newer one than was tried, the request is sent once more in that version (rule T2).
 */
export async function sendRequest<T>(
  options: RequestOptions,
  center: string,
  token: string | null,
  request: CenterRequest<T>,
): Promise<Result<T>> {
  const { versions } = options;
  const used = versions.with(center);
  const first = await attempt(options, center, token, request, used);
  if (first.ok || !versions.refused(center, used, first.error)) return first;
  return attempt(options, center, token, request, versions.with(center));
}

async function attempt<T>(
  options: RequestOptions,
  center: string,
  token: string | null,
  request: CenterRequest<T>,
  protocol: number,
): Promise<Result<T>> {
  const { since = 0, mayLack = false } = request;
  if (protocol < since) return failed({ kind: 'tooNew', max: protocol });
  const answer = await exchangeOnce(options, center, token, request, protocol);
  // A center that never heard of the address is as old as one that says so.
  const unheardOf = !answer.ok && since > 0 && !mayLack && answer.error.kind === 'refused' && answer.error.code === 'notFound';
  return unheardOf ? failed({ kind: 'tooNew', max: since - 1 }) : answer;
}

async function exchangeOnce<T>(
  options: RequestOptions,
  center: string,
  token: string | null,
  request: CenterRequest<T>,
  protocol: number,
): Promise<Result<T>> {
  const { timers } = options;
  const silence = new SilenceWatch(timers, request.timeoutMs);
  try {
    const body = request.json === undefined ? request.body?.() : await jsonBody(request.json(protocol));
    const sent = timers.monotonic();
    const response = await options.fetch(`${center}${request.path}`, {
      method: request.method,
      headers: { ...headersOf(request, token, protocol), ...body?.headers },
      // A center does not redirect; whoever does, such as a hotel's sign-in page, is not the center.
      redirect: 'error',
      signal: silence.signal,
      ...(body === undefined ? {} : { body: watched(body.bytes, silence), duplex: 'half' as const }),
    });
    silence.heard();
    const arrival = arrivalOf(options, sent);
    if (!response.ok) {
      const error = await errorOf(response);
      if (error.kind !== 'offline') options.onContact(response, arrival);
      return failed(error);
    }
    const value = await request.read(silence.over(response), arrival);
    options.onContact(response, arrival);
    return ok(value);
  } catch (error) {
    return failed({ kind: 'offline', detail: describe(silence.signal.aborted ? silence.signal.reason : error) });
  } finally {
    silence.stop();
  }
}

/** An answer's head came just now, to a request that began at `sent` of {@link Timers.monotonic}. */
export function arrivalOf({ clock, timers }: Pick<RequestOptions, 'clock' | 'timers'>, sent: number): Arrival {
  const monotonic = timers.monotonic();
  return { clock: clock.now(), monotonic, roundTripMs: monotonic - sent };
}

/** Headers that every request carries. */
export function headersOf(request: Pick<CenterRequest<unknown>, 'headers'>, token: string | null, protocol: number): Record<string, string> {
  return {
    'qiyou-protocol': String(protocol),
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
