import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLateEntry, type Activity } from '#shared/domain/activity.ts';
import { standingRecords, totalMinutes } from '#shared/domain/service-hours.ts';
import { useRecord } from '../../data/hooks/use-records.ts';
import { dayText, hoursText } from '../../ui/format.ts';
import { EmptyState, Loading, LoadFailed } from '../../ui/states.tsx';
import { PhotoTiles } from '../photos/index.ts';
import { ActivityConflicts } from './activity-conflicts.tsx';
import { useOfActivity } from './use-of-activity.ts';

/** An activity of a station with all that belongs to it, for reading only. */
export function ActivityDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('county');
  const { value, error } = useRecord('activities', id);
  const activity = value === null || value === 'gone' ? null : value;
  return (
    <Drawer open size="large" title={activity?.title ?? t('activity.title')} onClose={onClose} className="county-drawer">
      {error !== null && <LoadFailed error={error} />}
      {value === null && error === null && <Loading />}
      {value === 'gone' && <EmptyState title={t('activity.gone')} />}
      {activity !== null && (
        <>
          <ActivityConflicts activity={activity} />
          <Sheet activity={activity} />
          <People activity={id} />
          <Photos activity={id} />
        </>
      )}
    </Drawer>
  );
}

function Sheet({ activity }: { readonly activity: Activity }) {
  const { t, i18n } = useTranslation(['county', 'common']);
  const late = isLateEntry(activity.occurredOn, activity.createdAt) ? ` (${t('activity.late')})` : '';
  const lines: readonly (readonly [string, ReactNode])[] = [
    [t('activity.day'), `${dayText(activity.occurredOn, i18n.language)} ${activity.startsAt}${late}`],
    [t('activity.kind'), t(`common:activityKinds.${activity.kind}`)],
    [t('activity.status'), t(`common:activityStatuses.${activity.status}`)],
    [t('activity.returnReason'), activity.returnReason],
    [t('activity.place'), activity.place],
    [t('activity.organiser'), activity.organiser],
    [t('activity.inCharge'), activity.inCharge],
    [t('activity.attendance'), activity.attendance === 0 ? '' : t('activity.attendanceText', { count: activity.attendance })],
    [t('activity.minutes'), activity.minutes === 0 ? '' : hoursText(activity.minutes, t)],
    [t('activity.served'), activity.served.map((group) => t(`served.${group}`)).join(t('volunteer.joiner'))],
    [t('activity.content'), activity.content],
  ];
  return (
    <dl className="county-sheet">
      {lines
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <Line key={name} name={name} value={value} />
        ))}
    </dl>
  );
}

function Line({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function People({ activity }: { readonly activity: string }) {
  const { t } = useTranslation('county');
  const records = useOfActivity('serviceRecords', activity);
  if (records === null) return <Loading />;
  const standing = standingRecords(records).filter(({ minutes }) => minutes > 0);
  if (standing.length === 0) return <h3>{t('activity.noPeople')}</h3>;
  const people = new Set(standing.map(({ volunteer }) => volunteer)).size;
  return (
    <>
      <h3>{t('activity.people', { count: people, hours: hoursText(totalMinutes(records), t) })}</h3>
      <ul className="county-people">
        {standing.map((record) => (
          <li key={record.id}>
            <span>{record.name}</span>
            <span>{hoursText(record.minutes, t)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Photos({ activity }: { readonly activity: string }) {
  const { t } = useTranslation('county');
  const photos = useOfActivity('evidence', activity);
  if (photos === null) return <Loading />;
  if (photos.length === 0) return <h3>{t('activity.noPhotos')}</h3>;
  return (
    <>
      <h3>{t('activity.photos', { count: photos.length })}</h3>
      <PhotoTiles photos={photos} readOnly />
    </>
  );
}
