import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { StoredReceipt } from '#shared/ports/replica-store.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { useLive } from '../../data/hooks/use-live.ts';
import { lastReceipts } from '../../data/local/receipt-pages.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ExportButton } from '../../ui/export-button.tsx';
import { instantText } from '../../ui/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { useFaceColumns } from './face-columns.tsx';
import type { RecordFace } from './record-face.ts';
import { loadFaces, useFaces } from './use-faces.ts';

const PAGE = 100;

interface ReceiptRow extends RecordFace {
  /** When it came, milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  readonly version: string;
  readonly position: number;
}

/** Enough of a version to tell two apart by eye. */
const shortVersion = (version: string): string => version.slice(0, 8);

/** A receipt with its record's face; the faces may come in another order. */
function rowsOf(receipts: readonly StoredReceipt[], faces: readonly RecordFace[]): ReceiptRow[] {
  const byKey = new Map(faces.map((face) => [`${face.kind}:${face.id}`, face]));
  return receipts.flatMap((receipt): ReceiptRow[] => {
    const key = `${receipt.kind}:${receipt.id}`;
    const face = byKey.get(key);
    return face === undefined ? [] : [{ ...face, id: key, at: receipt.at, version: receipt.version, position: receipt.position }];
  });
}

/** All receipts, for the export. */
async function loadReceipts(replica: Replica): Promise<ReceiptRow[]> {
  const receipts = await lastReceipts(replica.local, Infinity);
  return rowsOf(receipts, await loadFaces(replica, receipts));
}

/** The center's receipts, the last one first. */
export function ReceiptsList() {
  const { t } = useTranslation('sync');
  const navigate = useNavigate();
  const [limit, setLimit] = useState(PAGE);
  const { replica, clock } = useData();
  const receipts = useLive((local) => lastReceipts(local, limit), `receipts:${limit}`);
  const faces = useFaces(receipts);
  const rows = useMemo(() => (receipts === null || faces === null ? null : rowsOf(receipts, faces)), [receipts, faces]);
  const columns = useReceiptColumns();
  return (
    <>
      <div className="sync-hint">
        <span>{t('receipts.hint')}</span>
        <ExportButton load={() => loadReceipts(replica)} columns={columns} fileName={`${t('tabs.receipts')}-${clock.today()}`} sheet={t('tabs.receipts')} />
      </div>
      <DataTable
        rows={rows}
        columns={columns}
        onOpen={({ link }) => {
          if (link !== null) void navigate(link);
        }}
        onEndReached={() => {
          if (rows !== null && rows.length >= limit) setLimit(limit + PAGE);
        }}
        empty={<EmptyState title={t('receipts.empty')} hint={t('receipts.emptyHint')} />}
      />
    </>
  );
}

function useReceiptColumns(): readonly Column<ReceiptRow>[] {
  const { t, i18n } = useTranslation('sync');
  const faces = useFaceColumns<ReceiptRow>();
  return useMemo(
    () => [
      ...faces,
      { key: 'at', title: t('columns.received'), width: 210, render: ({ at }) => instantText(new Date(at).toISOString(), i18n.language), text: ({ at }) => instantText(new Date(at).toISOString(), i18n.language) },
      { key: 'version', title: t('columns.version'), width: 120, render: ({ version }) => <code>{shortVersion(version)}</code>, text: ({ version }) => version },
      { key: 'position', title: t('columns.position'), width: 120, render: ({ position }) => position, text: ({ position }) => position },
    ],
    [faces, t, i18n.language],
  );
}
