import type { MangoQuery } from 'rxdb';
import { useEffect, useState } from 'react';
import { useData } from '../../data/hooks/data-context.ts';
import { follow } from '../../data/hooks/follow.ts';
import { readDoc } from '../../data/records/queries.ts';
import type { Doc } from '../../data/replica/local-fields.ts';

const NONE: ReadonlySet<string> = new Set();

/** Ids of a station's service records that another one corrects, live. Corrections are few, and have an index. */
export function useCorrected(code: string): ReadonlySet<string> {
  const { replica } = useData();
  const [corrected, setCorrected] = useState(NONE);
  useEffect(() => {
    const query = { selector: { corrects: { $gt: '' }, site: code, removed: false }, index: ['corrects'] } as unknown as MangoQuery<Doc>;
    return follow(
      () => replica.collections.serviceRecords.find(query).$,
      (docs) => setCorrected(new Set(docs.map((doc) => readDoc('serviceRecords', doc.toJSON()).corrects))),
    );
  }, [replica, code]);
  return corrected;
}
