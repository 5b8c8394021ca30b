import { canonical, sameValue } from '../domain/canonical.ts';
import type { AnyRecord, Conflict } from '../domain/record.ts';
import { mergeSet } from './merge-set.ts';
import { fieldRuleOf, mergeRuleOf } from './rules.ts';

/** Fields that say where a version came from, not what it says: they follow the side whose content stands. */
const PROVENANCE = new Set(['updatedAt', 'by', 'v']);
const UNTOUCHED = new Set(['id', 'conflicts']);

/**
 * Rule M1, the three-way merge of one record, field by field: where one side changed a field, its value is taken; where
 * both changed it alike, that value; lists of ids merge as sets; where both changed it differently, the center's value
 * stands for now and mine is kept as an entry of `conflicts`. Rule M2: pure, deterministic, idempotent, loses no value.
 *
 * @param kind the record's kind; an unknown one is merged field by field
 * @param base the version both sides started from, or null where there was none
 * @param mine the replica's version
 * @param theirs the center's version, of the same id
 */
export function merge(kind: string, base: AnyRecord | null, mine: AnyRecord, theirs: AnyRecord): AnyRecord {
  const rule = mergeRuleOf(kind);
  const start: Readonly<Record<string, unknown>> = base ?? {};
  const result: Record<string, unknown> = {};
  const found: Conflict[] = [];
  let fromMine = false;
  for (const field of fieldsOf(base, mine, theirs)) {
    if (UNTOUCHED.has(field) || PROVENANCE.has(field)) continue;
    const merged = mergeField(fieldRuleOf(rule, field) === 'set', start[field], mine[field], theirs[field]);
    if (merged.value !== undefined) result[field] = merged.value;
    if (merged.conflict) found.push(conflictOf(field, start[field], mine, theirs));
    if (!same(merged.value, theirs[field])) fromMine = true;
  }
  const conflicts = mergeConflicts(base, mine, theirs, found);
  return stamp(result, conflicts, mine, theirs, fromMine);
}

function fieldsOf(base: AnyRecord | null, mine: AnyRecord, theirs: AnyRecord): string[] {
  return [...new Set([...Object.keys(theirs), ...Object.keys(mine), ...Object.keys(base ?? {})])].toSorted();
}

function mergeField(asSet: boolean, base: unknown, mine: unknown, theirs: unknown): { readonly value: unknown; readonly conflict: boolean } {
  if (same(mine, theirs)) return { value: theirs, conflict: false };
  if (same(base, theirs)) return { value: mine, conflict: false };
  if (same(base, mine)) return { value: theirs, conflict: false };
  if (asSet && Array.isArray(mine) && Array.isArray(theirs)) {
    return { value: mergeSet(Array.isArray(base) ? base : [], mine, theirs), conflict: false };
  }
  return { value: theirs, conflict: true };
}

/** A field that is not there is not the same as one that says null: a null that someone wrote may not get lost either. */
function same(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined ? a === b : sameValue(a, b);
}

function conflictOf(field: string, base: unknown, mine: AnyRecord, theirs: AnyRecord): Conflict {
  return { field, base: base ?? null, mine: mine[field] ?? null, theirs: theirs[field] ?? null, who: mine.by, when: mine.updatedAt };
}

/** Entries merge as a set; those found now are added; canonical order, so that the order of merging leaves no trace. */
function mergeConflicts(base: AnyRecord | null, mine: AnyRecord, theirs: AnyRecord, found: readonly Conflict[]): Conflict[] {
  const merged = mergeSet(base?.conflicts ?? [], mine.conflicts, theirs.conflicts) as Conflict[];
  const known = new Set(merged.map(canonical));
  const all = [...merged, ...found.filter((entry) => !known.has(canonical(entry)))];
  return all.length < 2 ? all : all.map((entry) => ({ entry, key: canonical(entry) })).toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry);
}

function stamp(fields: Record<string, unknown>, conflicts: Conflict[], mine: AnyRecord, theirs: AnyRecord, fromMine: boolean): AnyRecord {
  const content = { ...fields, id: theirs.id, conflicts };
  const sameAsTheirs = !fromMine && sameValue(conflicts, theirs.conflicts);
  const last = sameAsTheirs ? theirs : mine;
  return { ...content, v: Math.max(mine.v, theirs.v), updatedAt: last.updatedAt, by: last.by } as unknown as AnyRecord;
}
