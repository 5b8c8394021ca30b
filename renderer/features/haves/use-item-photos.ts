import { useCallback, useEffect, useState } from 'react';
import { combineLatest, map, of } from 'rxjs';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData, type Data } from '../../data/hooks/data-context.ts';
import { follow } from '../../data/hooks/follow.ts';
import type { Live } from '../../data/hooks/use-records.ts';
import { readDoc } from '../../data/records/queries.ts';

/** Photos by the key of the item that they prove, newest first. */
export type ItemPhotos = ReadonlyMap<string, readonly Evidence[]>;

/** The photos of these items, live, each read by the items' index; other photos are not touched. Null for keys that are not known yet. */
export function useItemPhotos(keys: readonly string[] | null): Live<ItemPhotos> & { readonly retry: () => void } {
  const data = useData();
  const key = keys === null ? null : JSON.stringify(keys);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Live<ItemPhotos>>({ value: null, error: null });
  useEffect(() => {
    if (key === null) return;
    return follow(
      () => itemPhotos$(data, JSON.parse(key) as string[]),
      (value) => setState({ value, error: null }),
      (error) => setState({ value: null, error: String(error) }),
    );
  }, [data, key, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...state, retry };
}

function itemPhotos$({ replica, enrolment }: Data, keys: readonly string[]) {
  // A station's replica holds its own photos alone; higher up, those of the places below prove nothing for the place itself.
  const isOwn = (photo: Evidence): boolean => enrolment.role === 'station' || photo.site === enrolment.site;
  const lists = keys.map((item) =>
    replica.collections.evidence
      .find({ selector: { item, removed: false }, index: ['item', 'removed'] })
      .$.pipe(map((docs) => docs.map((doc) => readDoc('evidence', doc.toJSON())).filter(isOwn).toSorted(newestFirst))),
  );
  const all = lists.length === 0 ? of([]) : combineLatest(lists);
  return all.pipe(map((photos) => new Map(photos.map((list, index) => [keys[index] ?? '', list]))));
}

function newestFirst(a: Evidence, b: Evidence): number {
  return a.occurredOn === b.occurredOn ? (a.id < b.id ? 1 : -1) : a.occurredOn < b.occurredOn ? 1 : -1;
}
