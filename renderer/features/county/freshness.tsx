import { useTranslation } from 'react-i18next';
import type { OverviewState } from '../../data/hooks/use-overview.ts';
import { useConnection } from '../../state/connection.ts';
import { instantText } from '../../ui/format.ts';
import './county.css';

/** Whether the figures follow the center at this moment, or from when they are. */
export function Freshness({ state }: { readonly state: OverviewState }) {
  const { t, i18n } = useTranslation('county');
  const connection = useConnection((store) => store.connection);
  if (state.at === null) return null;
  const away = state.error !== null || (connection !== null && connection.state !== 'online' && connection.state !== 'connecting');
  return (
    <span className={away ? 'county-fresh county-fresh--away' : 'county-fresh'} role="status">
      <span className="county-fresh__dot" aria-hidden="true" />
      {away ? t('offline', { when: instantText(new Date(state.at).toISOString(), i18n.language) }) : t('live')}
    </span>
  );
}
