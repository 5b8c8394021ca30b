import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** Below this an answer is sent as it is; the center's own limit. */
const WORTH_GZIP = 1_024;

/** The whole body of a request, unpacked where it came packed. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip' ? unpacked(body) : body;
}

/** Answers JSON text, packed as the center packs: gzip at its usual level, from 1 KiB on. */
export async function sendJson(request: IncomingMessage, response: ServerResponse, text: string, status = 200): Promise<void> {
  const bytes = Buffer.from(text);
  const wanted = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const body = wanted && bytes.length >= WORTH_GZIP ? await packed(bytes) : bytes;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(body === bytes ? {} : { 'content-encoding': 'gzip' }),
  });
  response.end(body);
}
