import type { MangoQuery } from 'rxdb';
import type { Kind } from '#shared/domain/record.ts';
import { migrate } from '#shared/schema/migrations.ts';
import type { RecordTypes } from '#shared/schema/records.ts';
import { finder, toRecord, type Doc } from '../replica/local-fields.ts';
import type { Replica } from '../replica/open-replica.ts';
import { breathe } from '../sync/breathe.ts';

/** Fields that must have these values. */
export type Where = Readonly<Record<string, string | number | boolean>>;

/** A list as a screen wants it: read by an index, and only as far as `limit`. */
export interface ListQuery {
  readonly where?: Where;
  /** `newest`: by the record's day, newest first. `name`: by pinyin. Null: as they come (by id). */
  readonly order: 'newest' | 'name' | null;
  readonly limit: number;
  /** True lists what was removed instead (the recycle bin). */
  readonly removed?: boolean;
}

const ORDER_FIELD = { newest: 'local.at', name: 'local.name' } as const;
/** Order of the fields in the indexes of `collection-schemas.ts`. */
const INDEX_FIRST = ['site', 'removed', 'status', 'kind', 'item', 'activity', 'volunteer', 'corrects', 'originalHash'];

/** The query as RxDB takes it. The sort names the index's own fields, so that the index serves it. */
export function mangoOf(query: ListQuery): MangoQuery<Doc> {
  const selector: Record<string, unknown> = { removed: query.removed ?? false, ...query.where };
  if (query.order === null) return { selector, limit: query.limit };
  const leading = INDEX_FIRST.filter((field) => field in selector && (field === 'removed' || isLeading(field)));
  const sort = [...leading, ORDER_FIELD[query.order]].map((field) => ({ [field]: 'asc' }));
  return { selector, sort, limit: query.limit } as unknown as MangoQuery<Doc>;
}

/** Fields that stand before the sort key in an index; others are filtered while the index is read. */
function isLeading(field: string): boolean {
  return field === 'site' || field === 'status' || field === 'kind';
}

/** The record as the newest schema has it. */
export function readDoc<K extends Kind>(kind: K, doc: object): RecordTypes[K] {
  return migrate(kind, toRecord(doc)) as unknown as RecordTypes[K];
}

/** A list once, not live: for exports and sums. `limit` may be Infinity; read in pages then. */
export async function listOnce<K extends Kind>(replica: Replica, kind: K, query: ListQuery): Promise<RecordTypes[K][]> {
  const page = Number.isFinite(query.limit) ? query.limit : EXPORT_PAGE;
  const rows: RecordTypes[K][] = [];
  for (;;) {
    const mango = { ...mangoOf({ ...query, limit: page }), skip: rows.length };
    const docs = await replica.collections[kind].find(mango).exec();
    rows.push(...docs.map((doc) => readDoc(kind, doc.toJSON())));
    if (docs.length < page || Number.isFinite(query.limit)) return rows;
  }
}

const EXPORT_PAGE = 2_000;

/** How many records match. */
export async function countOnce(replica: Replica, kind: Kind, where: Where = {}): Promise<number> {
  return replica.collections[kind].count({ selector: { removed: false, ...where } }).exec();
}

/** How far a search has read, and what it found so far. */
export interface SearchState<K extends Kind> {
  readonly rows: readonly RecordTypes[K][];
  readonly done: boolean;
}

/** What is skipped is read all the same: pages that grow keep a search through everything from growing with its square. */
const FIRST_SEARCH_PAGE = 500;
const LAST_SEARCH_PAGE = 8_000;
/** Records that are looked at before the screens have their turn: fewer than make a frame late where all are spelled out. */
const SPELLED_AT_ONCE = 200;

/**
 * Searches a kind by text, pinyin or pinyin initials (all words must match), newest or by name first, reading the index page
 * by page; calls back after each page until `limit` hits are there, all is read, or the signal aborts.
 */
export async function search<K extends Kind>(
  replica: Replica,
  kind: K,
  words: string,
  query: ListQuery,
  onState: (state: SearchState<K>) => void,
  signal: AbortSignal,
): Promise<void> {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const has = finder(kind, wanted);
  const rows: RecordTypes[K][] = [];
  let page = FIRST_SEARCH_PAGE;
  for (let skip = 0; !signal.aborted; ) {
    const docs = await replica.collections[kind].find({ ...mangoOf({ ...query, limit: page }), skip }).exec();
    for (const [index, doc] of docs.entries()) {
      const json = doc.toJSON() as unknown as Doc;
      if (has(json)) rows.push(readDoc(kind, json));
      if (index % SPELLED_AT_ONCE === SPELLED_AT_ONCE - 1) await breathe();
    }
    const done = docs.length < page || rows.length >= query.limit;
    if (!signal.aborted) onState({ rows: rows.slice(0, query.limit), done });
    if (done) return;
    skip += page;
    page = Math.min(page * 2, LAST_SEARCH_PAGE);
  }
}
