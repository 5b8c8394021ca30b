import type { Replica } from '../../data/replica/open-replica.ts';
import type { LedgerLine } from './service-columns.tsx';
import type { Period } from './service-queries.ts';
import { readStanding, readTitles } from './service-totals.ts';

/** The lines of the ledger for a period, of one volunteer or (with '') of all: one for each record that stands and counts. */
export async function readLedger(replica: Replica, period: Period, volunteer: string): Promise<readonly LedgerLine[]> {
  const standing = (await readStanding(replica, period)) ?? [];
  const counting = standing.filter((record) => record.minutes > 0 && (volunteer === '' || record.volunteer === volunteer));
  const titles = await readTitles(replica, counting.map((record) => record.activity).filter((id) => id !== ''));
  return counting.map((record) => ({ ...record, activityTitle: titles.get(record.activity) ?? '' }));
}
