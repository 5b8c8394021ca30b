import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { bodyOf, sendJson } from './http.ts';

/** Lines that are handed to the compressor at once. */
const LINES = 500;

/** The least that a server can do: it streams lines, and takes bytes. What it serves is the limit that others are measured by. */
export class PlainServer {
  readonly #chunks: string[] = [];
  #taken = 0;

  constructor(lines: readonly string[]) {
    for (let start = 0; start < lines.length; start += LINES) this.#chunks.push(`${lines.slice(start, start + LINES).join('\n')}\n`);
  }

  /** Records that were posted. */
  get taken(): number {
    return this.#taken;
  }

  /** `GET /lines`: all lines, packed. `POST /sink`: takes `{ records: […] }` and answers how many it has. */
  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (path === '/lines') return this.#stream(response);
    if (path !== '/sink') return sendJson(request, response, '{}', 404);
    const { records } = JSON.parse((await bodyOf(request)).toString('utf8')) as { records: readonly unknown[] };
    this.#taken += records.length;
    return sendJson(request, response, JSON.stringify({ taken: this.#taken }));
  }

  async #stream(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' });
    const gzip = createGzip();
    gzip.pipe(response);
    for (const chunk of this.#chunks) if (!gzip.write(chunk)) await once(gzip, 'drain');
    gzip.end();
    await once(response, 'close');
  }
}
