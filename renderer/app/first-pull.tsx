import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useReplicaState } from '../data/hooks/use-agreement.ts';
import { useConnection } from '../state/connection.ts';
import { useExchanges } from '../state/exchanges.ts';

/** Says on a new computer that what the site had before is still coming, so that nobody takes the empty lists for the truth. */
export function FirstPull() {
  const { t } = useTranslation('app');
  const state = useConnection((store) => store.connection?.state);
  const records = useExchanges((store) => store.pulled);
  const replica = useReplicaState();
  if (replica === null || replica.whole || state === undefined) return null;
  const running = state === 'online' ? t('firstPull.running', { records: records.toLocaleString() }) : t('firstPull.waiting');
  return <Alert className="qy-banner" type="info" showIcon title={running} />;
}
