import type { AnyRecord, Author, Conflict, Kind, RecordBase } from '#shared/domain/record.ts';
import { sameValue } from '#shared/domain/canonical.ts';
import { MERGE_RULES } from '#shared/merge/rules.ts';
import { settleConflicts } from '#shared/merge/merge.ts';
import { instantOf, type Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { SCHEMA_VERSIONS, type RecordTypes } from '#shared/schema/records.ts';
import { validateAs, type FieldProblem } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { OutboxEntry } from '#shared/sync/custody.ts';
import type { Expected } from '../local/custody-book.ts';
import { toDoc, toRecord, type Doc } from '../replica/local-fields.ts';
import type { Replica } from '../replica/open-replica.ts';

/** The fields of a kind that a form fills in. */
export type Fields<K extends Kind> = Omit<RecordTypes[K], keyof RecordBase>;

export type Saved<K extends Kind> =
  | { readonly ok: true; readonly record: RecordTypes[K] }
  /** What the form has to mend; nothing was saved. `storage`: the machine could not keep it (disk full). */
  | { readonly ok: false; readonly problems: readonly FieldProblem[]; readonly storage: string | null };

/** Saves what people enter. Every save is durable, noted in the books and on its way when it resolves. */
export interface RecordWriter {
  /** A new record of this site. `id` may be given from the first keystroke on, so that a retry is the same act. */
  create<K extends Kind>(kind: K, fields: Fields<K>, id?: string): Promise<Saved<K>>;
  /** Several new records at once, all or none. */
  createAll<K extends Kind>(kind: K, all: readonly Fields<K>[]): Promise<{ readonly ok: true; readonly records: readonly RecordTypes[K][] } | { readonly ok: false; readonly index: number; readonly problems: readonly FieldProblem[]; readonly storage: string | null }>;
  /** Changes fields of a record; what it does not name stays. Appends-only kinds are refused: correct them by a new record. */
  update<K extends Kind>(kind: K, id: string, changes: Partial<Fields<K>>): Promise<Saved<K>>;
  /** Soft delete and its undoing (rule D1). */
  setRemoved<K extends Kind>(kind: K, id: string, removed: boolean): Promise<Saved<K>>;
  /** Settles a conflict: the standing value, the displaced one, or a third. */
  settle<K extends Kind>(kind: K, id: string, entry: Conflict, value: unknown): Promise<Saved<K>>;
  /** A new UUIDv7. */
  newId(): string;
}

export interface WriterOptions {
  readonly replica: Replica;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Who is at the keyboard on which device, at the moment of saving. */
  readonly author: () => Author;
}

/** Tries of one save against other writers of the same record on this machine. */
const TRIES = 20;

export function createRecordWriter(options: WriterOptions): RecordWriter {
  const { ids } = options;
  return {
    newId: () => ids.next(),
    async create(kind, fields, id = ids.next()) {
      const record = fresh(options, kind, fields, id);
      const checked = validateAs(kind, record);
      if (!checked.ok) return { ok: false, problems: checked.problems, storage: null };
      const storage = await insert(options, kind, [record]);
      return storage === null ? { ok: true, record: checked.record } : { ok: false, problems: [], storage };
    },
    async createAll(kind, all) {
      const records = all.map((fields) => fresh(options, kind, fields, ids.next()));
      for (const [index, record] of records.entries()) {
        const checked = validateAs(kind, record);
        if (!checked.ok) return { ok: false, index, problems: checked.problems, storage: null };
      }
      const storage = await insert(options, kind, records);
      return storage === null ? { ok: true, records: records as unknown as RecordTypes[typeof kind][] } : { ok: false, index: -1, problems: [], storage };
    },
    async update(kind, id, changes) {
      if (MERGE_RULES[kind].appendOnly) return { ok: false, problems: [{ path: '', code: 'appendOnly' }], storage: null };
      return change(options, kind, id, (record) => ({ ...record, ...changes }));
    },
    setRemoved: (kind, id, removed) => change(options, kind, id, (record) => ({ ...record, removed })),
    settle: (kind, id, entry, value) => change(options, kind, id, (record) => ({ ...settleConflicts(record, [entry]), [entry.field]: value })),
  };
}

function fresh<K extends Kind>({ replica, clock, author }: WriterOptions, kind: K, fields: Fields<K>, id: string): AnyRecord {
  const now = instantOf(clock);
  const base: RecordBase = { id, site: replica.site, v: SCHEMA_VERSIONS[kind], createdAt: now, updatedAt: now, by: author(), removed: false, conflicts: [] };
  return { ...fields, ...base };
}

/** All or none; answers why not, or null. */
async function insert(options: WriterOptions, kind: Kind, records: readonly AnyRecord[]): Promise<string | null> {
  const { book, collections } = options.replica;
  const entries = records.map((record) => ({ kind, id: record.id, version: versionOf(record) }));
  const expected = await book.expect(entries).catch((error: unknown) => String(error));
  if (typeof expected === 'string') return expected;
  try {
    const { error } = await collections[kind].bulkInsert(records.map((record) => toDoc(kind, record)));
    if (error.length === 0) return null;
    const failed = error.filter((failure) => failure.status !== 409);
    if (failed.length > 0) throw new Error(`${failed.length} of ${records.length} records could not be stored`);
    await keepFirst(options, kind, expected, new Set(error.map((failure) => failure.documentId)));
    return null;
  } catch (error) {
    await book.forget(expected);
    return String(error);
  }
}

/** The same id again is the same act: what was saved first stands, and the books name its version. */
async function keepFirst({ replica }: WriterOptions, kind: Kind, { entries, before }: Expected, ids: ReadonlySet<string>): Promise<void> {
  const again = entries.flatMap((entry, index) => (ids.has(entry.id) ? [index] : []));
  await replica.book.forget({ entries: again.map((index) => entries[index] as OutboxEntry), before: again.map((index) => before[index]) });
  const docs = await replica.collections[kind].findByIds([...ids]).exec();
  for (const [id, doc] of docs) await replica.book.confirm({ kind, id, version: versionOf(toRecord(doc.toJSON())) });
}

async function change<K extends Kind>(options: WriterOptions, kind: K, id: string, make: (record: AnyRecord) => AnyRecord): Promise<Saved<K>> {
  for (let attempt = 1; ; attempt += 1) {
    const saved = await tryChange(options, kind, id, make);
    if (saved !== 'again') return saved;
    if (attempt >= TRIES) return { ok: false, problems: [], storage: `${kind} ${id} kept changing` };
  }
}

/** One try: `again` where somebody else wrote the record meanwhile. */
async function tryChange<K extends Kind>({ replica, clock, author }: WriterOptions, kind: K, id: string, make: (record: AnyRecord) => AnyRecord): Promise<Saved<K> | 'again'> {
  const doc = await replica.collections[kind].findOne(id).exec();
  if (doc === null) return { ok: false, problems: [{ path: 'id', code: 'gone' }], storage: null };
  const before = toRecord(doc.toJSON());
  const content = make(before);
  if (sameValue(content, before)) return { ok: true, record: before as unknown as RecordTypes[K] };
  const record: AnyRecord = { ...content, v: Math.max(before.v, SCHEMA_VERSIONS[kind]), updatedAt: instantOf(clock), by: author() };
  const checked = validateAs(kind, record);
  if (!checked.ok) return { ok: false, problems: checked.problems, storage: null };
  const entry = { kind, id, version: versionOf(record) };
  const expected = await replica.book.expect([entry]).catch((error: unknown) => String(error));
  if (typeof expected === 'string') return { ok: false, problems: [], storage: expected };
  try {
    await doc.patch({ ...toDoc(kind, record, (doc.toJSON() as Doc).local.touch) });
    await replica.book.confirm(entry);
    return { ok: true, record: checked.record };
  } catch (error) {
    await replica.book.forget(expected);
    const conflict = (error as { readonly code?: string }).code === 'CONFLICT';
    return conflict ? 'again' : { ok: false, problems: [], storage: String(error) };
  }
}
