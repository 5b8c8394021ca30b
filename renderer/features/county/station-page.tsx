import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { useList } from '../../data/hooks/use-records.ts';
import { Page } from '../../ui/page.tsx';
import './county.css';
import { Freshness } from './freshness.tsx';
import { StationActivities } from './station-activities.tsx';
import { StationFacts } from './station-facts.tsx';
import { StationHaves } from './station-haves.tsx';
import { StationHours } from './station-hours.tsx';
import { StationPhotos } from './station-photos.tsx';
import { StationVolunteers } from './station-volunteers.tsx';
import { useSiteRows } from './use-site-rows.ts';

/** One station as its county sees it: everything that it sent, as it arrives, for reading only. */
export function StationPage() {
  const { t } = useTranslation('county');
  const { code = '' } = useParams();
  const { state, rows, now } = useSiteRows();
  const profile = useList('sites', { where: { site: code }, order: null, limit: 1 }).value?.[0];
  const [params, setParams] = useSearchParams();
  const back = useWayBack();
  const row = rows?.find(({ id }) => id === code);
  const name = row?.site.name ?? profile?.name ?? t('station.unnamed', { code });
  const items = [
    { key: 'activities', label: t('station.tabs.activities'), children: <StationActivities code={code} name={name} /> },
    { key: 'hours', label: t('station.tabs.hours'), children: <StationHours code={code} name={name} /> },
    { key: 'volunteers', label: t('station.tabs.volunteers'), children: <StationVolunteers code={code} name={name} /> },
    { key: 'photos', label: t('station.tabs.photos'), children: <StationPhotos code={code} name={name} /> },
    { key: 'haves', label: t('station.tabs.haves'), children: <StationHaves code={code} name={name} /> },
  ];
  const asked = params.get('tab');
  const active = items.find(({ key }) => key === asked)?.key ?? 'activities';
  return (
    <Page title={name} subtitle={t('station.subtitle', { above: row?.above.join(' ') ?? '', code })} actions={<Freshness state={state} />} back={back}>
      <StationFacts row={row} profile={profile} now={now} />
      <Tabs activeKey={active} onChange={(tab) => setParams({ tab }, { replace: true })} items={items} destroyOnHidden />
    </Page>
  );
}

/** Back to the list as it was, or to the overview where the person did not come from there. */
function useWayBack(): () => void {
  const navigate = useNavigate();
  const { key } = useLocation();
  return () => void (key === 'default' ? navigate('/') : navigate(-1));
}
