import { Dexie } from 'dexie';
import { sameValue } from '#shared/domain/canonical.ts';
import { KINDS, type AnyRecord, type Kind } from '#shared/domain/record.ts';
import { NEW_REPLICA, type BookChanges, type Pending, type ReplicaState, type ReplicaStore } from '#shared/ports/replica-store.ts';
import { isKind, validate } from '#shared/schema/validate.ts';
import type { LocalDb, PendingRow } from '../local/local-db.ts';
import { ContestedBook } from './contested-book.ts';
import type { DocCollection } from './doc-collection.ts';
import { PendingBook } from './pending-book.ts';
import { RxTable } from './rx-tables.ts';

/** Key of the engine's state in the `meta` table. */
export const STATE = 'state';

export interface StoreOptions {
  readonly collections: Readonly<Record<Kind, DocCollection>>;
  readonly local: LocalDb;
  /** Refuses records that their schema refuses: for development and tests, records are checked at the edges anyway. */
  readonly checked?: boolean;
}

/** The largest portion of {@link ReplicaStore.allPendings}. */
const PORTION = 1_000;

/**
 * The engine's store in the app: records in RxDB's collections, books in the local database. The entries of what waits are
 * also held in memory, because each page of a pull and each answer asks for them.
 */
export class RxReplicaStore implements ReplicaStore {
  readonly #tables: Readonly<Record<Kind, RxTable>>;
  readonly #local: LocalDb;
  readonly #book: PendingBook;
  readonly #contested: ContestedBook;
  readonly #checked: boolean;
  #state: ReplicaState;

  private constructor({ collections, local, checked = false }: StoreOptions, book: PendingBook, contested: ContestedBook, state: ReplicaState) {
    this.#tables = Object.fromEntries(KINDS.map((kind) => [kind, new RxTable(kind, collections[kind])])) as Record<Kind, RxTable>;
    this.#local = local;
    this.#book = book;
    this.#contested = contested;
    this.#checked = checked;
    this.#state = state;
  }

  static async open(options: StoreOptions): Promise<RxReplicaStore> {
    const { local } = options;
    const [rows, kept] = await Promise.all([local.pendings.toArray(), local.meta.get(STATE)]);
    const state: ReplicaState = { ...NEW_REPLICA, ...(kept?.value as Partial<ReplicaState> | undefined) };
    // Records come by an exchange or by a save that waits; where neither was, there are none.
    const isNew = rows.length === 0 && sameValue(state, NEW_REPLICA);
    return new RxReplicaStore(options, new PendingBook(rows.map(entryOf)), await ContestedBook.open(local, isNew), state);
  }

  /** Lists the conflicts of a replica that is older than their list; it may go on beside everything else. */
  catchUp(): Promise<void> {
    return this.#contested.catchUp(this.#tables);
  }

  async records(kind: string, ids: readonly string[]): Promise<readonly (AnyRecord | undefined)[]> {
    return ids.length === 0 || !isKind(kind) ? ids.map(() => undefined) : this.#tables[kind].read(ids);
  }

  async pendings(kind: string, ids: readonly string[]): Promise<readonly (Pending | undefined)[]> {
    return ids.map((id) => this.#book.get(kind, id));
  }

  async queue(limit: number, after: number): Promise<readonly Pending[]> {
    return this.#book.queue(limit, after);
  }

  async *allPendings(): AsyncIterable<readonly Pending[]> {
    const all = this.#book.all();
    for (let start = 0; start < all.length; start += PORTION) yield all.slice(start, start + PORTION);
  }

  async lastOrder(): Promise<number> {
    return this.#book.lastOrder();
  }

  async scan(kind: string, after: string, limit: number): Promise<readonly AnyRecord[]> {
    return isKind(kind) ? this.#tables[kind].scan(after, limit) : [];
  }

  async state(): Promise<ReplicaState> {
    return this.#state;
  }

  async book(changes: BookChanges): Promise<void> {
    const { drop = [], receipts = [], recovered = [], repair, state } = changes;
    const local = this.#local;
    const put = withoutDropped(changes.put ?? [], drop);
    const { ranges, keys } = this.#book.keysOfDropped(drop, put);
    const moved = put.length + drop.length > 0;
    const tables = [
      ...(moved ? [local.pendings] : []),
      ...(receipts.length > 0 ? [local.receiptPages] : []),
      ...(recovered.length > 0 ? [local.recovered] : []),
      ...(repair === undefined ? [] : [local.repairs]),
      ...(state === undefined ? [] : [local.meta]),
    ];
    if (tables.length === 0) return;
    await local.transaction('rw', tables, async () => {
      for (const [first, last] of ranges) await local.pendings.where('[order+kind+id]').between([first, Dexie.minKey, Dexie.minKey], [last, Dexie.maxKey, Dexie.maxKey], true, true).delete();
      if (keys.length > 0) await local.pendings.bulkDelete([...keys]);
      if (put.length > 0) await local.pendings.bulkPut(put.map(rowOf));
      if (receipts.length > 0) await local.receiptPages.add({ at: receipts[0]?.at ?? 0, receipts });
      if (recovered.length > 0) await local.recovered.bulkPut([...recovered]);
      if (repair !== undefined) await local.repairs.add(repair);
      if (state !== undefined) await local.meta.put({ key: STATE, value: state });
    });
    this.#book.change(put, drop);
    if (state !== undefined) this.#state = state;
  }

  async put(kind: string, records: readonly AnyRecord[], fresh: boolean): Promise<void> {
    const table = this.#tableOf(kind);
    if (this.#checked) for (const record of records) refuseInvalid(kind, record);
    await this.#contested.expect(kind, records);
    await table.put(records, fresh);
    await this.#contested.written(kind, records);
  }

  async remove(kind: string, ids: readonly string[]): Promise<void> {
    await this.#tableOf(kind).remove(ids);
    await this.#contested.forget(kind, ids);
  }

  #tableOf(kind: string): RxTable {
    if (!isKind(kind)) throw new Error(`there is no collection of ${kind}`);
    return this.#tables[kind];
  }
}

function withoutDropped(put: readonly Pending[], drop: NonNullable<BookChanges['drop']>): readonly Pending[] {
  if (put.length === 0 || drop.length === 0) return put;
  const dropped = new Set(drop.map(({ kind, id }) => `${kind}:${id}`));
  return put.filter(({ kind, id }) => !dropped.has(`${kind}:${id}`));
}

function rowOf(entry: Pending): PendingRow {
  return { ...entry, aside: entry.refusal === null ? 0 : 1 };
}

function entryOf({ aside: _aside, ...entry }: PendingRow): Pending {
  return entry;
}

function refuseInvalid(kind: string, record: AnyRecord): void {
  const checked = validate(kind, record);
  if (!checked.ok) throw new Error(`${kind} ${record.id} is invalid: ${checked.problems.map(({ path, code }) => `${path} ${code}`).join(', ')}`);
}
