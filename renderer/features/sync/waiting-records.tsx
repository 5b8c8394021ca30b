import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { useOutbox } from '../../data/hooks/use-custody.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useFaceColumns } from './face-columns.tsx';
import { loadWaiting, useWaitingColumns } from './export-waiting.ts';
import { useFaces } from './use-faces.ts';

const PAGE = 200;

/** Saved records that the center has no receipt for yet. */
export function WaitingRecords() {
  const { t } = useTranslation('sync');
  const { replica, clock } = useData();
  const navigate = useNavigate();
  const [limit, setLimit] = useState(PAGE);
  const faces = useFaces(useOutbox(limit));
  const columns = useFaceColumns();
  const exported = useWaitingColumns();
  const rows = useMemo(() => faces?.map((face) => ({ ...face, id: `${face.kind}:${face.id}` })) ?? null, [faces]);
  return (
    <>
      <div className="sync-hint">
        <span>{t('recordsHint')}</span>
        <ExportButton load={() => loadWaiting(replica)} columns={exported} fileName={`${t('exportName')}-${clock.today()}`} sheet={t('exportSheet')} />
      </div>
      <DataTable
        rows={rows}
        columns={columns}
        onOpen={(row) => {
          if (row.link !== null) void navigate(row.link);
        }}
        onEndReached={() => {
          if (rows !== null && rows.length >= limit) setLimit(limit + PAGE);
        }}
        empty={<EmptyState title={t('recordsEmpty')} hint={t('recordsEmptyHint')} />}
      />
    </>
  );
}
