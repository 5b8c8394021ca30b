import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useStandard } from '../photos/index.ts';
import { groupPhotos, type AlbumGroup } from './album-rows.ts';
import { useActivityTitles } from './use-activity-titles.ts';

export type GroupBy = 'month' | 'item' | 'activity';

/** The album's photos under headings in the language of the screen. */
export function useAlbumGroups(photos: readonly Evidence[], by: GroupBy): readonly AlbumGroup[] {
  const { t } = useTranslation('haves');
  const standard = useStandard();
  const ids = useMemo(() => photos.map(({ activity }) => activity), [photos]);
  const titles = useActivityTitles(ids);
  return useMemo(() => {
    if (by === 'month') return groupPhotos(photos, ({ occurredOn }) => occurredOn.slice(0, 7), (month) => t('album.month', { year: month.slice(0, 4), month: Number(month.slice(5)) }));
    if (by === 'activity') return groupPhotos(photos, ({ activity }) => activity, (id) => (id === '' ? t('album.noActivity') : (titles.get(id) ?? t('album.unknownActivity'))));
    const items = standard?.items ?? [];
    const known = new Set(items.map(({ key }) => key));
    const keyOf = ({ item }: Evidence): string => (item === '' || known.has(item) ? item : OTHER);
    const titleOf = (key: string): string => (key === '' ? t('album.noItem') : key === OTHER ? t('album.otherItem') : (items.find((item) => item.key === key)?.text ?? key));
    const order = [...known, OTHER, ''];
    return groupPhotos(photos, keyOf, titleOf).toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  }, [photos, by, standard, titles, t]);
}

/** Stands for all items that the standard in force does not have. No item's key is a space. */
const OTHER = ' ';
