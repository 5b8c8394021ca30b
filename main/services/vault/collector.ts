import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '#shared/ports/clock.ts';
import { sha256 } from '#shared/schema/fields.ts';
import { atomicWrite, isSystemError } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';
import type { Timers } from '../timers.ts';
import type { ReferenceBook } from './reference-book.ts';
import type { Vault } from './vault.ts';

/** Bytes that nothing names are kept on so many days on which the program was in use. */
export const GRACE_DAYS = 30;

/** So long after a photo was put into the vault an import counts as running, milliseconds. */
const IMPORT_MS = 10 * 60_000;

/** Days that are remembered so as to be counted once. */
const REMEMBERED_DAYS = 1_000;

/**
 * `count` rises once for each calendar day on which a collection ran, each day's date counting once for ever: a clock that
 * jumps years ahead makes one day, and one that is set back makes none. `since`: the count at which a photo was first seen
 * unnamed, and has been since.
 */
const ledgerSchema = z.object({ days: z.array(z.string()), count: z.number().int().min(0), since: z.record(sha256, z.number().int()) });
type Ledger = z.infer<typeof ledgerSchema>;

export interface CollectorOptions {
  /** The ledger's file. */
  readonly path: string;
  readonly vault: Pick<Vault, 'hashes' | 'remove'>;
  readonly book: Pick<ReferenceBook, 'byHash' | 'isWhole'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** What a collection did, or why it did nothing. */
export type Collected =
  | { readonly ran: true; readonly removed: number; readonly bytes: number; readonly waiting: number }
  | { readonly ran: false; readonly why: 'importing' | 'incomplete' | 'nothingNamed' | 'running' };

/** Removes photos that no record, draft or queue has named for {@link GRACE_DAYS}. */
export class Collector {
  readonly #options: CollectorOptions;
  /** Photos that were put in while a collection runs. */
  readonly #putMeanwhile = new Set<string>();
  #lastPut: number | null = null;
  #running = false;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** To be called before a photo is put into the vault. */
  noteImport(hash: string): void {
    this.#lastPut = this.#options.timers.monotonic();
    if (this.#running) this.#putMeanwhile.add(hash);
  }

  /** To be called after a whole list of what names photos has come. */
  async collect(): Promise<Collected> {
    if (this.#running) return { ran: false, why: 'running' };
    this.#running = true;
    try {
      return await this.#collect();
    } finally {
      this.#running = false;
      this.#putMeanwhile.clear();
    }
  }

  async #collect(): Promise<Collected> {
    const { book, log, path } = this.#options;
    if (this.#isImporting()) return { ran: false, why: 'importing' };
    if (!book.isWhole()) return { ran: false, why: 'incomplete' };
    const named = book.byHash();
    const unnamed = await this.#unnamed(named);
    if (named.size === 0 && unnamed.length > 0) {
      log.warn(`nothing names any of the ${unnamed.length} photos in the vault: that is not believed, and nothing is collected`);
      return { ran: false, why: 'nothingNamed' };
    }
    const ledger = await this.#counted(unnamed);
    await atomicWrite(path, JSON.stringify(ledger));
    const due = unnamed.filter((hash) => ledger.count - (ledger.since[hash] ?? ledger.count) >= GRACE_DAYS);
    const { removed, bytes } = await this.#remove(due);
    if (removed.size > 0) {
      const since = Object.fromEntries(Object.entries(ledger.since).filter(([hash]) => !removed.has(hash)));
      await atomicWrite(path, JSON.stringify({ ...ledger, since }));
      log.info(`removed ${removed.size} photos (${bytes} bytes) that nothing had named on ${GRACE_DAYS} days; ${unnamed.length - removed.size} more are not named and wait`);
    }
    return { ran: true, removed: removed.size, bytes, waiting: unnamed.length - removed.size };
  }

  async #unnamed(named: ReadonlyMap<string, unknown>): Promise<readonly string[]> {
    const unnamed: string[] = [];
    for await (const hashes of this.#options.vault.hashes()) unnamed.push(...hashes.filter((hash) => !named.has(hash)));
    return unnamed;
  }

  /** The ledger with today counted, for the photos that nothing names now: one that was named meanwhile begins anew. */
  async #counted(unnamed: readonly string[]): Promise<Ledger> {
    const before = await readLedger(this.#options.path, this.#options.log);
    const today = this.#options.clock.today();
    const isNew = !before.days.includes(today);
    const count = before.count + (isNew ? 1 : 0);
    return {
      days: isNew ? [...before.days, today].slice(-REMEMBERED_DAYS) : before.days,
      count,
      since: Object.fromEntries(unnamed.map((hash) => [hash, before.since[hash] ?? count])),
    };
  }

  /** An import that begins meanwhile ends it; what it puts in stays. */
  async #remove(due: readonly string[]): Promise<{ readonly removed: ReadonlySet<string>; readonly bytes: number }> {
    const removed = new Set<string>();
    let bytes = 0;
    for (const hash of due) {
      if (this.#isImporting()) break;
      const freed = await this.#options.vault.remove(hash, () => !this.#putMeanwhile.has(hash));
      if (freed === null) continue;
      removed.add(hash);
      bytes += freed;
    }
    return { removed, bytes };
  }

  #isImporting(): boolean {
    return this.#lastPut !== null && this.#options.timers.monotonic() - this.#lastPut < IMPORT_MS;
  }
}

/** A ledger that cannot be read begins anew: photos stay longer, never shorter. */
async function readLedger(path: string, log: Log): Promise<Ledger> {
  try {
    return ledgerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) log.error(`the ledger of unnamed photos could not be read and begins anew: ${describe(error)}`);
    return { days: [], count: 0, since: {} };
  }
}
