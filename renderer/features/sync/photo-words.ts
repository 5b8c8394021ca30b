import { useTranslation } from 'react-i18next';
import { heldBack, isMetered } from '#shared/sync/data-budget.ts';
import { useBudget } from '../../data/hooks/use-budget.ts';
import type { StoredPhoto } from '../../data/local/local-db.ts';
import { useConnection } from '../../state/connection.ts';

/** Why a photo is not at the center: what holds all photos back first, then what is the matter with this one. */
type Why = 'none' | 'paused' | 'offline' | 'metered' | 'daily' | Exclude<StoredPhoto['reason'], '' | 'paused' | 'budget'>;

/** Why a photo is not at the center, and what a person can do about it. */
export function usePhotoWords(): (photo: Pick<StoredPhoto, 'reason' | 'state' | 'part' | 'size'>) => { readonly reason: string; readonly advice: string } {
  const { t } = useTranslation('sync');
  const budget = useBudget();
  const online = useConnection((store) => store.connection?.state === 'online');
  const whyOf = ({ reason, state, part, size }: Pick<StoredPhoto, 'reason' | 'state' | 'part' | 'size'>): Why => {
    const own = reason === '' || reason === 'paused' || reason === 'budget' ? 'none' : reason;
    if (state === 'failed' || budget === null) return own;
    if (budget.paused) return 'paused';
    const held = heldBack({ part, size }, budget);
    if (held !== null) return held;
    return online ? own : 'offline';
  };
  return (photo) => {
    const why = whyOf(photo);
    // A limit of the day ends at midnight; a line that costs only by a change of the line.
    const only = why === 'metered' && budget !== null && isMetered(budget) && budget.settings.photosOnMetered === 'thumbnails' ? 'meteredOriginals' : why;
    return { reason: t(`photos.reason.${only}`), advice: t(`photos.advice.${only}`) };
  };
}
