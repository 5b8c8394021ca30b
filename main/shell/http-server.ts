import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, type Log } from '../services/log.ts';
import { plain, type RequestHandler } from '../services/renderer-files.ts';
import { PortTaken } from './shell-errors.ts';

/** A server on 127.0.0.1 alone. */
export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on the port (0: any) and answers by what `handlerOf` makes for the port that it got. Throws {@link PortTaken}. */
export async function listen(port: number, log: Log, handlerOf: (port: number) => RequestHandler): Promise<HttpServer> {
  let handler: RequestHandler = () => Promise.resolve(plain(503, 'starting'));
  const server = createServer((request, response) => {
    serve(handler, request, response).catch((error: unknown) => {
      log.error(`a request of the window failed: ${describe(error)}`);
      response.destroy();
    });
  });
  await bound(server, port);
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : port;
  handler = handlerOf(own);
  return {
    port: own,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function bound(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortTaken(port) : error));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, done);
  });
}

async function serve(handler: RequestHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = URL.parse(`http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`);
  const response = url === null ? plain(400, 'not an address') : await handler(requestOf(incoming, url));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  // A window that closes in the middle is nothing to report.
  await pipeline(Readable.fromWeb(response.body), outgoing).catch(() => undefined);
}

function requestOf(incoming: IncomingMessage, url: URL): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const item of Array.isArray(value) ? value : [value ?? '']) headers.append(name, item);
  }
  const method = incoming.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>, duplex: 'half' });
}
