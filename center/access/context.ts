import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Database } from '../store/sql.ts';

/** What the parts of `access` stand on. */
export interface AccessContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
}
