import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { isLateEntry, type Activity } from '#shared/domain/activity.ts';
import type { Column } from '../../ui/data-table.tsx';
import { dayText, hoursText } from '../../ui/format.ts';
import { ActivityDrawer } from './activity-drawer.tsx';
import { StationList } from './station-list.tsx';

/** A station's activities; one opens beside the list. Which one is in the address. */
export function StationActivities({ code, name }: { readonly code: string; readonly name: string }) {
  const [params, setParams] = useSearchParams();
  const { columns, sheet } = useActivityColumns();
  const open = params.get('activity');
  return (
    <>
      <StationList kind="activities" code={code} name={name} order="newest" columns={columns} sheet={sheet} onOpen={({ id }) => setParams({ tab: 'activities', activity: id }, { replace: true })} />
      {open !== null && <ActivityDrawer key={open} id={open} onClose={() => setParams({ tab: 'activities' }, { replace: true })} />}
    </>
  );
}

function useActivityColumns() {
  const { t, i18n } = useTranslation(['county', 'common']);
  return useMemo(() => {
    const text = (key: 'title' | 'place' | 'organiser' | 'inCharge' | 'content' | 'returnReason', width?: number): Column<Activity> => {
      const column: Column<Activity> = { key, title: t(`activity.${key}`), render: (row) => row[key], text: (row) => row[key] };
      return width === undefined ? column : { ...column, width };
    };
    const day: Column<Activity> = { key: 'day', title: t('activity.day'), width: 190, render: (row) => dayText(row.occurredOn, i18n.language), text: (row) => row.occurredOn, sort: (a, b) => a.occurredOn.localeCompare(b.occurredOn) };
    const kind: Column<Activity> = { key: 'kind', title: t('activity.kind'), width: 120, render: (row) => t(`common:activityKinds.${row.kind}`), text: (row) => t(`common:activityKinds.${row.kind}`), sort: (a, b) => a.kind.localeCompare(b.kind) };
    const status: Column<Activity> = { key: 'status', title: t('activity.status'), width: 120, render: (row) => t(`common:activityStatuses.${row.status}`), text: (row) => t(`common:activityStatuses.${row.status}`), sort: (a, b) => a.status.localeCompare(b.status) };
    const attendance: Column<Activity> = { key: 'attendance', title: t('activity.attendance'), width: 120, render: (row) => row.attendance || '', text: (row) => row.attendance, sort: (a, b) => a.attendance - b.attendance };
    const late: Column<Activity> = { key: 'late', title: t('activity.late'), width: 90, render: (row) => lateMark(row), text: (row) => lateMark(row) };
    const lateMark = (row: Activity): string => (isLateEntry(row.occurredOn, row.createdAt) ? t('activity.late') : '');
    const minutes: Column<Activity> = { key: 'minutes', title: t('activity.minutes'), width: 130, render: (row) => (row.minutes === 0 ? '' : hoursText(row.minutes, t)), text: (row) => row.minutes };
    const columns = [day, text('title'), kind, status, text('place', 170), attendance, { ...late, title: '' }];
    const sheet = [day, text('title'), kind, status, text('place'), text('organiser'), text('inCharge'), attendance, { ...minutes, title: t('hours.exportMinutes') }, text('content'), late, text('returnReason')];
    return { columns, sheet };
  }, [t, i18n.language]);
}
