import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useLive } from '../../data/hooks/use-live.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { instantText } from '../../ui/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { useFaceColumns } from './face-columns.tsx';
import type { RecordFace } from './record-face.ts';
import { useFaces } from './use-faces.ts';

const PAGE = 100;

interface ReceiptRow extends RecordFace {
  /** When it came, milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  readonly version: string;
  readonly position: number;
}

/** Enough of a version to tell two apart by eye. */
const shortVersion = (version: string): string => version.slice(0, 8);

/** The center's receipts, the last one first. */
export function ReceiptsList() {
  const { t } = useTranslation('sync');
  const navigate = useNavigate();
  const [limit, setLimit] = useState(PAGE);
  // A Dexie collection's own reverse, not an array's.
  // oxlint-disable-next-line unicorn/no-array-reverse
  const receipts = useLive((local) => local.receipts.orderBy('[at+position]').reverse().limit(limit).toArray(), `receipts:${limit}`);
  const faces = useFaces(receipts);
  const rows = useMemo(() => {
    if (receipts === null || faces === null) return null;
    const byKey = new Map(faces.map((face) => [`${face.kind}:${face.id}`, face]));
    return receipts.flatMap((receipt): ReceiptRow[] => {
      const key = `${receipt.kind}:${receipt.id}`;
      const face = byKey.get(key);
      return face === undefined ? [] : [{ ...face, id: key, at: receipt.at, version: receipt.version, position: receipt.position }];
    });
  }, [receipts, faces]);
  const columns = useReceiptColumns();
  return (
    <>
      <div className="sync-hint">
        <span>{t('receipts.hint')}</span>
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
      { key: 'at', title: t('columns.received'), width: 210, render: ({ at }) => instantText(new Date(at).toISOString(), i18n.language) },
      { key: 'version', title: t('columns.version'), width: 120, render: ({ version }) => <code>{shortVersion(version)}</code> },
      { key: 'position', title: t('columns.position'), width: 120, render: ({ position }) => position },
    ],
    [faces, t, i18n.language],
  );
}
