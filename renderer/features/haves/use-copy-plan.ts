import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useStandard } from '../photos/index.ts';
import { albumLines, type AlbumLine } from './album-sheet.ts';
import type { AlbumCopy, CopyGroup } from './copy-album.ts';
import type { GroupBy } from './use-album-groups.ts';

const LONGEST_NAME = 60;

/** Makes the plan of a copy of the whole album, grouped as it stands on the screen. */
export function useCopyPlan(by: GroupBy): (form: AlbumCopy['form'], place: string) => Promise<AlbumCopy> {
  const { t } = useTranslation('haves');
  const { replica, clock, enrolment } = useData();
  const items = useStandard()?.items ?? [];
  const nameOf = ({ photo, activity, item }: AlbumLine): string => (photo.caption || activity || item || photo.originalName || t('copy.unnamed')).slice(0, LONGEST_NAME);
  const titleOf = ({ photo, item, activity }: AlbumLine): string => {
    if (by === 'item') return item === '' ? t('album.noItem') : item;
    if (by === 'activity') return activity === '' ? t('album.noActivity') : activity;
    return t('album.month', { year: photo.occurredOn.slice(0, 4), month: Number(photo.occurredOn.slice(5, 7)) });
  };
  return async (form, place) => {
    const lines = await albumLines(replica, items);
    const groups: readonly CopyGroup[] = [...Map.groupBy(lines, titleOf)].map(([title, own]) => ({ title: title.slice(0, 100), lines: own }));
    const title = t('copy.albumOf', { name: enrolment.siteName });
    return {
      form,
      place,
      name: `${title} ${clock.today()}`,
      title,
      subtitle: clock.today(),
      facts: [{ name: t('copy.count'), value: String(lines.length) }],
      groups,
      words: { away: t('copy.away'), notAPicture: t('copy.notAPicture'), page: t('copy.page', { page: '{page}' }) },
      nameOf,
      list: {
        name: t('album.sheet'),
        head: [t('album.columns.number'), t('copy.path'), t('album.columns.day'), t('album.columns.item'), t('album.columns.activity'), t('album.columns.caption'), t('album.columns.file'), t('copy.hash'), t('album.columns.status')],
        cells: (line, path) => [line.number, path, line.photo.occurredOn, line.item, line.activity, line.photo.caption, line.photo.originalName, line.photo.hash, t(`status.${line.status}`)],
      },
    };
  };
}
