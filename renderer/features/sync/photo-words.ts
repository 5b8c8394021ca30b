import { useTranslation } from 'react-i18next';
import type { StoredPhoto } from '../../data/local/local-db.ts';

/** Why a photo is not at the center, and what a person can do about it. */
export function usePhotoWords(): (photo: Pick<StoredPhoto, 'reason'>) => { readonly reason: string; readonly advice: string } {
  const { t } = useTranslation('sync');
  return ({ reason }) => {
    const code = reason === '' ? 'none' : reason;
    return { reason: t(`photos.reason.${code}`), advice: t(`photos.advice.${code}`) };
  };
}
