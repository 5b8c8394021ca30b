import { isWithin } from '#shared/domain/site-code.ts';
import type { News } from '#shared/protocol/news.ts';
import type { Database } from '../store/sqlite/database.ts';

/** One open news stream. */
export interface Listener {
  /** The division code whose news it gets. */
  readonly scope: string;
  readonly send: (news: News) => void;
  /** Ends the stream where the session has ended or the device was revoked. */
  readonly checkSession: () => void;
  readonly end: () => void;
}

interface Moved {
  readonly site: string;
  readonly to: string;
  readonly position: number;
}

/**
 * Tells every open stream what moved in its scope. What was written is read from the log itself, so that writes of
 * another process (the CLI, a restore) are told the same way as this process's own.
 */
export class NewsHub {
  readonly #db: Database;
  readonly #listeners = new Set<Listener>();
  readonly #told = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
    for (const { county, head } of this.#heads()) this.#told.set(county, head);
  }

  /** Adds a stream, which hears of what comes from now on; answers how to take it away. */
  add(listener: Listener): () => void {
    this.wrote();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called after records were written; tells what moved since the last time. */
  wrote(): void {
    for (const { county, head } of this.#heads()) {
      const told = this.#told.get(county) ?? 0;
      if (head <= told) continue;
      this.#told.set(county, head);
      if (this.#listeners.size > 0) this.#tellMoved(county, this.#movedSince(county, told));
    }
  }

  /** To be called every few hundred milliseconds: notices writes past the routes and ends sessions that are over. */
  poll(): void {
    this.wrote();
    for (const listener of this.#listeners) listener.checkSession();
  }

  blobStored(hash: string, sites: readonly string[]): void {
    for (const listener of this.#listeners) {
      const site = sites.find((code) => isWithin(code, listener.scope));
      if (site !== undefined) listener.send({ type: 'blob', hash, site });
    }
  }

  contact(site: string): void {
    for (const listener of this.#listeners) if (isWithin(site, listener.scope)) listener.send({ type: 'contact', site });
  }

  /** Ends all streams. */
  close(): void {
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }

  #tellMoved(county: string, moved: readonly Moved[]): void {
    for (const listener of this.#listeners) {
      const last = moved.findLast(({ site, to }) => isWithin(site, listener.scope) || (to !== '' && isWithin(listener.scope, to)));
      if (last !== undefined) listener.send({ type: 'moved', county, position: last.position });
    }
  }

  #heads(): { readonly county: string; readonly head: number }[] {
    return this.#db.all('SELECT county, head FROM counties').map((row) => ({ county: String(row['county']), head: Number(row['head']) }));
  }

  #movedSince(county: string, position: number): Moved[] {
    const rows = this.#db.all('SELECT site, "to", position FROM records WHERE county = ? AND position > ? ORDER BY position', county, position);
    return rows.map((row) => ({ site: String(row['site']), to: String(row['to']), position: Number(row['position']) }));
  }
}
