import { connect, createServer, type Server, type Socket } from 'node:net';

/** A server that sends back what it is sent, until its client has ended. */
export class EchoServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => this.#sockets.delete(socket));
      socket.pipe(socket);
    });
  }

  static async open(): Promise<EchoServer> {
    const echo = new EchoServer();
    await new Promise<void>((done) => echo.#server.listen(0, '127.0.0.1', done));
    return echo;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** A client's connection to a port of this machine. */
  connectTo(port: number, ready: () => void): Socket {
    return connect(port, '127.0.0.1', ready);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

/** Sends bytes to a port, ends, and answers all that came back; rejects where the connection broke before its end. */
export function transfer(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((done, fail) => {
    const parts: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.end(bytes));
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('end', () => done(Buffer.concat(parts)));
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection closed')));
  });
}
