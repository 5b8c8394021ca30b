import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recovered } from '#shared/ports/replica-store.ts';
import { useRecovered } from '../../data/hooks/use-agreement.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { instantText } from '../../ui/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { useFaceTitle, useKindName } from './face-columns.tsx';
import { RecoveredDrawer } from './recovered-drawer.tsx';
import { faceOf, type RecordFace } from './record-face.ts';

const PAGE = 200;

interface RecoveredRow {
  readonly id: string;
  readonly recovered: Recovered;
  readonly face: RecordFace;
}

/** Contents that were taken out of the replica: given up by a person, or replaced by a repair (rule C2). */
export function RecoveredList() {
  const { t } = useTranslation('sync');
  const { clock } = useData();
  const [limit, setLimit] = useState(PAGE);
  const [open, setOpen] = useState<string | null>(null);
  const recovered = useRecovered(limit);
  const rows = useMemo(() => recovered?.map((entry): RecoveredRow => ({ id: `${entry.kind}:${entry.id}:${entry.version}`, recovered: entry, face: faceOf(entry.kind, entry.id, entry.record) })) ?? null, [recovered]);
  const columns = useColumns();
  const chosen = rows?.find(({ id }) => id === open)?.recovered ?? null;
  return (
    <>
      <div className="sync-hint">
        <span>{t('recovered.hint')}</span>
        <ExportButton load={() => Promise.resolve(rows ?? [])} columns={columns} fileName={`${t('tabs.recovered')}-${clock.today()}`} sheet={t('tabs.recovered')} />
      </div>
      <DataTable
        rows={rows}
        columns={columns}
        onOpen={({ id }) => setOpen(id)}
        onEndReached={() => {
          if (rows !== null && rows.length >= limit) setLimit(limit + PAGE);
        }}
        empty={<EmptyState title={t('recovered.empty')} hint={t('recovered.emptyHint')} />}
      />
      {chosen !== null && <RecoveredDrawer key={open} recovered={chosen} onClose={() => setOpen(null)} />}
    </>
  );
}

function useColumns(): readonly Column<RecoveredRow>[] {
  const { t, i18n } = useTranslation('sync');
  const kindName = useKindName();
  const title = useFaceTitle();
  return useMemo(() => {
    const when = ({ recovered }: RecoveredRow): string => instantText(new Date(recovered.at).toISOString(), i18n.language);
    return [
      { key: 'kind', title: t('columns.kind'), width: 150, render: ({ face }) => kindName(face.kind), text: ({ face }) => kindName(face.kind), sort: (a, b) => a.face.kind.localeCompare(b.face.kind) },
      { key: 'title', title: t('columns.title'), render: ({ face }) => title(face), text: ({ face }) => title(face) },
      { key: 'day', title: t('columns.day'), width: 140, render: ({ face }) => face.day, text: ({ face }) => face.day },
      { key: 'by', title: t('columns.by'), width: 130, render: ({ recovered }) => recovered.record.by.person, text: ({ recovered }) => recovered.record.by.person },
      { key: 'at', title: t('columns.takenOut'), width: 210, render: when, text: when, sort: (a, b) => a.recovered.at - b.recovered.at },
    ];
    // The two functions follow `t`.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [t, i18n.language]);
}
