import { useTranslation } from 'react-i18next';
import type { AnyRecord, Conflict } from '#shared/domain/record.ts';
import { isKind } from '#shared/schema/validate.ts';
import { useData } from '../../data/hooks/data-context.ts';
import { toRecord } from '../../data/replica/local-fields.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import { ExportButton } from '../../ui/export-button.tsx';
import { useFieldName, useKindName } from '../sync/index.ts';
import type { DeskRow } from './use-desk-rows.ts';

interface Line {
  readonly row: DeskRow;
  readonly record: AnyRecord;
  readonly conflict: Conflict;
}

const COLUMNS = ['site', 'kind', 'title', 'day', 'field', 'base', 'standing', 'other', 'person', 'when'] as const;

/** Writes all conflicts of the list that wait into a sheet, to be talked over with the stations. */
export function DeskExport({ rows }: { readonly rows: readonly DeskRow[] }) {
  const { t } = useTranslation('merge');
  const { replica, clock } = useData();
  const fieldName = useFieldName();
  const kindName = useKindName();
  const textOf: Readonly<Record<(typeof COLUMNS)[number], (line: Line) => string>> = {
    site: ({ row }) => row.siteName,
    kind: ({ row }) => kindName(row.kind),
    title: ({ row }) => row.title,
    day: ({ row }) => row.day,
    field: ({ conflict }) => fieldName(conflict.field),
    base: ({ conflict }) => plain(conflict.base),
    standing: ({ record, conflict }) => plain(record[conflict.field]),
    other: ({ conflict }) => plain(conflict.mine),
    person: ({ conflict }) => conflict.who.person,
    when: ({ conflict }) => conflict.when.slice(0, 16).replace('T', ' '),
  };
  const columns = COLUMNS.map((key) => ({ key, title: t(`columns.${key}`), render: textOf[key], text: textOf[key] }));
  const file = t('file');
  return <ExportButton load={() => linesOf(replica, rows)} columns={columns} fileName={`${file}-${clock.today()}`} sheet={file} />;
}

async function linesOf(replica: Replica, rows: readonly DeskRow[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const row of rows) {
    if (!isKind(row.kind)) continue;
    const doc = await replica.collections[row.kind].findOne(row.id).exec();
    if (doc === null) continue;
    const record = toRecord(doc.toJSON());
    lines.push(...record.conflicts.map((conflict) => ({ row, record, conflict })));
  }
  return lines;
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
