import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { isLateEntry } from '#shared/domain/activity.ts';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import type { Custody } from '#shared/sync/pending.ts';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { dayOfInstant, hoursText } from '../../ui/format.ts';
import type { ServiceRow } from './service-rows.ts';

/** Columns of a list of service records. */
export function useServiceColumns(custody: ReadonlyMap<string, Custody> | null): readonly Column<ServiceRow>[] {
  const { t } = useTranslation('hours');
  return [
    { key: 'date', title: t('column.date'), width: 112, render: ({ record }) => record.occurredOn },
    { key: 'name', title: t('column.name'), width: 130, render: ({ record }) => <span title={record.name}>{record.name}</span> },
    { key: 'minutes', title: t('column.minutes'), width: 190, render: (row) => <Minutes row={row} /> },
    { key: 'content', title: t('column.content'), render: ({ record }) => <span title={record.content}>{record.content}</span> },
    { key: 'place', title: t('column.place'), width: 130, render: ({ record }) => <span title={record.place}>{record.place}</span> },
    { key: 'flags', title: t('column.flags'), width: 150, render: (row) => <Flags row={row} /> },
    { key: 'custody', title: t('column.custody'), width: 150, render: ({ id }) => <CustodyBadge custody={custody?.get(id)} /> },
  ];
}

/** The time that stands, and before it, struck through, what it replaced. */
export function Minutes({ row }: { readonly row: ServiceRow }) {
  const { t } = useTranslation('hours');
  return (
    <span className="qy-minutes">
      {row.earlier.toReversed().map((record) => (
        <del key={record.id}>{hoursText(record.minutes, t)}</del>
      ))}
      {row.record.minutes === 0 ? <span className="qy-tag">{t('takenBack')}</span> : <strong>{hoursText(row.record.minutes, t)}</strong>}
    </span>
  );
}

/** What wants a second look. */
export function Flags({ row }: { readonly row: ServiceRow }) {
  const { t } = useTranslation('hours');
  return row.flags.map((flag) => (
    <Tooltip key={flag} title={t('flagHint')}>
      <span className="qy-tag qy-tag--check">{t(`flag.${flag}`)}</span>
    </Tooltip>
  ));
}

/** One line of the exported ledger: a record that stands, with the title of its activity. */
export type LedgerLine = ServiceRecord & { readonly activityTitle: string };

/** Columns of the ledger (服务时长台账): hours are a number, so that the sheet can add them up. */
export function useLedgerColumns(): readonly Column<LedgerLine>[] {
  const { t } = useTranslation(['hours', 'common']);
  const column = (key: string, title: string, text: (line: LedgerLine) => string | number): Column<LedgerLine> => ({ key, title, text, render: text });
  return [
    column('date', t('column.date'), (line) => line.occurredOn),
    column('name', t('column.name'), (line) => line.name),
    column('hours', t('column.hours'), (line) => Math.round((line.minutes / 60) * 100) / 100),
    column('activity', t('column.activity'), (line) => line.activityTitle),
    column('content', t('column.content'), (line) => line.content),
    column('place', t('column.place'), (line) => line.place),
    column('beneficiary', t('column.beneficiary'), (line) => line.beneficiary),
    column('inCharge', t('column.inCharge'), (line) => line.inCharge),
    column('recorder', t('column.recorder'), (line) => line.recorder),
    column('enteredOn', t('column.enteredOn'), (line) => dayOfInstant(line.createdAt)),
    column('late', t('flag.lateEntry'), (line) => (isLateEntry(line.occurredOn, line.createdAt) ? t('flag.lateEntry') : '')),
    column('corrected', t('column.corrected'), (line) => (line.corrects === '' ? '' : line.reason || t('correctedMark'))),
  ];
}
