import { useEffect, useState } from 'react';
import { useData } from '../../data/hooks/data-context.ts';
import { useCount } from '../../data/hooks/use-records.ts';
import type { Period } from './service-queries.ts';
import { readStanding, readStandingOf } from './service-totals.ts';

/** Sums of a period. */
export interface PeriodTotal {
  readonly minutes: number;
  readonly people: number;
  readonly records: number;
}

/** What was served in a period, added up in the background from the index of days; null while it is. It follows new records. */
export function usePeriodTotal(period: Period, volunteer: string): PeriodTotal | null {
  const { replica } = useData();
  const count = useCount('serviceRecords');
  const { from, to } = period;
  const [total, setTotal] = useState<{ readonly key: string; readonly total: PeriodTotal } | null>(null);
  const key = `${from} ${to} ${volunteer}`;
  useEffect(() => {
    if (count === null) return;
    let wanted = true;
    const read = volunteer === '' ? readStanding(replica, { from, to }, () => wanted) : readStandingOf(replica, volunteer, { from, to });
    void read.then((records) => {
      if (records === null || !wanted) return;
      const counting = records.filter((record) => record.minutes > 0);
      const minutes = counting.reduce((sum, record) => sum + record.minutes, 0);
      setTotal({ key, total: { minutes, people: new Set(counting.map((record) => record.volunteer)).size, records: counting.length } });
    });
    return () => {
      wanted = false;
    };
  }, [replica, from, to, volunteer, key, count]);
  return total?.key === key ? total.total : null;
}
