import { useEffect, useState } from 'react';
import { combineLatest, map } from 'rxjs';
import type { ItemPhoto, StandardItem } from '#shared/domain/seven-haves.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { readDoc } from '../../data/records/queries.ts';

/** The photos of each of a standard's items, live, read by the index of items; null while they are read. */
export function useEvidence(items: readonly StandardItem[] | null): readonly ItemPhoto[] | null {
  const { replica } = useData();
  const key = items?.map((item) => item.key).join('\n') ?? '';
  const [photos, setPhotos] = useState<readonly ItemPhoto[] | null>(null);
  useEffect(() => {
    if (key === '') return;
    const queries = key.split('\n').map((item) => replica.collections.evidence.find({ selector: { item, removed: false }, index: ['item', 'removed'] } as never).$);
    const subscription = combineLatest(queries)
      .pipe(map((found) => found.flat().map((doc) => readDoc('evidence', doc.toJSON()))))
      .subscribe(setPhotos);
    return () => subscription.unsubscribe();
  }, [replica, key]);
  return photos;
}
