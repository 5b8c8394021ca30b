import type { Kind } from '../domain/record.ts';

/**
 * How one field is merged when both sides changed it (rule M1).
 * - `value`: the center's value stands, the other is kept as a conflict
 * - `set`: a list whose order says nothing and that holds each item once: both sides' additions and removals hold
 */
export type FieldRule = 'value' | 'set';

/** How a kind is merged. `appendOnly` kinds are never edited after they were saved: a difference is always a conflict. */
export interface MergeRule {
  readonly appendOnly: boolean;
  /** Fields that are not `value`. */
  readonly fields: Readonly<Record<string, FieldRule>>;
}

const byField = (fields: Readonly<Record<string, FieldRule>> = {}): MergeRule => ({ appendOnly: false, fields });
const appendOnly: MergeRule = { appendOnly: true, fields: {} };

/** The merge rule of every kind. A kind without one does not compile, and a test says so too. */
export const MERGE_RULES: { readonly [K in Kind]: MergeRule } = {
  sites: byField({ staff: 'set', watermark: 'set' }),
  standards: byField(),
  activities: byField({ served: 'set', teams: 'set' }),
  volunteers: byField({ teams: 'set', skills: 'set' }),
  teams: byField(),
  serviceRecords: appendOnly,
  points: appendOnly,
  evidence: byField(),
  orders: byField(),
  programs: byField(),
  assessments: byField(),
  rectifications: byField(),
};

/** Lists that every kind has: both sides' decisions on conflicts hold. */
const OF_ALL: Readonly<Record<string, FieldRule>> = { settled: 'set' };

/** How a field of a kind is merged. */
export function fieldRuleOf(rule: MergeRule, field: string): FieldRule {
  return rule.fields[field] ?? OF_ALL[field] ?? 'value';
}

/** The rule for a kind, or the plain field-by-field rule for a kind that only a newer version knows. */
export function mergeRuleOf(kind: string): MergeRule {
  return (MERGE_RULES as Readonly<Record<string, MergeRule>>)[kind] ?? byField();
}
