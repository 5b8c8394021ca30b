import type { RecordBase } from './record.ts';

/** Fields that say nothing of a record's content. */
const ABOUT: ReadonlySet<string> = new Set(['id', 'site', 'v', 'createdAt', 'updatedAt', 'by', 'removed', 'conflicts', 'settled'] satisfies (keyof RecordBase)[]);

/** Fewer emptied fields than this are an edit. */
const MIN_EMPTIED = 3;

type AnyVersion = Pick<RecordBase, 'removed'> & Readonly<Record<string, unknown>>;

/**
 * Rule D1: true where the later version removes the record, or empties it: at least three fields, and at least half of
 * those that said something, say nothing any more.
 *
 * @param _kind every kind is judged alike
 */
export function losesContent(_kind: string, before: AnyVersion, after: AnyVersion): boolean {
  if (!before.removed && after.removed) return true;
  const filled = Object.keys(before).filter((field) => !ABOUT.has(field) && saysSomething(before[field]));
  const emptied = filled.filter((field) => !saysSomething(after[field]));
  return emptied.length >= MIN_EMPTIED && emptied.length * 2 >= filled.length;
}

/** A number of 0 stands for "not known" in every kind; `false` is an answer, but none that can be lost. */
function saysSomething(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 0 || typeof value === 'boolean') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
