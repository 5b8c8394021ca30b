import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OverviewState } from '../../data/hooks/use-overview.ts';
import { EmptyState, Loading, LoadFailed } from '../../ui/states.tsx';

/** In place of the sites while none are known: it loads, it never came, or there are none. */
export function NoOverview({ state }: { readonly state: OverviewState }) {
  const { t } = useTranslation('county');
  if (state.overview !== null) return <EmptyState title={t('noSites')} hint={t('noSitesHint')} />;
  if (state.loading) return <Loading />;
  if (state.error === null || state.error.kind === 'offline' || state.error.kind === 'busy') {
    return (
      <EmptyState
        title={t('empty')}
        hint={t('emptyOffline')}
        action={
          <Button type="primary" onClick={state.refetch}>
            {t('refresh')}
          </Button>
        }
      />
    );
  }
  return <LoadFailed error={`${t('loadFailed')} (${state.error.kind})`} onRetry={state.refetch} />;
}
