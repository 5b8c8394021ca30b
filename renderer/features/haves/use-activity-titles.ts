import { useEffect, useMemo, useState } from 'react';
import { useData } from '../../data/hooks/data-context.ts';
import { readDoc } from '../../data/records/queries.ts';
import type { Replica } from '../../data/replica/open-replica.ts';

/** Titles of activities by id; those that are not on this machine are left out. */
export async function activityTitles(replica: Replica, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const docs = await replica.collections.activities.findByIds([...new Set(ids)].filter((id) => id !== '')).exec();
  return new Map([...docs].map(([id, doc]) => [id, readDoc('activities', doc.toJSON()).title]));
}

/** {@link activityTitles} for a screen; empty while they are read. */
export function useActivityTitles(ids: readonly string[]): ReadonlyMap<string, string> {
  const { replica } = useData();
  const key = useMemo(() => [...new Set(ids)].join(), [ids]);
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let current = true;
    void activityTitles(replica, key.split(',')).then((found) => {
      if (current) setTitles(found);
    });
    return () => {
      current = false;
    };
  }, [replica, key]);
  return titles;
}
