import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '#shared/ports/random.ts';

/**
 * A bad line between a host and its center: a TCP relay that is slow, far away and lossy, and that a test cuts, restores or
 * makes say nothing. A relay and not `tc … netem`, because many kernels, those of containers above all, come without netem
 * (`tc` answers "Specified qdisc kind is unknown" although network namespaces are there), and because the same seed must
 * make the same line again. What TCP would do below is modelled: a lost segment is sent again and comes late, and what
 * follows it on its connection waits for it.
 */

export interface LineQuality {
  /** Bits a second, each way, shared by all connections. */
  readonly bitsPerSecond: number;
  /** One way, milliseconds. A round trip takes twice this. */
  readonly latencyMs: number;
  /** On top of it, at most, different for each segment. */
  readonly jitterMs: number;
  /** Share of the segments that is lost, each time it is sent: 0 to below 1. */
  readonly loss: number;
  /** Share of the segments at which the connection breaks, for both sides. */
  readonly resets: number;
}

/** The line of the worst village: 64 kbit/s, 800 ms there and back, a fifth of all segments lost. */
export const WORST: LineQuality = { bitsPerSecond: 64_000, latencyMs: 400, jitterMs: 80, loss: 0.2, resets: 0.004 };

/** What a segment holds at most, bytes. */
export const SEGMENT = 1_460;

/** The first wait before a lost segment is sent again, milliseconds; it doubles each time. */
const RETRANSMIT = 200;

/** When a segment arrives, in the clock that it was sent by; null where the connection breaks at it. */
export type Arrival = { readonly at: number; readonly lost: number } | null;

/** One direction of a line, as numbers alone: when does what was sent arrive? */
export class Direction {
  readonly #quality: LineQuality;
  readonly #random: Random;
  #freeAt = 0;

  constructor(quality: LineQuality, random: Random) {
    this.#quality = quality;
    this.#random = random;
  }

  /**
   * Puts a segment on the line. Each time that it is sent it takes its time on the line.
   * @param now milliseconds, of any clock
   * @param after when what was sent before on the same connection arrives: this does not overtake it
   */
  send(now: number, bytes: number, after = 0): Arrival {
    const { bitsPerSecond, latencyMs, jitterMs, loss, resets } = this.#quality;
    if (this.#chance() < resets) return null;
    const lost = this.#tries(loss);
    this.#freeAt = Math.max(now, this.#freeAt) + ((lost + 1) * bytes * 8_000) / bitsPerSecond;
    const waits = RETRANSMIT * (2 ** lost - 1);
    return { at: Math.max(after, this.#freeAt + waits + latencyMs + this.#chance() * jitterMs), lost };
  }

  /** How often a segment is lost before it arrives; TCP gives up long after this. */
  #tries(loss: number): number {
    let lost = 0;
    while (lost < 6 && this.#chance() < loss) lost += 1;
    return lost;
  }

  #chance(): number {
    const [a = 0, b = 0, c = 0] = this.#random.bytes(3);
    return (a * 65_536 + b * 256 + c) / 16_777_216;
  }
}

/** Bytes that one connection may have on the line, each way; more wait at the sender, as with TCP. */
export const WINDOW = 16 * 1_024;

type State = 'up' | 'cut' | 'silent';

/** What has gone over a line. */
export interface LineFigures {
  connections: number;
  up: number;
  down: number;
  lost: number;
  resets: number;
}

/** See the head of this file. The host's side stays at one address, as a center's does. */
export class BadLine {
  readonly figures: LineFigures = { connections: 0, up: 0, down: 0, lost: 0, resets: 0 };
  readonly #server: Server;
  readonly #target: () => number;
  readonly #up: Direction;
  readonly #down: Direction;
  readonly #connections = new Set<Relay>();
  #state: State = 'up';

  private constructor(target: () => number, quality: LineQuality, random: Random) {
    this.#target = target;
    this.#up = new Direction(quality, random);
    this.#down = new Direction(quality, random);
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** @param target the center's port, asked for at each connection: a restarted center may have another. */
  static async open(target: () => number, quality: LineQuality, random: Random): Promise<BadLine> {
    const line = new BadLine(target, quality, random);
    await new Promise<void>((done) => line.#server.listen(0, '127.0.0.1', done));
    return line;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the line is closed');
    return address.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** No network from now on: what runs breaks, what comes is refused. */
  cut(): void {
    this.#state = 'cut';
    this.#breakAll();
  }

  /** Connections are accepted and nothing is ever answered, on those that are open neither: only a time limit helps. */
  silence(): void {
    this.#state = 'silent';
    for (const relay of this.#connections) relay.silence();
  }

  /** The network is back, for new connections; what was silent stays so, as behind a router that forgot it. */
  restore(): void {
    this.#state = 'up';
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #breakAll(): void {
    for (const relay of this.#connections) relay.break();
    this.#connections.clear();
  }

  #accept(client: Socket): void {
    if (this.#state === 'cut') return void client.resetAndDestroy();
    this.figures.connections += 1;
    const relay = new Relay(client, connect({ port: this.#target(), host: '127.0.0.1', allowHalfOpen: true }), {
      up: this.#up,
      down: this.#down,
      figures: this.figures,
      gone: () => this.#connections.delete(relay),
    });
    this.#connections.add(relay);
    if (this.#state === 'silent') relay.silence();
  }
}

interface RelayOptions {
  readonly up: Direction;
  readonly down: Direction;
  readonly figures: LineFigures;
  readonly gone: () => void;
}

/** One connection over the line. */
class Relay {
  readonly #sockets: readonly [Socket, Socket];
  readonly #options: RelayOptions;
  readonly #pipes: readonly [Pipe, Pipe];

  constructor(client: Socket, center: Socket, options: RelayOptions) {
    this.#sockets = [client, center];
    this.#options = options;
    const { figures } = options;
    const reset = (): void => {
      figures.resets += 1;
      this.break();
    };
    this.#pipes = [
      new Pipe(client, center, { direction: options.up, figures, way: 'up', reset }),
      new Pipe(center, client, { direction: options.down, figures, way: 'down', reset }),
    ];
    for (const socket of this.#sockets) socket.setNoDelay(true).on('error', () => this.break()).on('close', () => this.#closed());
  }

  silence(): void {
    for (const pipe of this.#pipes) pipe.stop();
    // The far end's own connection has no more to say; the near end is told nothing.
    this.#sockets[1].destroy();
  }

  /** RST to both sides. */
  break(): void {
    for (const pipe of this.#pipes) pipe.stop();
    for (const socket of this.#sockets) if (!socket.destroyed) socket.resetAndDestroy();
    this.#options.gone();
  }

  #closed(): void {
    if (this.#sockets.every((socket) => socket.destroyed)) this.#options.gone();
  }
}

interface PipeOptions {
  readonly direction: Direction;
  readonly figures: LineFigures;
  readonly way: 'up' | 'down';
  readonly reset: () => void;
}

/** One direction of one connection: puts on the line what its window has room for, and hands it on when it would arrive. */
class Pipe {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #options: PipeOptions;
  /** At the sender still. */
  #unsent: Buffer[] = [];
  #ended = false;
  /** On the line, in the order of sending; a null ends the connection's direction. */
  #queue: { readonly at: number; readonly segment: Buffer | null }[] = [];
  #onLine = 0;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(from: Socket, to: Socket, options: PipeOptions) {
    this.#from = from;
    this.#to = to;
    this.#options = options;
    from.on('data', (chunk: Buffer) => {
      if (this.#stopped) return;
      this.#unsent.push(chunk);
      this.#send();
    });
    from.on('end', () => {
      this.#ended = true;
      this.#send();
    });
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    [this.#queue, this.#unsent] = [[], []];
    // Whoever is silent still takes what is sent, into nowhere.
    this.#from.resume();
  }

  #send(): void {
    const { direction, figures, way, reset } = this.#options;
    for (let chunk = this.#unsent.shift(); chunk !== undefined; chunk = this.#unsent.shift()) {
      if (this.#onLine >= WINDOW) {
        this.#unsent.unshift(chunk);
        break;
      }
      const segment = chunk.subarray(0, SEGMENT);
      if (chunk.length > SEGMENT) this.#unsent.unshift(chunk.subarray(SEGMENT));
      const arrival = direction.send(performance.now(), segment.length, this.#last());
      if (arrival === null) return reset();
      figures.lost += arrival.lost;
      figures[way] += segment.length;
      this.#onLine += segment.length;
      this.#put(arrival.at, segment);
    }
    if (this.#unsent.length > 0) this.#from.pause();
    else if (!this.#ended) this.#from.resume();
    else if (this.#queue.at(-1)?.segment !== null) this.#put(this.#last(), null);
  }

  #last(): number {
    return this.#queue.at(-1)?.at ?? 0;
  }

  #put(at: number, segment: Buffer | null): void {
    if (this.#stopped) return;
    this.#queue.push({ at, segment });
    this.#wait();
  }

  #wait(): void {
    const first = this.#queue[0];
    if (this.#timer !== null || first === undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#deliver();
      this.#wait();
    }, Math.max(0, first.at - performance.now()));
  }

  #deliver(): void {
    const now = performance.now();
    let ended = false;
    for (let first = this.#queue[0]; first !== undefined && first.at <= now; first = this.#queue[0]) {
      this.#queue.shift();
      this.#onLine -= first.segment?.length ?? 0;
      if (first.segment === null) ended = true;
      else if (this.#to.writable) this.#to.write(first.segment);
    }
    if (!ended) return this.#send();
    if (this.#to.writable) this.#to.end();
  }
}
