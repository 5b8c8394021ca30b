import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { heldBack } from '#shared/sync/data-budget.ts';
import { useBudget, type Budget } from '../../data/hooks/use-budget.ts';
import type { StoredPhoto } from '../../data/local/local-db.ts';
import { useConnection } from '../../state/connection.ts';

/** Why a photo is not at the center: what holds all photos back first, then what is the matter with this one. */
type Why = 'none' | 'paused' | 'offline' | 'metered' | 'meteredOriginals' | 'daily' | Exclude<StoredPhoto['reason'], '' | 'paused' | 'budget'>;

type Photo = Pick<StoredPhoto, 'reason' | 'state' | 'part' | 'size'>;

function whyOf({ reason, state, part, size }: Photo, budget: Budget | null, online: boolean): Why {
  const own = reason === '' || reason === 'paused' || reason === 'budget' ? 'none' : reason;
  if (state === 'failed' || budget === null) return own;
  if (budget.paused) return 'paused';
  const held = heldBack({ part, size }, budget);
  if (held === 'metered' && budget.settings.photosOnMetered === 'thumbnails') return 'meteredOriginals';
  return held ?? (online ? own : 'offline');
}

/** Why a photo is not at the center, and what a person can do about it. The function is another one once that changes. */
export function usePhotoWords(): (photo: Photo) => { readonly reason: string; readonly advice: string } {
  const { t } = useTranslation('sync');
  const budget = useBudget();
  const online = useConnection((store) => store.connection?.state === 'online');
  return useCallback(
    (photo) => {
      const why = whyOf(photo, budget, online);
      return { reason: t(`photos.reason.${why}`), advice: t(`photos.advice.${why}`) };
    },
    [t, budget, online],
  );
}
