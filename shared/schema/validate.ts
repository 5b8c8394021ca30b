import { KINDS, type AnyRecord, type Kind } from '../domain/record.ts';
import { anyRecord } from './fields.ts';
import { migrate } from './migrations.ts';
import { RECORD_SCHEMAS, SCHEMA_VERSIONS, type RecordTypes } from './records.ts';

/** What is wrong with a record: the field by its path (`items.0.key`), and a code that the screens have words for. */
export interface FieldProblem {
  readonly path: string;
  readonly code: string;
}

export type Validated<T> = { readonly ok: true; readonly record: T } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** True where the text names a kind that this version knows. */
export function isKind(kind: string): kind is Kind {
  return (KINDS as readonly string[]).includes(kind);
}

/**
 * Checks a record at an edge (form, wire, import). Nothing is altered or dropped: what comes back is what went in.
 * A record of an older schema is checked as its migrated self; of a newer one, or of an unknown kind, only by what
 * every record has, because a newer version may know better.
 */
export function validate(kind: string, value: unknown): Validated<AnyRecord> {
  const common = anyRecord.safeParse(value);
  if (!common.success) return { ok: false, problems: problemsOf(common.error.issues) };
  const record = value as AnyRecord;
  if (!isKind(kind) || record.v > SCHEMA_VERSIONS[kind]) return { ok: true, record };
  const own = RECORD_SCHEMAS[kind].safeParse(migrate(kind, record));
  return own.success ? { ok: true, record } : { ok: false, problems: problemsOf(own.error.issues) };
}

/** {@link validate} for a kind known at compile time. */
export function validateAs<K extends Kind>(kind: K, value: unknown): Validated<RecordTypes[K]> {
  return validate(kind, value) as Validated<RecordTypes[K] & AnyRecord>;
}

function problemsOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string }[]): FieldProblem[] {
  return issues.map((issue) => ({ path: issue.path.map(String).join('.'), code: issue.code ?? 'invalid' }));
}
