import { useEffect, useState } from 'react';
import { useData } from '../../data/hooks/data-context.ts';
import { follow } from '../../data/hooks/follow.ts';
import { readDoc } from '../../data/records/queries.ts';
import { toDoc, type Doc } from '../../data/replica/local-fields.ts';

export interface MonthOfActivities {
  readonly activities: number;
  readonly people: number;
}

/** Activities that took place from the month's first day to today, live, read from the index of days; null while they are read. */
export function useMonth(today: string): MonthOfActivities | null {
  const { replica } = useData();
  const [month, setMonth] = useState<MonthOfActivities | null>(null);
  useEffect(() => {
    const selector = { removed: false, 'local.at': { $gte: dayKey(today, '23:59:59.999'), $lte: dayKey(`${today.slice(0, 8)}01`, '00:00:00.000') } };
    const query = { selector, sort: [{ removed: 'asc' }, { 'local.at': 'asc' }] } as never;
    return follow(() => replica.collections.activities.find(query).$, (docs) => {
      const took = docs.map((doc) => readDoc('activities', doc.toJSON())).filter(({ status }) => status !== 'planned' && status !== 'cancelled');
      setMonth({ activities: took.length, people: took.reduce((sum, { attendance }) => sum + attendance, 0) });
    });
  }, [replica, today]);
  return month;
}

/** The sort key of an activity of a day that was saved at a time; within a day the last saved comes first. */
function dayKey(day: string, time: string): number {
  return toDoc('activities', { occurredOn: day, createdAt: `${day}T${time}Z` } as unknown as Doc).local.at;
}
