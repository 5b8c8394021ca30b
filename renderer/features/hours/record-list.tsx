import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useCustody } from '../../data/hooks/use-custody.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { linesOf } from './read-ledger.ts';
import { RecordDrawer } from './record-drawer.tsx';
import { useLedgerColumns, useServiceColumns } from './service-columns.tsx';
import { useServiceRows } from './use-service-records.ts';

/** Pixels of one row and of the header, at most so many rows before it scrolls. */
const ROW = 48;
const MOST_ROWS = 8;

export interface RecordListProps {
  readonly records: readonly ServiceRecord[] | null;
  /** Columns that say the same in every row here. */
  readonly without: readonly string[];
  readonly empty: ReactNode;
}

/** The records of one activity or one person, newest first, each open to correction. */
export function RecordList({ records, without, empty }: RecordListProps) {
  const { t } = useTranslation('hours');
  const { replica, clock } = useData();
  const ledger = useLedgerColumns();
  const sorted = useMemo(() => records?.toSorted((a, b) => b.occurredOn.localeCompare(a.occurredOn) || b.id.localeCompare(a.id)) ?? null, [records]);
  const rows = useServiceRows(sorted);
  const ids = useMemo(() => (rows ?? []).map(({ id }) => id), [rows]);
  const custody = useCustody('serviceRecords', ids);
  const columns = useServiceColumns(custody).filter(({ key }) => !without.includes(key));
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <DataTable rows={rows} columns={columns} onOpen={(row) => setOpen(row.id)} height={Math.min(rows?.length ?? 1, MOST_ROWS) * ROW + ROW} empty={empty} />
      {rows !== null && rows.length > 0 && (
        <ExportButton load={() => linesOf(replica, records ?? [])} columns={ledger} fileName={`${t('export.file')}-${clock.today()}`} sheet={t('export.sheet')} />
      )}
      <RecordDrawer row={rows?.find(({ id }) => id === open) ?? null} onClose={() => setOpen(null)} />
    </>
  );
}
