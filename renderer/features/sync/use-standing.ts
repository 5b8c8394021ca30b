import { useReplicaState } from '../../data/hooks/use-agreement.ts';
import { useBudget } from '../../data/hooks/use-budget.ts';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { useLive } from '../../data/hooks/use-live.ts';
import type { LocalDb } from '../../data/local/local-db.ts';
import { PHOTOS_LOOKED_AT } from '../../data/photos/requeue-photos.ts';
import { openPoints, type OpenPoint, type Standing } from './open-points.ts';

/** Where this machine stands, and what is still open; null while it is read. */
export function useStanding(): (Standing & { readonly open: readonly OpenPoint[] }) | null {
  const waiting = useWaiting();
  const state = useReplicaState();
  const budget = useBudget();
  const photos = useLive(photosOf, 'photosLooked');
  if (waiting === null || state === null || budget === null || photos === null) return null;
  const standing = { waiting, state, paused: budget.paused, photos };
  return { ...standing, open: openPoints(standing) };
}

/** In this order: photos wait before it is noted that they were looked for, so that there is no moment between the two. */
async function photosOf({ meta, photos }: LocalDb): Promise<Standing['photos']> {
  const lookedAt = (await meta.get(PHOTOS_LOOKED_AT))?.value;
  return { lookedAt, waiting: await photos.where('state').equals('waiting').count() };
}
