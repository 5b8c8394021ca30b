import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site.ts';
import { agoText, hoursText } from '../../ui/format.ts';
import { isSkewTold } from '../../state/clock-notice.ts';
import { useClockWords } from '../clock/index.ts';
import { HavesBar } from './haves-bar.tsx';
import type { SiteRow } from './overview-rows.ts';

/** A station's figures from the overview, and who to call from its profile. */
export function StationFacts({ row, profile, now }: { readonly row: SiteRow | undefined; readonly profile: Site | undefined; readonly now: number }) {
  const { t } = useTranslation('county');
  const clock = useClockWords();
  const person = [profile?.head, profile?.phone].filter((part) => part !== undefined && part !== '').join(' ');
  return (
    <dl className="county-facts">
      {row !== undefined && (
        <>
          <Fact name={t('station.facts.contact')}>{row.lastContact === null ? <span className="county-never">{t('contactNever')}</span> : agoText(row.lastContact, now, t)}</Fact>
          {isSkewTold(row.site.clockSkewMs) && (
            <Fact name={t('columns.clock')}>
              <span className="county-clock">{clock.station(row.site.clockSkewMs)}</span>
            </Fact>
          )}
          <Fact name={t('station.facts.records')}>{row.records.toLocaleString()}</Fact>
          <Fact name={t('station.facts.photos')}>{t('station.photosText', { received: row.site.photosReceived, awaited: row.site.photosAwaited })}</Fact>
          <Fact name={t('station.facts.haves')}>
            <HavesBar done={row.site.havesDone} total={row.site.havesTotal} />
          </Fact>
          <Fact name={t('station.facts.hours')}>{hoursText(row.site.minutes, t)}</Fact>
        </>
      )}
      {person !== '' && <Fact name={t('station.facts.head')}>{person}</Fact>}
      {profile !== undefined && profile.openingHours !== '' && <Fact name={t('station.facts.openingHours')}>{profile.openingHours}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
