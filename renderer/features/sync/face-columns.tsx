import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isKind } from '#shared/schema/validate.ts';
import type { Column } from '../../ui/data-table.tsx';
import type { RecordFace } from './record-face.ts';

/** The words for a kind of record; `其他` for one that only a newer version knows. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('sync');
  return (kind) => t(`kind.${isKind(kind) ? kind : 'other'}`);
}

/** What a record is called on the screen, also where it has no name or is gone. */
export function useFaceTitle(): (face: Pick<RecordFace, 'title' | 'here'>) => string {
  const { t } = useTranslation('sync');
  return ({ title, here }) => (here ? title || t('unnamed') : t('notHere'));
}

/** Kind, title and day of a record. */
export function useFaceColumns<T extends RecordFace>(): readonly Column<T>[] {
  const { t } = useTranslation('sync');
  const kindName = useKindName();
  const title = useFaceTitle();
  return useMemo(
    () => [
      { key: 'kind', title: t('columns.kind'), width: 150, render: (row) => kindName(row.kind), text: (row) => kindName(row.kind) },
      { key: 'title', title: t('columns.title'), render: title, text: title },
      { key: 'day', title: t('columns.day'), width: 140, render: (row) => row.day, text: (row) => row.day },
    ],
    // The two functions follow `t`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [t],
  );
}
