import type { Connection, Publisher } from '#shared/bridge/contract.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Timers } from '../timers.ts';
import type { KeptContact } from './kept-contact.ts';
import type { Arrival } from './request.ts';
import { SkewMeter } from './skew-meter.ts';

/** The skew moves by less than this without the windows being told, milliseconds. */
const STEADY_MS = 2_000;
/** How far the last contact moves before the windows are told, where nothing else changed. */
const TELL_EVERY_MS = 10_000;
/** How often the last contact is kept on disk, where nothing else changed. */
const KEEP_EVERY_MS = 600_000;
/** `Date` headers count whole seconds: in the middle of one they are wrong by half a second at most. */
const HALF_A_SECOND_MS = 500;

export interface MonitorOptions {
  readonly clock: Clock;
  readonly timers: Pick<Timers, 'monotonic'>;
  readonly publisher: Publisher;
  /** What the last run of the program knew. */
  readonly kept: KeptContact;
}

/** Knows how the link stands, tells the windows when that changes, and keeps the last contact for the next start. */
export class ConnectionMonitor {
  readonly #options: MonitorOptions;
  readonly #meter = new SkewMeter();
  #connection: Connection;
  /** The skew that the windows were told, and when they were told and the disk was, by the time that passes. */
  #toldSkew: number | null;
  #toldAt = -Infinity;
  #keptAt = -Infinity;

  constructor(options: MonitorOptions) {
    this.#options = options;
    const { last } = options.kept;
    this.#toldSkew = last.skewMs;
    this.#connection = { state: 'notEnrolled', since: options.clock.now(), ...last };
  }

  current(): Connection {
    return this.#connection;
  }

  /** Moves to a state; `since` stays where it is in it already. */
  enter(state: Connection['state']): void {
    if (state === this.#connection.state) return;
    this.#connection = { ...this.#connection, state, since: this.#options.clock.now() };
    this.#tell();
  }

  /** The center was heard. */
  contact(): void {
    const { clock, timers } = this.#options;
    this.#connection = { ...this.#connection, lastContact: clock.now() };
    const now = timers.monotonic();
    // On the way to being online it is told with that.
    if (this.#connection.state === 'online' && now - this.#toldAt >= TELL_EVERY_MS) this.#tell();
    if (now - this.#keptAt >= KEEP_EVERY_MS) void this.keep();
  }

  /** An answer of the center: a contact, and its `Date` says roughly what the center's clock shows. */
  answered(response: Response, arrival: Arrival): void {
    const date = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(date)) this.#measure(date + HALF_A_SECOND_MS, arrival, false);
    this.contact();
  }

  /** The center named its clock, milliseconds since 1970. */
  serverTime(serverTime: number, arrival: Arrival): void {
    this.#measure(serverTime, arrival, true);
  }

  /** Another center is spoken with from now on: what was known of the clock of the one before is forgotten. */
  otherCenter(): void {
    this.#meter.clear();
    this.#connection = { ...this.#connection, skewMs: null, skewAt: null, lastContact: null };
    this.#toldSkew = null;
  }

  /** Keeps the last contact on disk; resolves once it is there. */
  keep(): Promise<void> {
    this.#keptAt = this.#options.timers.monotonic();
    const { skewMs, lastContact, skewAt = null } = this.#connection;
    return this.#options.kept.keep({ skewMs, skewAt, lastContact });
  }

  #measure(serverTime: number, arrival: Arrival, exact: boolean): void {
    this.#meter.add(serverTime, arrival, exact);
    const skewMs = this.#meter.skewMs();
    this.#connection = { ...this.#connection, skewMs, skewAt: arrival.clock };
    if (skewMs === null || (this.#toldSkew !== null && Math.abs(skewMs - this.#toldSkew) <= STEADY_MS)) return;
    this.#tell();
    void this.keep();
  }

  #tell(): void {
    this.#toldSkew = this.#connection.skewMs;
    this.#toldAt = this.#options.timers.monotonic();
    this.#options.publisher.publish('link.connection', this.#connection);
  }
}
