import { useTranslation } from 'react-i18next';
import { isLateEntry, type Activity } from '#shared/domain/activity.ts';
import type { Custody } from '#shared/sync/pending.ts';
import { useCount } from '../../data/hooks/use-records.ts';
import { CustodyBadge } from '../../ui/custody-badge.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { dayOfInstant } from '../../ui/format.ts';
import { ActivityTotal } from '../hours/index.ts';

/** Columns of the list of activities; hours and photos are read for the rows on the screen alone. */
export function useActivityColumns(custody: ReadonlyMap<string, Custody> | null): readonly Column<Activity>[] {
  const { t } = useTranslation(['activities', 'common']);
  return [
    { key: 'date', title: t('column.date'), width: 112, render: ({ occurredOn }) => occurredOn },
    {
      key: 'title',
      title: t('column.title'),
      render: (activity) => (
        <span title={activity.title}>
          {isLateEntry(activity.occurredOn, activity.createdAt) && <span className="qy-stage qy-stage--late">{t('late')}</span>} <strong>{activity.title}</strong>
        </span>
      ),
    },
    { key: 'kind', title: t('column.kind'), width: 104, render: ({ kind }) => t(`common:activityKinds.${kind}`) },
    { key: 'status', title: t('column.status'), width: 116, render: ({ status }) => <span className={`qy-stage qy-stage--${status}`}>{t(`common:activityStatuses.${status}`)}</span> },
    { key: 'people', title: t('column.people'), width: 76, render: ({ attendance }) => (attendance === 0 ? t('none') : t('people', { n: attendance })) },
    { key: 'hours', title: t('column.hours'), width: 124, render: ({ id }) => <ActivityTotal activity={id} /> },
    { key: 'photos', title: t('column.photos'), width: 72, render: ({ id }) => <PhotoCount activity={id} /> },
    { key: 'custody', title: t('column.custody'), width: 150, render: ({ id }) => <CustodyBadge custody={custody?.get(id)} /> },
  ];
}

function PhotoCount({ activity }: { readonly activity: string }) {
  const { t } = useTranslation('activities');
  const count = useCount('evidence', { activity });
  return count === null || count === 0 ? null : t('photosCount', { n: count });
}

/** One line of the exported list. */
export type ActivityLine = Activity & { readonly serviceMinutes: number; readonly photos: number };

/** Columns of the ledger of activities (活动台账). */
export function useActivityExport(): readonly Column<ActivityLine>[] {
  const { t } = useTranslation(['activities', 'common']);
  const column = (key: string, title: string, text: (line: ActivityLine) => string | number): Column<ActivityLine> => ({ key, title, text, render: text });
  return [
    column('date', t('column.date'), (line) => line.occurredOn),
    column('title', t('column.title'), (line) => line.title),
    column('kind', t('column.kind'), (line) => t(`common:activityKinds.${line.kind}`)),
    column('status', t('column.status'), (line) => t(`common:activityStatuses.${line.status}`)),
    column('startsAt', t('column.startsAt'), (line) => line.startsAt),
    column('minutes', t('column.minutes'), (line) => line.minutes),
    column('place', t('column.place'), (line) => line.place),
    column('organiser', t('column.organiser'), (line) => line.organiser),
    column('inCharge', t('column.inCharge'), (line) => line.inCharge),
    column('attendance', t('column.attendance'), (line) => line.attendance),
    column('served', t('column.served'), (line) => line.served.map((group) => t(`groups.${group}`)).join(' ')),
    column('serviceHours', t('column.serviceHours'), (line) => Math.round((line.serviceMinutes / 60) * 100) / 100),
    column('photos', t('column.photos'), (line) => line.photos),
    column('content', t('column.content'), (line) => line.content),
    column('late', t('column.late'), (line) => (isLateEntry(line.occurredOn, line.createdAt) ? t('late') : '')),
    column('enteredOn', t('column.enteredOn'), (line) => dayOfInstant(line.createdAt)),
  ];
}
