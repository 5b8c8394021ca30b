import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { useList } from '../../data/hooks/use-records.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Loading, LoadFailed } from '../../ui/states.tsx';
import { SiteForm } from './site-form.tsx';

/** The station's profile: made at the center, arrives by a pull, filled in here. */
export function SitePage() {
  const { t } = useTranslation('site');
  const { enrolment } = useData();
  const { value, error } = useList('sites', { where: { site: enrolment.site }, order: null, limit: 1 });
  const profile = value?.[0];
  if (profile !== undefined) return <SiteForm key={profile.id} id={profile.id} />;
  return (
    <Page title={t('title')} subtitle={t('name', { name: enrolment.siteName, code: enrolment.site })}>
      {error !== null ? <LoadFailed error={error} /> : value === null ? <Loading /> : <EmptyState title={t('waitingTitle')} hint={t('waitingHint')} />}
    </Page>
  );
}
