import { useMemo } from 'react';
import { completion, HAVES, type Completion, type Have, type ItemState } from '#shared/domain/seven-haves.ts';
import { useData } from '../../data/hooks/data-context.ts';
import type { Live } from '../../data/hooks/use-records.ts';
import { useStandard, type StandardInForce } from '../photos/index.ts';
import { useItemPhotos, type ItemPhotos } from './use-item-photos.ts';

/** Where this site stands on the standard in force. */
export interface HavesCompletion {
  readonly standard: StandardInForce;
  readonly completion: Completion;
  readonly photos: ItemPhotos;
}

/** {@link HavesCompletion}, live; it follows every photo that is added, removed or arrives. */
export function useHavesCompletion(): Live<HavesCompletion> & { readonly retry: () => void } {
  const today = useData().clock.today();
  const standard = useStandard();
  const keys = useMemo(() => standard?.items.map((item) => item.key) ?? null, [standard]);
  const photos = useItemPhotos(keys);
  const value = useMemo(() => {
    if (standard === null || photos.value === null) return null;
    return { standard, photos: photos.value, completion: completion(standard.items, [...photos.value.values()].flat(), today) };
  }, [standard, photos.value, today]);
  return { value, error: photos.error, retry: photos.retry };
}

/** The items of one have, and how many of them are complete. */
export interface HaveState {
  readonly have: Have;
  readonly items: readonly ItemState[];
  readonly done: number;
}

/** The seven haves in their order; one for which the standard asks nothing is left out. */
export function byHave({ items }: Pick<Completion, 'items'>): readonly HaveState[] {
  return HAVES.map((have) => {
    const own = items.filter((state) => state.item.have === have);
    return { have, items: own, done: own.filter((state) => state.missing === 0).length };
  }).filter((state) => state.items.length > 0);
}

const SOON_DAYS = 30;

/** True where a complete item runs out within a quarter of its time, but not before 30 days are left. */
export function runsOutSoon({ daysLeft, item }: ItemState): boolean {
  return daysLeft !== null && daysLeft <= Math.min(SOON_DAYS, Math.ceil(item.withinDays / 4));
}
