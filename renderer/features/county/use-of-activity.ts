import type { MangoQuery } from 'rxdb';
import { useEffect, useState } from 'react';
import type { RecordTypes } from '#shared/schema/records.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { follow } from '../../data/hooks/follow.ts';
import { readDoc } from '../../data/records/queries.ts';
import type { Doc } from '../../data/replica/local-fields.ts';

/** The index that finds a kind's records of one activity; named, because the planner would rather take one that sorts, and scan it. */
const INDEX = { serviceRecords: ['activity'], evidence: ['activity', 'removed'] } as const;

/** The records that belong to an activity, live; null while they are read. */
export function useOfActivity<K extends keyof typeof INDEX>(kind: K, activity: string): readonly RecordTypes[K][] | null {
  const { replica } = useData();
  const [records, setRecords] = useState<readonly RecordTypes[K][] | null>(null);
  useEffect(() => {
    const query = { selector: { activity, removed: false }, index: [...INDEX[kind]] } as unknown as MangoQuery<Doc>;
    return follow(() => replica.collections[kind].find(query).$, (docs) => setRecords(docs.map((doc) => readDoc(kind, doc.toJSON()))));
  }, [replica, kind, activity]);
  return records;
}
