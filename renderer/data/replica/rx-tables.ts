import { createRevision, now, type EventBulk, type RxDocumentData, type RxStorageChangeEvent } from 'rxdb';
import type { Dexie, Table } from 'dexie';
import type { Subject } from 'rxjs';
import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { toDoc, toRecord, type Doc } from './local-fields.ts';
import type { DocCollection } from './doc-collection.ts';

type StoredDoc = RxDocumentData<Doc>;
type DocEvents = EventBulk<RxStorageChangeEvent<StoredDoc>, unknown>;

/** A row of RxDB's Dexie table: as RxDB's document, but for indexed booleans, which are '0' and '1'. */
type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** What RxDB's Dexie storage is made of, behind the instance that a collection shows. */
interface DexieInside {
  readonly internals: Promise<{ readonly dexieDb: Dexie; readonly dexieTable: Table<Row, string>; readonly booleanIndexes: readonly string[] }>;
  readonly originalStorageInstance: { readonly changes$: Subject<DocEvents> };
}

const CONTEXT = 'qiyou-engine';

/**
 * The rows of one collection, read and written past RxDB's own write path: that looks every record up before it writes
 * it and copies each three times, which made the first pull half as fast. What RxDB's queries and caches live from is
 * kept: revisions and times of the rows, and the change events, told after each write.
 */
export class RxTable {
  readonly #kind: Kind;
  readonly #collection: DocCollection;
  #events = 0;

  constructor(kind: Kind, collection: DocCollection) {
    this.#kind = kind;
    this.#collection = collection;
  }

  /** Records by id, in the order asked. */
  async read(ids: readonly string[]): Promise<(AnyRecord | undefined)[]> {
    const { dexieTable, booleanIndexes } = await this.#inside.internals;
    const rows = await readRows(dexieTable, ids);
    return rows.map((row) => (isThere(row) ? toRecord(docOf(row, booleanIndexes)) : undefined));
  }

  /** Records by rising id after this one, at most `limit`; fewer are the last. */
  async scan(after: string, limit: number): Promise<AnyRecord[]> {
    const { dexieTable, booleanIndexes } = await this.#inside.internals;
    const records: AnyRecord[] = [];
    for (let from = after; records.length < limit; ) {
      const wanted = limit - records.length;
      const rows = await dexieTable.where('id').above(from).limit(wanted).toArray();
      for (const row of rows) if (isThere(row)) records.push(toRecord(docOf(row, booleanIndexes)));
      from = rows.at(-1)?.id ?? from;
      if (rows.length < wanted) break;
    }
    return records;
  }

  /** Writes records in one transaction. `fresh`: none of them is here, so none is looked for. */
  async put(records: readonly AnyRecord[], fresh: boolean): Promise<void> {
    const { dexieDb, dexieTable, booleanIndexes } = await this.#inside.internals;
    const time = now();
    const connection = fresh ? dexieDb.backendDB() : null;
    if (connection !== null) {
      const docs = records.map((record) => this.#stored(record, undefined, time));
      await seed(connection, dexieTable.name, docs.map((doc) => rowOf(doc, booleanIndexes)));
      this.#tell(docs.map((doc) => eventOf(doc, undefined, booleanIndexes)), time);
      return;
    }
    const ids = records.map(({ id }) => id);
    const events = await dexieDb.transaction('rw', dexieTable, async () => {
      const before = await readRows(dexieTable, ids);
      const docs = records.map((record, index) => this.#stored(record, before[index], time));
      await dexieTable.bulkPut(docs.map((doc) => rowOf(doc, booleanIndexes)));
      return docs.map((doc, index) => eventOf(doc, before[index], booleanIndexes));
    });
    this.#tell(events, time);
  }

  /** Takes records out in one transaction. */
  async remove(ids: readonly string[]): Promise<void> {
    const { dexieDb, dexieTable, booleanIndexes } = await this.#inside.internals;
    const time = now();
    const gone = await dexieDb.transaction('rw', dexieTable, async () => {
      const rows = (await readRows(dexieTable, ids)).filter((row) => row !== undefined);
      await dexieTable.bulkDelete(rows.map(({ id }) => id));
      return rows.filter(isThere);
    });
    const { token } = this.#collection.database;
    const events = gone.map((row): RxStorageChangeEvent<StoredDoc> => {
      const previous = docOf(row, booleanIndexes);
      const documentData = { ...previous, _deleted: true, _rev: createRevision(token, previous), _meta: { lwt: time } };
      return { operation: 'DELETE', documentId: row.id, documentData, previousDocumentData: previous };
    });
    this.#tell(events, time);
  }

  get #inside(): DexieInside {
    return this.#collection.storageInstance as unknown as DexieInside;
  }

  #stored(record: AnyRecord, before: Row | undefined, time: number): StoredDoc {
    const doc = toDoc(this.#kind, record);
    const { token } = this.#collection.database;
    const known = before !== undefined && typeof before['_rev'] === 'string';
    const _rev = known ? createRevision(token, before as unknown as StoredDoc) : `1-${token}`;
    return { ...doc, _deleted: false, _attachments: {}, _meta: { lwt: time }, _rev };
  }

  /** What listens does so after the write, and finds it done. */
  #tell(events: readonly RxStorageChangeEvent<StoredDoc>[], time: number): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.#events += 1;
    const id = `${CONTEXT}-${this.#kind}-${time}-${this.#events}`;
    this.#inside.originalStorageInstance.changes$.next({ id, events: [...events], checkpoint: { id: last.documentId, lwt: time }, context: CONTEXT });
  }
}

/** Neither missing nor one of RxDB's tombstones, which former versions of this program wrote. */
function isThere(row: Row | undefined): row is Row {
  return row !== undefined && row['_deleted'] !== '1';
}

function rowOf(doc: StoredDoc, booleans: readonly string[]): Row {
  const row: Record<string, unknown> = { ...doc };
  for (const field of booleans) row[field] = row[field] === true ? '1' : '0';
  return row as Row;
}

function docOf(row: Row, booleans: readonly string[]): StoredDoc {
  const doc: Record<string, unknown> = { ...row };
  for (const field of booleans) doc[field] = doc[field] === '1';
  return doc as unknown as StoredDoc;
}

function eventOf(doc: StoredDoc, before: Row | undefined, booleans: readonly string[]): RxStorageChangeEvent<StoredDoc> {
  if (!isThere(before)) return { operation: 'INSERT', documentId: doc.id, documentData: doc, previousDocumentData: undefined };
  return { operation: 'UPDATE', documentId: doc.id, documentData: doc, previousDocumentData: docOf(before, booleans) };
}

/** Writes rows in one transaction of IndexedDB itself: Dexie's own listens to each row, which costs a third more. */
function seed(connection: IDBDatabase, table: string, rows: readonly Row[]): Promise<void> {
  return new Promise((done, fail) => {
    const transaction = connection.transaction([table], 'readwrite', { durability: 'relaxed' });
    transaction.addEventListener('complete', () => done());
    transaction.addEventListener('abort', () => fail(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError')));
    const store = transaction.objectStore(table);
    for (const row of rows) store.put(row);
  });
}

/** Fewer keys than this are asked for one by one. */
const FEW = 20;

/**
 * Rows by key, in the order asked. Ids that were made one after the other lie side by side: one read of their range is
 * many times faster than a request for each. What is not in its first rows is asked for by itself.
 */
async function readRows(table: Table<Row, string>, ids: readonly string[]): Promise<(Row | undefined)[]> {
  if (ids.length < FEW) return table.bulkGet([...ids]);
  const sorted = ids.toSorted();
  const [first, last] = [sorted[0] ?? '', sorted.at(-1) ?? ''];
  const limit = ids.length * 2;
  const range = await table.where('id').between(first, last, true, true).limit(limit).toArray();
  const found = new Map(range.map((row) => [row.id, row]));
  const read = range.length < limit ? last : (range.at(-1)?.id ?? '');
  const beyond = ids.filter((id) => id > read);
  const others = beyond.length === 0 ? [] : await table.bulkGet(beyond);
  for (const row of others) if (row !== undefined) found.set(row.id, row);
  return ids.map((id) => found.get(id));
}
