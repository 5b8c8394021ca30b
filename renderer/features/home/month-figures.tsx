import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWaiting } from '../../data/hooks/use-custody.ts';
import { useCount } from '../../data/hooks/use-records.ts';
import { bytesText, hoursText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { usePeriodTotal } from '../hours/index.ts';
import { useMonth } from './use-month.ts';

/** This month in figures, and what the center has not got yet. */
export function MonthFigures({ today }: { readonly today: string }) {
  const { t } = useTranslation('home');
  const month = useMonth(today);
  const hours = usePeriodTotal({ from: `${today.slice(0, 8)}01`, to: today }, '');
  const volunteers = useCount('volunteers');
  return (
    <Section title={t('month.title')}>
      <dl className="qy-home-figures">
        <Figure name={t('month.activities')} value={month?.activities} />
        <Figure name={t('month.people')} value={month?.people} />
        <Figure name={t('month.hours')} value={hours === null ? undefined : hoursText(hours.minutes, t)} />
        <Figure name={t('month.volunteers')} value={volunteers ?? undefined} />
      </dl>
      <Undelivered />
    </Section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: ReactNode }) {
  const { t } = useTranslation('home');
  return (
    <div className="qy-home-figure">
      <dt>{name}</dt>
      <dd>{value ?? <span aria-label={t('month.counting')}>{t('month.dots')}</span>}</dd>
    </div>
  );
}

/** What waits on this machine; nothing is said to be received while anything does. */
function Undelivered() {
  const { t } = useTranslation('home');
  const waiting = useWaiting();
  if (waiting === null) return null;
  const { records, photos, photoBytes, aside, photosFailed } = waiting;
  const nothing = records + photoBytes + aside + photosFailed === 0;
  return (
    <Link className={nothing ? 'qy-home-undelivered qy-home-undelivered--none' : 'qy-home-undelivered'} to="/sync">
      <strong>{t('undelivered.title')}</strong>
      {nothing && <span>{t('undelivered.none')}</span>}
      {records + photoBytes > 0 && <span>{t('undelivered.what', { records, photos, bytes: bytesText(photoBytes) })}</span>}
      {aside + photosFailed > 0 && <span>{t('undelivered.troubles', { count: aside + photosFailed })}</span>}
    </Link>
  );
}
