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
  // A kind's schema has what every record has in it: a record of today is looked at once.
  if (isKind(kind) && versionIn(value) === SCHEMA_VERSIONS[kind]) return outcome(RECORD_SCHEMAS[kind].safeParse(value), value);
  const common = outcome(anyRecord.safeParse(value), value);
  if (!common.ok || !isKind(kind) || common.record.v > SCHEMA_VERSIONS[kind]) return common;
  return outcome(RECORD_SCHEMAS[kind].safeParse(migrate(kind, common.record)), value);
}

function versionIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
}

function outcome(parsed: { readonly success: true } | { readonly success: false; readonly error: { readonly issues: Issues } }, value: unknown): Validated<AnyRecord> {
  return parsed.success ? { ok: true, record: value as AnyRecord } : { ok: false, problems: problemsOf(parsed.error.issues) };
}

/** {@link validate} for a kind known at compile time. */
export function validateAs<K extends Kind>(kind: K, value: unknown): Validated<RecordTypes[K]> {
  return validate(kind, value) as Validated<RecordTypes[K] & AnyRecord>;
}

type Issues = readonly { readonly path: readonly PropertyKey[]; readonly code?: string }[];

function problemsOf(issues: Issues): FieldProblem[] {
  return issues.map((issue) => ({ path: issue.path.map(String).join('.'), code: issue.code ?? 'invalid' }));
}
