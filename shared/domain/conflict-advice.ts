import { canonical } from './canonical.ts';
import type { Conflict } from './record.ts';

/** What can be done with a conflict: the standing value stays, the displaced one is taken, or both are put together. */
export type ConflictChoice = 'keep' | 'take' | 'both';

/** A choice that suggests itself, and why. It is offered and never made without a person. */
export interface ConflictAdvice {
  readonly choice: ConflictChoice;
  /** `filled`: the other says nothing; `longer`: it says all that the other does, and more; `further`: the activity is further on; `list`: two lists. */
  readonly why: 'filled' | 'longer' | 'further' | 'list';
}

/** The steps of an activity in the order in which it goes through them; others are no steps on that way. */
const STEPS: readonly unknown[] = ['planned', 'held', 'reported', 'shown'];

/** Texts that may become long, where both can stand one after the other. */
const LONG = new Set(['content', 'note']);

/**
 * What suggests itself for a conflict; null where only people can know.
 * @param standing the field's value now, which may have been edited since the conflict came up
 */
export function adviceFor({ field, mine }: Conflict, standing: unknown): ConflictAdvice | null {
  const [here, there] = [isEmpty(standing), isEmpty(mine)];
  if (here !== there) return { choice: here ? 'take' : 'keep', why: 'filled' };
  if (Array.isArray(standing) && Array.isArray(mine)) return { choice: 'both', why: 'list' };
  if (field === 'status') return byStep(STEPS.indexOf(standing), STEPS.indexOf(mine));
  if (typeof standing !== 'string' || typeof mine !== 'string' || standing === mine) return null;
  if (standing.includes(mine)) return { choice: 'keep', why: 'longer' };
  return mine.includes(standing) ? { choice: 'take', why: 'longer' } : null;
}

/** Both values in one, where the field can hold both: lists as sets, long texts one below the other; undefined elsewhere. */
export function bothOf({ field, mine }: Conflict, standing: unknown): unknown {
  if (Array.isArray(standing) && Array.isArray(mine)) {
    const here = new Set(standing.map((item: unknown) => canonical(item)));
    return [...standing, ...mine.filter((item: unknown) => !here.has(canonical(item)))];
  }
  if (!LONG.has(field) || typeof standing !== 'string' || typeof mine !== 'string' || isEmpty(standing) || isEmpty(mine)) return undefined;
  return standing.includes(mine) ? standing : `${standing}\n${mine}`;
}

function byStep(standing: number, mine: number): ConflictAdvice | null {
  if (standing === -1 || mine === -1 || standing === mine) return null;
  return { choice: standing > mine ? 'keep' : 'take', why: 'further' };
}

/** A number of 0 stands for "not known" in every kind. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
}
