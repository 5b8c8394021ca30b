import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../ui/data-table.tsx';
import { agoText, hoursText } from '../../ui/format.ts';
import { isSkewTold } from '../../state/clock-notice.ts';
import { useClockWords } from '../clock/index.ts';
import { HavesBar } from './haves-bar.tsx';
import type { SiteRow } from './overview-rows.ts';

export interface SiteColumnsOptions {
  /** Now by the center's clock, milliseconds since 1970. */
  readonly now: number;
  /** Shows which town a station belongs to. */
  readonly town: boolean;
  /** Shows how many stations of a division are in contact. */
  readonly stations: boolean;
  /** Shows by how much clocks are off. */
  readonly clocks: boolean;
}

const share = ({ site }: SiteRow): number => (site.havesTotal === 0 ? 0 : site.havesDone / site.havesTotal);

/** Everything that the overview says of a site; each column sorts. */
export function useSiteColumns({ now, town, stations, clocks }: SiteColumnsOptions): readonly Column<SiteRow>[] {
  const { t, i18n } = useTranslation('county');
  const clockWords = useClockWords();
  // Ages are in minutes: the columns need not change more often.
  const minute = Math.floor(now / 60_000);
  return useMemo(() => {
    const contact = ({ lastContact }: SiteRow): string => (lastContact === null ? t('contactNever') : agoText(lastContact, now, t));
    const contactDay = ({ lastContact }: SiteRow): string => (lastContact === null ? t('contactNever') : new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short', timeStyle: 'short' }).format(lastContact));
    const townColumn: Column<SiteRow> = { key: 'town', title: t('columns.town'), width: 150, render: (row) => row.above.join(' '), text: (row) => row.above.join(' '), sort: (a, b) => a.site.parent.localeCompare(b.site.parent) };
    const stationsText = (row: SiteRow): string => t('stationsText', { some: row.contacted, total: row.stations });
    const stationsColumn: Column<SiteRow> = { key: 'stations', title: t('columns.stations'), width: 130, render: stationsText, text: stationsText, sort: (a, b) => a.contacted / Math.max(1, a.stations) - b.contacted / Math.max(1, b.stations) };
    const clockText = ({ site }: SiteRow): string => (isSkewTold(site.clockSkewMs) ? clockWords.station(site.clockSkewMs) : '');
    const clockColumn: Column<SiteRow> = { key: 'clock', title: t('columns.clock'), width: 150, render: (row) => <span className="county-clock">{clockText(row)}</span>, text: clockText, sort: (a, b) => Math.abs(a.site.clockSkewMs ?? 0) - Math.abs(b.site.clockSkewMs ?? 0) };
    const number = (key: 'records' | 'photos' | 'awaited', valueOf: (row: SiteRow) => number): Column<SiteRow> => ({ key, title: t(`columns.${key}`), width: 110, render: (row) => valueOf(row) || '', text: valueOf, sort: (a, b) => valueOf(a) - valueOf(b) });
    return [
      { key: 'name', title: t('columns.name'), render: (row) => <strong title={row.site.name}>{row.site.name}</strong>, text: (row) => row.site.name, sort: (a, b) => (a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : 0) },
      ...(town ? [townColumn] : []),
      { key: 'contact', title: t('columns.contact'), width: 130, render: (row) => <span className={row.lastContact === null ? 'county-never' : ''}>{contact(row)}</span>, text: contactDay, sort: (a, b) => (a.lastContact ?? 0) - (b.lastContact ?? 0) },
      ...(clocks ? [clockColumn] : []),
      ...(stations ? [stationsColumn] : []),
      number('records', (row) => row.records),
      number('photos', (row) => row.site.photosReceived),
      { ...number('awaited', (row) => row.site.photosAwaited), render: (row) => (row.site.photosAwaited === 0 ? '' : <span className="county-awaited">{row.site.photosAwaited}</span>) },
      { key: 'haves', title: t('columns.haves'), width: 170, render: (row) => <HavesBar done={row.site.havesDone} total={row.site.havesTotal} />, text: (row) => t('havesText', { done: row.site.havesDone, total: row.site.havesTotal }), sort: (a, b) => share(a) - share(b) },
      { key: 'hours', title: t('columns.hours'), width: 140, render: (row) => (row.site.minutes === 0 ? '' : hoursText(row.site.minutes, t)), text: (row) => Math.round(row.site.minutes / 6) / 10, sort: (a, b) => a.site.minutes - b.site.minutes },
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [t, i18n.language, minute, town, stations, clocks]);
}

/** The same for a sheet, with codes and devices. */
export function useSiteSheet(columns: readonly Column<SiteRow>[]): readonly Column<SiteRow>[] {
  const { t } = useTranslation('county');
  return useMemo(
    () => [
      { key: 'code', title: t('columns.code'), render: (row) => row.id, text: (row) => row.id },
      ...columns,
      { key: 'devices', title: t('columns.devices'), render: (row) => row.site.devices, text: (row) => row.site.devices },
    ],
    [t, columns],
  );
}
