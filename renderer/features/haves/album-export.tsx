import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import type { Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { useStandard } from '../photos/index.ts';
import { albumLines, type AlbumLine } from './album-sheet.ts';

const COLUMNS = ['number', 'day', 'item', 'activity', 'caption', 'file', 'status'] as const;

/** Writes the list of all photos into an Excel file. */
export function AlbumExport() {
  const { t } = useTranslation('haves');
  const { replica } = useData();
  const items = useStandard()?.items ?? [];
  const textOf: Readonly<Record<(typeof COLUMNS)[number], (line: AlbumLine) => string | number>> = {
    number: ({ number }) => number,
    day: ({ photo }) => photo.occurredOn,
    item: ({ item }) => item,
    activity: ({ activity }) => activity,
    caption: ({ photo }) => photo.caption,
    file: ({ photo }) => photo.originalName,
    status: ({ status }) => t(`status.${status}`),
  };
  const columns = COLUMNS.map((key): Column<AlbumLine> => ({ key, title: t(`album.columns.${key}`), render: textOf[key], text: textOf[key] }));
  return <ExportButton load={() => albumLines(replica, items)} columns={columns} fileName={t('album.fileName')} sheet={t('album.sheet')} />;
}
