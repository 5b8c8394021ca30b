import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useReplicaState } from '../data/hooks/use-agreement.ts';
import { useWaiting } from '../data/hooks/use-custody.ts';
import { useConnection } from '../state/connection.ts';

/** The center was restored from a backup, and this machine gives back what it lost: nobody has to do anything. */
export function Recovering() {
  const { t } = useTranslation('app');
  const recovering = useReplicaState()?.recovering ?? null;
  const online = useConnection((store) => store.connection?.state === 'online');
  const waiting = useWaiting();
  if (recovering === null) return null;
  const records = waiting?.records ?? 0;
  return <Alert className="qy-banner" type="info" showIcon title={t('recovering.title')} description={t(online ? 'recovering.running' : 'recovering.offline', { records })} />;
}
