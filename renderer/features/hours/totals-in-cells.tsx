import { StarFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { starsFor } from '#shared/domain/service-hours.ts';
import { hoursText } from '../../ui/format.ts';
import { useActivityMinutes, useVolunteerMinutes } from './use-service-records.ts';

/** A person's served time in a cell; read by the index of volunteers once the row is on the screen. */
export function VolunteerTotal({ volunteer }: { readonly volunteer: string }) {
  const { t } = useTranslation('hours');
  const minutes = useVolunteerMinutes(volunteer);
  return minutes === null || minutes === 0 ? null : hoursText(minutes, t);
}

/** A person's stars in a cell. */
export function VolunteerStars({ volunteer }: { readonly volunteer: string }) {
  const minutes = useVolunteerMinutes(volunteer);
  return <Stars stars={starsFor(minutes ?? 0)} />;
}

/** An activity's served time in a cell. */
export function ActivityTotal({ activity }: { readonly activity: string }) {
  const { t } = useTranslation('hours');
  const minutes = useActivityMinutes(activity);
  return minutes === null || minutes === 0 ? null : hoursText(minutes, t);
}

/** Stars as stars, with their number for a reader. */
export function Stars({ stars }: { readonly stars: number }) {
  const { t } = useTranslation('hours');
  if (stars === 0) return null;
  return (
    <span className="qy-stars" role="img" aria-label={t('stars', { count: stars })} title={t('stars', { count: stars })}>
      {Array.from({ length: stars }, (_, index) => (
        <StarFilled key={index} aria-hidden="true" />
      ))}
    </span>
  );
}
