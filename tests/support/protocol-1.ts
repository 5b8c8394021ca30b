import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A body as it was on the wire: JSON, text or bytes. */
interface Body {
  readonly json?: unknown;
  readonly text?: string;
  readonly base64?: string;
}

/** A request and its answer, as station and center of protocol 1 really said them. */
export interface FrozenMessage {
  readonly title: string;
  readonly request: Body & { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>> };
  readonly answer: Body & { readonly status: number; readonly headers: Readonly<Record<string, string>> };
}

/** The files, in the order that the messages were said in. */
export const FROZEN = ['health', 'enrol', 'session', 'exchange', 'blobs', 'digest', 'overview', 'news', 'versions', 'revoked'] as const;
export type FrozenFile = (typeof FROZEN)[number];

const FOLDER = resolve(import.meta.dirname, '../fixtures/protocol-1');

/** The messages of a file. */
export function frozen(file: FrozenFile): readonly FrozenMessage[] {
  return JSON.parse(readFileSync(join(FOLDER, `${file}.json`), 'utf8')) as FrozenMessage[];
}

/** The one message of a file whose title starts so. */
export function frozenMessage(file: FrozenFile, title: string): FrozenMessage {
  const found = frozen(file).find((message) => message.title.startsWith(title));
  if (found === undefined) throw new Error(`${file}.json has no message "${title}"`);
  return found;
}

/** Bytes of a body. */
export function bytesOf({ json, text, base64 }: Body): Uint8Array<ArrayBuffer> {
  if (base64 !== undefined) return new Uint8Array(Buffer.from(base64, 'base64'));
  return new TextEncoder().encode(text ?? (json === undefined ? '' : JSON.stringify(json)));
}

/** The answer, to be given once more. */
export function replayed({ answer }: FrozenMessage): Response {
  return new Response(bytesOf(answer), { status: answer.status, headers: answer.headers });
}
