import { isWithin } from '#shared/domain/site-code.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { News } from '#shared/protocol/news.ts';
import type { Bus } from '../store/bus.ts';
import { movedSince, type MovedAt } from '../store/records/moved-since.ts';
import type { Database } from '../store/sql.ts';
import { signalOf, type Signal } from './signals.ts';

/** One open news stream. */
export interface Listener {
  /** The division code whose news it gets. */
  readonly scope: string;
  readonly device: string;
  /** The version of the protocol that it was asked for in: what came later is not told there (rule T2). */
  readonly protocol: number;
  /** When its session ends, milliseconds since 1970 by the center's clock. */
  readonly expiresAt: number;
  readonly send: (news: News) => void;
  readonly end: () => void;
}

export interface NewsHubOptions {
  readonly db: Database;
  readonly clock: Clock;
  /** The way to other processes on the same database; null where this one is alone. */
  readonly bus: Bus | null;
  /** Told what went wrong; the next look tries again. */
  readonly failed: (error: unknown) => void;
}

interface Head {
  readonly county: string;
  readonly head: number;
}

/**
 * Tells every open stream what moved in its scope. What was written is read from the log itself, so that writes of
 * another process (the CLI, a restore, another server) are told the same way as this process's own. Where processes share
 * a database, each tells the others over the bus how far the logs are now, and what is in no log: photos and contacts.
 */
export class NewsHub {
  readonly #options: NewsHubOptions;
  readonly #listeners = new Set<Listener>();
  readonly #told = new Map<string, number>();
  /** What is told of logs is told in one row: each look begins when the one before has ended. */
  #row: Promise<void> = Promise.resolve();
  /** A look that has not begun yet serves all who ask meanwhile. */
  #waiting: Promise<void> | null = null;
  /** The logs that it will read; null for all. */
  #toRead: ReadonlySet<string> | null = new Set();

  private constructor(options: NewsHubOptions) {
    this.#options = options;
  }

  /** A hub that tells what comes from now on. */
  static async open(options: NewsHubOptions): Promise<NewsHub> {
    const hub = new NewsHub(options);
    for (const { county, head } of await hub.#heads(null)) hub.#told.set(county, head);
    await options.bus?.listen((message) => hub.#hear(message), () => void hub.poll());
    return hub;
  }

  /** Adds a stream, which hears of what comes from now on; answers how to take it away. */
  async add(listener: Listener): Promise<() => void> {
    await this.#look(null);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * To be called after records were written; tells what moved since the last time, here and in the other processes. Only
   * these logs are read: where a write moved yet another one (a record of a village that went to another county), {@link poll} finds it.
   */
  wrote(logs: readonly string[]): void {
    if (logs.length > 0) void this.#look(logs);
  }

  /** To be called now and then: notices what no message told of, and ends sessions that are over. */
  async poll(): Promise<void> {
    await this.#look(null);
    if (this.#listeners.size === 0) return;
    try {
      const now = this.#options.clock.now();
      const rows = await this.#options.db.all('SELECT id FROM devices WHERE revoked_at IS NOT NULL');
      const revoked = new Set(rows.map((row) => row['id']));
      this.#end(({ device, expiresAt }) => expiresAt <= now || revoked.has(device));
    } catch (error) {
      this.#options.failed(error);
    }
  }

  /** Bytes of a photo arrived that evidence of these sites names. */
  blobStored(hash: string, sites: readonly string[]): void {
    this.#tellBlob(hash, sites);
    if (sites.length > 0) this.#tellOthers({ type: 'blob', hash, sites: sites.slice(0, MAX_SITES) });
  }

  /** A device of the site was in contact. */
  contact(site: string): void {
    this.#tellContact(site);
    this.#tellOthers({ type: 'contact', site });
  }

  /** Rule D1: a push of a device of the site was held, or one was decided on. */
  held(site: string): void {
    this.#tellHeld(site);
    this.#tellOthers({ type: 'held', site });
  }

  /** Ends all streams; resolves when nothing is read any more. */
  async close(): Promise<void> {
    this.#end(() => true);
    await this.#row;
  }

  #tellOthers(signal: Signal): void {
    this.#options.bus?.send(signal);
  }

  #hear(message: unknown): void {
    const signal = signalOf(message);
    if (signal?.type === 'moved') void this.#inRow(() => this.#advance(Object.entries(signal.heads).map(([county, head]) => ({ county, head }))));
    if (signal?.type === 'blob') this.#tellBlob(signal.hash, signal.sites);
    if (signal?.type === 'contact') this.#tellContact(signal.site);
    if (signal?.type === 'held') this.#tellHeld(signal.site);
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

  #tellHeld(site: string): void {
    for (const listener of this.#listeners) if (listener.protocol >= HELD_SINCE && isWithin(site, listener.scope)) listener.send({ type: 'held', site });
  }

  #end(isOver: (listener: Listener) => boolean): void {
    for (const listener of this.#listeners) {
      if (!isOver(listener)) continue;
      this.#listeners.delete(listener);
      listener.end();
    }
  }

  /** Reads how far these logs are, or all of them. */
  #look(logs: readonly string[] | null): Promise<void> {
    this.#toRead = logs === null || this.#toRead === null ? null : new Set([...this.#toRead, ...logs]);
    this.#waiting ??= this.#inRow(async () => {
      const read = this.#toRead;
      this.#toRead = new Set();
      this.#waiting = null;
      const moved = await this.#advance(await this.#heads(read));
      if (moved.length > 0) this.#tellOthers({ type: 'moved', heads: Object.fromEntries(moved.map(({ county, head }) => [county, head])) });
    });
    return this.#waiting;
  }

  #inRow(work: () => Promise<unknown>): Promise<void> {
    this.#row = this.#row.then(work).then(
      () => undefined,
      (error: unknown) => this.#options.failed(error),
    );
    return this.#row;
  }

  /** Tells of the logs that are further than what was told; answers which. */
  async #advance(heads: readonly Head[]): Promise<readonly Head[]> {
    const moved = heads.filter(({ county, head }) => head > (this.#told.get(county) ?? 0));
    for (const { county, head } of moved) {
      if (this.#concerns(county)) this.#tellMoved(county, await movedSince(this.#options.db, county, this.#told.get(county) ?? 0));
      this.#told.set(county, head);
    }
    return moved;
  }

  /** A log is read by its city's scopes alone. */
  #concerns(county: string): boolean {
    const city = county.slice(0, 4);
    for (const { scope } of this.#listeners) if (scope.slice(0, 4) === city) return true;
    return false;
  }

  #tellMoved(county: string, moved: readonly MovedAt[]): void {
    for (const listener of this.#listeners) {
      const last = moved.findLast(({ site, to }) => isWithin(site, listener.scope) || (to !== '' && isWithin(listener.scope, to)));
      if (last !== undefined) listener.send({ type: 'moved', county, position: last.position });
    }
  }

  async #heads(logs: ReadonlySet<string> | null): Promise<readonly Head[]> {
    const { db } = this.#options;
    const rows = logs === null ? await db.all('SELECT county, head FROM counties') : await db.all(`SELECT county, head FROM counties WHERE county IN (${[...logs].map(() => '?').join(', ')})`, ...logs);
    return rows.map((row) => ({ county: String(row['county']), head: Number(row['head']) }));
  }
}

/** The version of the protocol that `held` came with. */
const HELD_SINCE = 2;

/** A message between processes is small; a photo that more sites than this name is told of by their next pull. */
const MAX_SITES = 100;
