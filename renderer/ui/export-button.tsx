import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import { toast } from './feedback.tsx';
import { saveSheet } from './save-sheet.ts';

export interface ExportButtonProps<T> {
  /** All rows, not only those that the list has read. */
  readonly load: () => Promise<readonly T[]>;
  /** Those with `text` are exported. */
  readonly columns: readonly Column<T>[];
  /** Without the ending. */
  readonly fileName: string;
  /** Name of the sheet. */
  readonly sheet: string;
}

/** Writes a list into an Excel file. */
export function ExportButton<T>({ load, columns, fileName, sheet }: ExportButtonProps<T>) {
  const { t } = useTranslation('common');
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      const rows = await load();
      await saveSheet(rows, columns, fileName, sheet);
      toast('success', t('export.done', { count: rows.length, file: `${fileName}.xlsx` }));
    } catch (error) {
      toast('error', t('export.failed', { detail: error instanceof Error ? error.message : String(error) }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void run()}>
      {t(busy ? 'export.busy' : 'export.button')}
    </Button>
  );
}
