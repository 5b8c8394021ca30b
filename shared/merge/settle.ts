import { canonical, sameValue } from '../domain/canonical.ts';
import type { AnyRecord, Author, Conflict, Settlement } from '../domain/record.ts';

/** A record remembers so many decisions, the last ones; all of them are in the center's history. */
const REMEMBERED = 200;

/** Who decided, and when by their device's clock. */
export interface Decider {
  readonly who: Author;
  readonly when: string;
}

/**
 * A person's decision on a conflict (rule M1): the field gets the chosen value, and the record says who decided what. A
 * conflict that the record does not have (any more) leaves it as it is.
 */
export function settle(record: AnyRecord, conflict: Conflict, value: unknown, { who, when }: Decider): AnyRecord {
  const key = canonical(conflict);
  if (!record.conflicts.some((entry) => canonical(entry) === key)) return record;
  const decision: Settlement = { conflict, before: record[conflict.field] ?? null, value, who, when };
  return {
    ...record,
    [conflict.field]: value,
    conflicts: record.conflicts.filter((entry) => canonical(entry) !== key),
    settled: [...(record.settled ?? []), decision].slice(-REMEMBERED),
  };
}

/**
 * Takes a decision back: the conflict waits again, and what stood before stands again, unless the field was changed since. A
 * decision that the record does not have (any more) leaves it as it is.
 */
export function unsettle(record: AnyRecord, decision: Settlement): AnyRecord {
  const key = canonical(decision);
  const settled = record.settled ?? [];
  if (!settled.some((entry) => canonical(entry) === key)) return record;
  const { conflict, before, value } = decision;
  const untouched = sameValue(record[conflict.field] ?? null, value);
  return {
    ...record,
    ...(untouched ? { [conflict.field]: before } : {}),
    conflicts: [...record.conflicts, conflict],
    settled: settled.filter((entry) => canonical(entry) !== key),
  };
}
