import { createServer, request as ask, Agent, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What went over the wire of one prefix, bodies as they were sent (packed) and heads. */
export interface Traffic {
  readonly requests: number;
  /** Bytes from the page, and to it. */
  readonly up: number;
  readonly down: number;
}

const NOTHING: Traffic = { requests: 0, up: 0, down: 0 };

export interface FrontOptions {
  /** Files by path, `/` for the page. */
  readonly files: Readonly<Record<string, { readonly type: string; readonly body: () => string }>>;
  /** Servers behind this one by the first part of the path: `center`, `peers`. */
  readonly behind: Readonly<Record<string, string>>;
}

/** The origin of the benchmarks' page: its files, and every server behind one address, so that bytes are counted for all alike. */
export class Front {
  readonly #server: Server;
  readonly #options: FrontOptions;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #traffic = new Map<string, Traffic>();
  url = '';

  private constructor(options: FrontOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async open(options: FrontOptions): Promise<Front> {
    const front = new Front(options);
    await new Promise<void>((done) => front.#server.listen(0, '127.0.0.1', done));
    const address = front.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    front.url = `http://127.0.0.1:${address.port}`;
    return front;
  }

  /** What went through since the last call. */
  take(prefix: string): Traffic {
    const traffic = this.#traffic.get(prefix) ?? NOTHING;
    this.#traffic.delete(prefix);
    return traffic;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    const file = this.#options.files[path];
    if (file !== undefined) return void response.writeHead(200, { 'content-type': file.type }).end(file.body());
    const [, prefix = '', rest = ''] = /^\/([a-z]+)(\/.*)$/.exec(path) ?? [];
    const behind = this.#options.behind[prefix];
    if (behind === undefined) return void response.writeHead(404).end();
    this.#forward(request, response, prefix, new URL(rest, behind));
  }

  #forward(request: IncomingMessage, response: ServerResponse, prefix: string, to: URL): void {
    const { host: _host, origin: _origin, ...headers } = request.headers;
    this.#count(prefix, { requests: 1, up: headOf(`${request.method} ${request.url} HTTP/1.1`, request.rawHeaders), down: 0 });
    const onward = ask(to, { method: request.method, headers, agent: this.#agent }, (answer) => {
      this.#count(prefix, { requests: 0, up: 0, down: headOf('HTTP/1.1 200 OK', answer.rawHeaders) });
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (part: Buffer) => this.#count(prefix, { requests: 0, up: 0, down: part.length }));
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.on('data', (part: Buffer) => this.#count(prefix, { requests: 0, up: part.length, down: 0 }));
    request.pipe(onward);
  }

  #count(prefix: string, more: Traffic): void {
    const now = this.#traffic.get(prefix) ?? NOTHING;
    this.#traffic.set(prefix, { requests: now.requests + more.requests, up: now.up + more.up, down: now.down + more.down });
  }
}

/** Bytes of a message's first line and headers. */
function headOf(line: string, rawHeaders: readonly string[]): number {
  return line.length + 4 + rawHeaders.reduce((total, part) => total + part.length + 2, 0);
}
