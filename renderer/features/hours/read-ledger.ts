import { standingRecords, type ServiceRecord } from '#shared/domain/service-hours.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import type { LedgerLine } from './service-columns.tsx';
import type { Period } from './service-queries.ts';
import { readStanding, readTitles } from './service-totals.ts';

/** The lines of the ledger for a period, of one volunteer or (with '') of all: one for each record that stands and counts. */
export async function readLedger(replica: Replica, period: Period, volunteer: string): Promise<readonly LedgerLine[]> {
  const standing = (await readStanding(replica, period)) ?? [];
  return linesOf(replica, standing.filter((record) => volunteer === '' || record.volunteer === volunteer));
}

/** The lines of these records: of those among them that stand and count. */
export async function linesOf(replica: Replica, records: readonly ServiceRecord[]): Promise<readonly LedgerLine[]> {
  const counting = standingRecords(records).filter((record) => record.minutes > 0);
  const titles = await readTitles(replica, counting.map((record) => record.activity).filter((id) => id !== ''));
  return counting.map((record) => ({ ...record, activityTitle: titles.get(record.activity) ?? '' }));
}
