import { createServer, connect, type Server, type Socket } from 'node:net';

/**
 * The network between a host and its center: a TCP relay that a test cuts, restores, or cuts after so many bytes. The host's
 * side stays at one address, as a center's does.
 */
export class CutLink {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #target: () => number;
  #up = true;
  #bytesLeft = Infinity;
  #onCut: () => void = () => undefined;

  private constructor(target: () => number) {
    this.#target = target;
    this.#server = createServer((client) => this.#relay(client));
  }

  /** @param target the center's port, asked for at each connection: a restarted center may have another. */
  static async open(target: () => number): Promise<CutLink> {
    const link = new CutLink(target);
    await new Promise<void>((done) => link.#server.listen(0, '127.0.0.1', done));
    return link;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the link is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  /** No network from now on: what runs breaks, what comes is refused. */
  cut(): void {
    this.#up = false;
    for (const [client, center] of this.#pairs) {
      client.destroy();
      center.destroy();
    }
    this.#pairs.clear();
  }

  restore(): void {
    this.#up = true;
    this.#bytesLeft = Infinity;
  }

  /** Restores the link, and cuts it in the middle of what is sent once this many bytes have gone up; resolves then. */
  restoreUntil(bytes: number): Promise<void> {
    this.#up = true;
    this.#bytesLeft = bytes;
    return new Promise((done) => (this.#onCut = done));
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #relay(client: Socket): void {
    if (!this.#up) {
      client.destroy();
      return;
    }
    const center = connect(this.#target(), '127.0.0.1');
    const pair = [client, center] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      center.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    client.on('data', (chunk: Buffer) => this.#send(chunk, center));
    center.on('data', (chunk: Buffer) => client.write(chunk));
  }

  #send(chunk: Buffer, center: Socket): void {
    if (chunk.length < this.#bytesLeft) {
      this.#bytesLeft -= chunk.length;
      center.write(chunk);
      return;
    }
    center.write(chunk.subarray(0, this.#bytesLeft));
    this.cut();
    this.#onCut();
  }
}
