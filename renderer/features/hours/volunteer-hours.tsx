import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { STAR_HOURS, starsFor, totalMinutes } from '#shared/domain/service-hours.ts';
import { hoursText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { RecordList } from './record-list.tsx';
import { ofVolunteer } from './service-queries.ts';
import { Stars } from './totals-in-cells.tsx';
import { useServiceRecords } from './use-service-records.ts';

/** A person's hours: the total, the stars and what is missing to the next one, and every record. */
export function VolunteerHours({ volunteer }: { readonly volunteer: string }) {
  const { t } = useTranslation('hours');
  const { value } = useServiceRecords(useMemo(() => ofVolunteer(volunteer), [volunteer]));
  const minutes = totalMinutes(value ?? []);
  const stars = starsFor(minutes);
  const next = STAR_HOURS[stars];
  return (
    <Section title={t('ofPerson')}>
      <div className="qy-service-sum">
        <strong className="qy-service-sum__hours" data-testid="volunteer-total">
          {hoursText(minutes, t)}
        </strong>
        {stars === 0 ? <span>{t('noStars')}</span> : <Stars stars={stars} />}
        <span className="qy-field__hint">{next === undefined ? t('topStar') : t('toNextStar', { hours: hoursText(next * 60 - minutes, t), stars: stars + 1 })}</span>
      </div>
      <RecordList records={value} without={['name']} empty={<EmptyState title={t('ofPersonEmpty')} hint={t('emptyHint')} />} />
    </Section>
  );
}
