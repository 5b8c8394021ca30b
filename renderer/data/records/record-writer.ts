import type { AnyRecord, Author, Conflict, Kind, RecordBase, Settlement } from '#shared/domain/record.ts';
import { sameValue } from '#shared/domain/canonical.ts';
import { MERGE_RULES } from '#shared/merge/rules.ts';
import { settle, unsettle } from '#shared/merge/settle.ts';
import { instantOf, type Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { SCHEMA_VERSIONS, type RecordTypes } from '#shared/schema/records.ts';
import { validate, validateAs, type FieldProblem } from '#shared/schema/validate.ts';
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
  /**
   * Settles a conflict: the standing value, the displaced one, or a third; the record says who decided. Of kinds that are
   * only added to, the standing value alone can be chosen: another one is a correction.
   */
  settle<K extends Kind>(kind: K, id: string, entry: Conflict, value: unknown): Promise<Saved<K>>;
  /** Takes such a decision back: the conflict waits again. */
  unsettle<K extends Kind>(kind: K, id: string, decision: Settlement): Promise<Saved<K>>;
  /**
   * Saves a content that a repair or a person had taken out of the replica (see `Recovered`) over what is there now, as an
   * edit of today.
   */
  restore<K extends Kind>(kind: K, record: AnyRecord): Promise<Saved<K>>;
  /** A new UUIDv7. */
  newId(): string;
}

export interface WriterOptions {
  readonly replica: Replica;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The division code of new records, as the device is enrolled at the moment of saving: a village may be moved (rule L3). */
  readonly site: () => string;
  /** Who is at the keyboard on which device, at the moment of saving. */
  readonly author: () => Author;
  /** Resolves when what was saved is kept outside of the browser's storage too; it never fails. Absent, nothing is kept twice. */
  readonly keepTwice?: (kind: Kind, ids: readonly string[]) => Promise<void>;
}

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
    restore: (kind, record) => restore(options, kind, record),
    async settle(kind, id, entry, value) {
      const decider = { who: options.author(), when: instantOf(options.clock) };
      if (!MERGE_RULES[kind].appendOnly) return change(options, kind, id, (record) => settle(record, entry, value, decider));
      return saveOne(options, kind, id, (before) => {
        if (before === undefined) return { problems: [{ path: 'id', code: 'gone' }] };
        if (!sameValue(before[entry.field], value)) return { problems: [{ path: entry.field, code: 'appendOnly' }] };
        return changed(options, kind, before, (record) => settle(record, entry, value, decider));
      });
    },
    unsettle: (kind, id, decision) => change(options, kind, id, (record) => unsettle(record, decision)),
  };
}

function fresh<K extends Kind>({ site, clock, author }: WriterOptions, kind: K, fields: Fields<K>, id: string): AnyRecord {
  const now = instantOf(clock);
  const base: RecordBase = { id, site: site(), v: SCHEMA_VERSIONS[kind], createdAt: now, updatedAt: now, by: author(), removed: false, conflicts: [] };
  return { ...fields, ...base };
}

/** All or none; the same id again is the same act: what was saved first stands. Answers why not, or null. */
async function insert({ replica, keepTwice }: WriterOptions, kind: Kind, records: readonly AnyRecord[]): Promise<string | null> {
  try {
    await replica.engine.save(kind, records.map(({ id }) => id), (before, index) => (before === undefined ? (records[index] ?? null) : null));
    replica.noteSaved();
    await keepTwice?.(kind, records.map(({ id }) => id));
    return null;
  } catch (error) {
    return String(error);
  }
}

/** What one change of a record came to, while the engine holds it. */
type Outcome = { readonly record: AnyRecord } | { readonly problems: readonly FieldProblem[] };

function change<K extends Kind>(options: WriterOptions, kind: K, id: string, make: (record: AnyRecord) => AnyRecord): Promise<Saved<K>> {
  return saveOne(options, kind, id, (before) => (before === undefined ? { problems: [{ path: 'id', code: 'gone' }] } : changed(options, kind, before, make)));
}

function restore<K extends Kind>(options: WriterOptions, kind: K, record: AnyRecord): Promise<Saved<K>> {
  return saveOne(options, kind, record.id, (before) => {
    if (before !== undefined && MERGE_RULES[kind].appendOnly) return { problems: [{ path: '', code: 'appendOnly' }] };
    return restored(options, kind, before, record);
  });
}

async function saveOne<K extends Kind>({ replica, keepTwice }: WriterOptions, kind: K, id: string, make: (before: AnyRecord | undefined) => Outcome): Promise<Saved<K>> {
  let outcome: Outcome = { problems: [] };
  try {
    await replica.engine.save(kind, [id], (before) => {
      outcome = make(before);
      return 'record' in outcome ? outcome.record : null;
    });
    replica.noteSaved();
    await keepTwice?.(kind, [id]);
  } catch (error) {
    return { ok: false, problems: [], storage: String(error) };
  }
  return savedOf<K>(outcome);
}

/** What is not there any more comes back as it was; else its fields are an edit of what is there. */
function restored(options: WriterOptions, kind: Kind, before: AnyRecord | undefined, record: AnyRecord): Outcome {
  return before === undefined ? { record } : changed(options, kind, before, (now) => ({ ...record, v: Math.max(now.v, record.v), updatedAt: now.updatedAt, by: now.by }));
}

function changed({ clock, author }: WriterOptions, kind: Kind, before: AnyRecord, make: (record: AnyRecord) => AnyRecord): Outcome {
  const content = make(before);
  if (sameValue(content, before)) return { record: before };
  const record: AnyRecord = { ...content, v: Math.max(before.v, SCHEMA_VERSIONS[kind]), updatedAt: instantOf(clock), by: author() };
  const checked = validate(kind, record);
  return checked.ok ? { record } : { problems: checked.problems };
}

function savedOf<K extends Kind>(outcome: Outcome): Saved<K> {
  return 'record' in outcome ? { ok: true, record: outcome.record as unknown as RecordTypes[K] } : { ok: false, problems: outcome.problems, storage: null };
}
