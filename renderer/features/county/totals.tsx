import { useTranslation } from 'react-i18next';
import './county.css';
import type { SiteRow } from './overview-rows.ts';

/** The figures of a whole division, large. */
export function Totals({ row }: { readonly row: SiteRow }) {
  const { t } = useTranslation(['county', 'common']);
  const { site } = row;
  const share = site.havesTotal === 0 ? 0 : Math.round((100 * site.havesDone) / site.havesTotal);
  const figures = [
    { name: t('totals.contact'), value: t('totals.contactText', { some: row.contacted, total: row.stations }), note: row.never === 0 ? t('totals.noneNever') : t('totals.never', { never: row.never }), warn: row.never > 0 },
    { name: t('totals.records'), value: row.records.toLocaleString(), note: '', warn: false },
    { name: t('totals.photos'), value: site.photosReceived.toLocaleString(), note: site.photosAwaited === 0 ? t('totals.noneAwaited') : t('totals.awaited', { awaited: site.photosAwaited }), warn: site.photosAwaited > 0 },
    { name: t('totals.haves'), value: `${share}%`, note: t('totals.havesHint', { done: site.havesDone, total: site.havesTotal }), warn: false },
    { name: t('totals.hours'), value: t('common:time.hours', { hours: Math.round(site.minutes / 60).toLocaleString() }), note: '', warn: false },
  ];
  return (
    <dl className="county-totals">
      {figures.map(({ name, value, note, warn }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note !== '' && <dd className={warn ? 'county-totals__note county-totals__note--warn' : 'county-totals__note'}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
