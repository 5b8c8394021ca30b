import type { Connection, Publisher } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';

/** `Date` headers count whole seconds: a skew known better is kept while they agree with it. */
const COARSE_MS = 2_000;
/** How far the last contact moves before the windows are told, where nothing else changed. */
const TELL_EVERY_MS = 10_000;

/** Knows how the link stands and tells the windows when that changes. */
export class ConnectionMonitor {
  readonly #clock: Clock;
  readonly #publisher: Publisher;
  #connection: Connection;
  #toldContact = 0;

  constructor(clock: Clock, publisher: Publisher) {
    this.#clock = clock;
    this.#publisher = publisher;
    this.#connection = { state: 'notEnrolled', since: clock.now(), skewMs: null, lastContact: null };
  }

  current(): Connection {
    return this.#connection;
  }

  /** Moves to a state; `since` stays where it is in it already. */
  enter(state: Connection['state']): void {
    if (state === this.#connection.state) return;
    this.#connection = { ...this.#connection, state, since: this.#clock.now() };
    this.#tell();
  }

  /** The center was heard. */
  contact(): void {
    const now = this.#clock.now();
    this.#connection = { ...this.#connection, lastContact: now };
    if (Math.abs(now - this.#toldContact) >= TELL_EVERY_MS) this.#tell();
  }

  /** An answer of the center: a contact, and its `Date` says roughly what the center's clock shows. */
  answered(response: Response): void {
    const date = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(date)) this.#measure(this.#clock.now() - date, COARSE_MS);
    this.contact();
  }

  /** The center named its clock, milliseconds since 1970. */
  serverTime(serverTime: number): void {
    this.#measure(this.#clock.now() - serverTime, 0);
  }

  #measure(skewMs: number, tolerance: number): void {
    const known = this.#connection.skewMs;
    if (known !== null && Math.abs(skewMs - known) <= tolerance) return;
    this.#connection = { ...this.#connection, skewMs };
    if (known === null || Math.abs(skewMs - known) > COARSE_MS) this.#tell();
  }

  #tell(): void {
    this.#toldContact = this.#connection.lastContact ?? 0;
    this.#publisher.publish('link.connection', this.#connection);
  }
}
