import { isWithin } from '#shared/domain/site-code.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { News } from '#shared/protocol/news.ts';
import type { Bus } from '../store/bus.ts';
import type { Database } from '../store/sql.ts';
import { signalOf, type Signal } from './signals.ts';

/** One open news stream. */
export interface Listener {
  /** The division code whose news it gets. */
  readonly scope: string;
  readonly device: string;
  /** When its session ends, milliseconds since 1970 by the center's clock. */
  readonly expiresAt: number;
  readonly send: (news: News) => void;
  readonly end: () => void;
}

interface Moved {
  readonly site: string;
  readonly to: string;
  readonly position: number;
}

/**
 * Tells every open stream what moved in its scope. What was written is read from the log itself, so that writes of
 * another process (the CLI, a restore, another server) are told the same way as this process's own. Where processes share
 * a database, each tells the others over the bus that there is something to read, and what is in no log: photos, contacts.
 */
export class NewsHub {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #bus: Bus | null;
  readonly #listeners = new Set<Listener>();
  readonly #told = new Map<string, number>();
  /** Looks at the log come one after the other; a look that was asked for while one runs follows it. */
  #looking: Promise<void> = Promise.resolve();
  #queued = false;

  private constructor(db: Database, clock: Clock, bus: Bus | null) {
    this.#db = db;
    this.#clock = clock;
    this.#bus = bus;
  }

  /** A hub that tells what comes from now on. `bus`: the way to other processes on the same database. */
  static async open(db: Database, clock: Clock, bus: Bus | null = null): Promise<NewsHub> {
    const hub = new NewsHub(db, clock, bus);
    for (const { county, head } of await hub.#heads()) hub.#told.set(county, head);
    await bus?.listen((message) => hub.#hear(message), () => void hub.poll());
    return hub;
  }

  /** Adds a stream, which hears of what comes from now on; answers how to take it away. */
  async add(listener: Listener): Promise<() => void> {
    await this.#look();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called after records were written; tells what moved since the last time, here and in the other processes. */
  wrote(): void {
    this.#bus?.send({ type: 'wrote' });
    void this.#look();
  }

  /** To be called after a device was revoked: its streams end, here and in the other processes. */
  revoked(device: string): void {
    this.#end(({ device: id }) => id === device);
    this.#bus?.send({ type: 'revoked', device });
  }

  /** To be called now and then: notices what no message told of, and ends sessions that are over. */
  async poll(): Promise<void> {
    await this.#look();
    if (this.#listeners.size === 0) return;
    const now = this.#clock.now();
    const revoked = new Set((await this.#db.all('SELECT id FROM devices WHERE revoked_at IS NOT NULL')).map((row) => row['id']));
    this.#end(({ device, expiresAt }) => expiresAt <= now || revoked.has(device));
  }

  blobStored(hash: string, sites: readonly string[]): void {
    this.#tellBlob(hash, sites);
    if (sites.length > 0) this.#bus?.send({ type: 'blob', hash, sites });
  }

  contact(site: string): void {
    this.#tellContact(site);
    this.#bus?.send({ type: 'contact', site });
  }

  /** Ends all streams; resolves when no look at the log runs any more. */
  async close(): Promise<void> {
    this.#end(() => true);
    await this.#looking;
  }

  #hear(message: unknown): void {
    const signal: Signal | null = signalOf(message);
    if (signal === null) return;
    if (signal.type === 'wrote') void this.#look();
    else if (signal.type === 'blob') this.#tellBlob(signal.hash, signal.sites);
    else if (signal.type === 'contact') this.#tellContact(signal.site);
    else this.#end(({ device }) => device === signal.device);
  }

  #tellBlob(hash: string, sites: readonly string[]): void {
    for (const listener of this.#listeners) {
      const site = sites.find((code) => isWithin(code, listener.scope));
      if (site !== undefined) listener.send({ type: 'blob', hash, site });
    }
  }

  #tellContact(site: string): void {
    for (const listener of this.#listeners) if (isWithin(site, listener.scope)) listener.send({ type: 'contact', site });
  }

  #end(isOver: (listener: Listener) => boolean): void {
    for (const listener of this.#listeners) {
      if (!isOver(listener)) continue;
      this.#listeners.delete(listener);
      listener.end();
    }
  }
