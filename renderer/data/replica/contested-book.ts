import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { KINDS } from '#shared/domain/record.ts';
import type { ContestedRow, LocalDb } from '../local/local-db.ts';
import { breathe } from '../sync/breathe.ts';
import type { RxTable } from './rx-tables.ts';

/** Set once a replica of before this book was looked through. */
const DONE = 'contested';
/** Records read at a time while an older replica is looked through. */
const PORTION = 500;

/**
 * Which records have conflicts that wait, or decisions on such: few among very many, so they are listed beside the records
 * instead of by an index over all of them. A row is written before its record and taken out after it: where the program dies
 * in between, a row stands too many, and whoever opens it sees that nothing waits there.
 */
export class ContestedBook {
  readonly #local: LocalDb;
  readonly #known: Set<string>;

  private constructor(local: LocalDb, known: Set<string>) {
    this.#local = local;
    this.#known = known;
  }

  /** @param isNew the replica holds nothing yet, so that there is nothing to look through */
  static async open(local: LocalDb, isNew: boolean): Promise<ContestedBook> {
    if (isNew) await local.meta.put({ key: DONE, value: true });
    const keys = await local.contested.toCollection().primaryKeys();
    return new ContestedBook(local, new Set(keys.map(([kind, id]) => keyOf(kind, id))));
  }

  /** Before these are written. */
  async expect(kind: string, records: readonly AnyRecord[]): Promise<void> {
    const rows = records.filter(isContested).map((record) => rowOf(kind, record));
    if (rows.length === 0) return;
    for (const { id } of rows) this.#known.add(keyOf(kind, id));
    await this.#local.contested.bulkPut(rows);
  }

  /** After these were written. */
  async written(kind: string, records: readonly AnyRecord[]): Promise<void> {
    await this.forget(kind, records.filter((record) => !isContested(record)).map(({ id }) => id));
  }

  /** These are contested no longer, or gone. */
  async forget(kind: string, ids: readonly string[]): Promise<void> {
    const gone = ids.filter((id) => this.#known.has(keyOf(kind, id)));
    if (gone.length === 0) return;
    await this.#local.contested.bulkDelete(gone.map((id) => [kind, id]));
    for (const id of gone) this.#known.delete(keyOf(kind, id));
  }

  /** Looks through a replica that is older than this book, once. */
  async catchUp(tables: Readonly<Record<Kind, RxTable>>): Promise<void> {
    if ((await this.#local.meta.get(DONE)) !== undefined) return;
    for (const kind of KINDS) {
      for (let after = ''; ; ) {
        const records = await tables[kind].scan(after, PORTION);
        await this.expect(kind, records);
        after = records.at(-1)?.id ?? after;
        if (records.length < PORTION) break;
        await breathe();
      }
    }
    await this.#local.meta.put({ key: DONE, value: true });
  }
}

function isContested({ conflicts, settled }: AnyRecord): boolean {
  return conflicts.length > 0 || (settled?.length ?? 0) > 0;
}

function rowOf(kind: string, { id, site, conflicts, settled }: AnyRecord): ContestedRow {
  return { kind, id, site, open: conflicts.length, decided: settled?.length ?? 0 };
}

function keyOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}
