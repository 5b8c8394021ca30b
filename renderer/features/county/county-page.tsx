import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { isSkewTold } from '../../state/clock-notice.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import './county.css';
import { Freshness } from './freshness.tsx';
import { HeldNotice } from './held-notice.tsx';
import { NoOverview } from './no-overview.tsx';
import { pick, type SiteRow, type Wanted } from './overview-rows.ts';
import { useSiteColumns } from './site-columns.tsx';
import { SiteTools } from './site-tools.tsx';
import { Totals } from './totals.tsx';
import { useSiteRows, type SiteRows } from './use-site-rows.ts';
import { useWanted } from './use-wanted.ts';

/** What came from where, for everyone above the stations: totals, then the divisions below, down to each station. */
export function CountyPage() {
  const { t } = useTranslation('county');
  const { enrolment } = useData();
  const site = useSiteRows();
  const { wanted, want } = useWanted(enrolment.site);
  const role = enrolment.role === 'station' ? 'institute' : enrolment.role;
  const current = site.rows?.find(({ id }) => id === wanted.within);
  const inside = wanted.within !== enrolment.site;
  const parent = current?.site.parent ?? enrolment.site;
  return (
    <Page
      title={inside ? (current?.site.name ?? wanted.within) : t(`title.${role}`)}
      subtitle={t('subtitle', { name: inside ? (current?.site.name ?? '') : enrolment.siteName })}
      actions={<Freshness state={site.state} />}
      {...(inside ? { back: () => want({ within: parent }) } : {})}
    >
      <HeldNotice />
      {site.rows === null || site.rows.length === 0 ? <NoOverview state={site.state} /> : <Overview rows={site.rows} now={site.now} wanted={wanted} want={want} />}
    </Page>
  );
}

interface OverviewProps extends Pick<SiteRows, 'now'> {
  readonly rows: readonly SiteRow[];
  readonly wanted: Wanted;
  readonly want: (change: Partial<Wanted>) => void;
}

function Overview({ rows, now, wanted, want }: OverviewProps) {
  const { t } = useTranslation('county');
  const navigate = useNavigate();
  const current = rows.find(({ id }) => id === wanted.within);
  const shown = useMemo(() => pick(rows, wanted, now), [rows, wanted, now]);
  const clocks = shown.some(({ site }) => isSkewTold(site.clockSkewMs));
  const stationsOnly = shown.every(({ site }) => site.tier === 'village');
  const columns = useSiteColumns({ now, town: stationsOnly && current?.site.tier !== 'town', stations: !stationsOnly, clocks });
  const open = ({ id, site, stations }: SiteRow): void => {
    if (site.tier === 'village' || stations === 0) void navigate(`/stations/${id}`);
    else want({ within: id, words: '', uncontacted: false, awaited: false });
  };
  return (
    <>
      {current !== undefined && <Totals row={current} />}
      <SiteTools rows={rows} shown={shown} columns={columns} current={current} wanted={wanted} want={want} />
      <DataTable
        rows={shown}
        columns={columns}
        onOpen={open}
        empty={<EmptyState title={t(rows.length <= 1 ? 'noSites' : 'noHits')} hint={t(rows.length <= 1 ? 'noSitesHint' : 'noHitsHint')} />}
      />
    </>
  );
}
