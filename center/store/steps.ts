import { LIKENESS } from './likeness/schema.ts';
import { HELD_DECISIONS } from './records/held-decisions.ts';
import { RECORD_STEPS } from './records/schema.ts';
import { ACCESS_STEPS } from './schema-access.ts';
import { BLOB_STEPS } from './schema-blobs.ts';
import type { Dialect, Step } from './sql.ts';
import { RELEASED } from './sqlite/released.ts';

/**
 * The schema of each engine: what version n adds is at n - 1. A version that was released is never edited; what changes is
 * a new one at the end.
 */
export const STEPS: Readonly<Record<Dialect, readonly (readonly Step[])[]>> = {
  sqlite: [[RELEASED], [...ACCESS_STEPS.sqlite, ...RECORD_STEPS.sqlite], [HELD_DECISIONS.sqlite], BLOB_STEPS.sqlite, [LIKENESS.sqlite]],
  postgres: [[...ACCESS_STEPS.postgres, ...RECORD_STEPS.postgres], [HELD_DECISIONS.postgres], BLOB_STEPS.postgres, [LIKENESS.postgres]],
};
