import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SilenceWatch } from './silence-watch.ts';

const gzipped = promisify(gzip);

/** Below this, in characters, a body is sent as it is. */
const WORTH_GZIP = 1_024;

export type Bytes = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>;

/** What a request carries, and the headers that say what it is. */
export interface RequestBody {
  readonly bytes: Bytes;
  readonly headers: Readonly<Record<string, string>>;
}

/** A value as JSON, packed where that is worth it. */
export async function jsonBody(value: object): Promise<RequestBody> {
  const text = JSON.stringify(value);
  const headers = { 'content-type': 'application/json' };
  if (text.length < WORTH_GZIP) return { bytes: text, headers };
  return { bytes: new Uint8Array(await gzipped(text)), headers: { ...headers, 'content-encoding': 'gzip' } };
}

/** The same bytes; a stream's being taken counts as a sign of life. */
export function watched(bytes: Bytes, silence: SilenceWatch): Bytes {
  return bytes instanceof ReadableStream ? silence.through(bytes) : bytes;
}
