import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLive } from '../data/hooks/use-live.ts';
import { WHOLE } from '../data/sync/start-sync.ts';
import { useConnection } from '../state/connection.ts';

/** Says on a new computer that what the site had before is still coming, so that nobody takes the empty lists for the truth. */
export function FirstPull() {
  const { t } = useTranslation('app');
  const state = useConnection((store) => store.connection?.state);
  const notes = useLive(async (local) => ({ whole: (await local.meta.get(WHOLE)) !== undefined }), WHOLE);
  if (notes === null || notes.whole || state === undefined) return null;
  return <Alert className="qy-first-pull" type="info" showIcon title={t(state === 'online' ? 'firstPull.running' : 'firstPull.waiting')} />;
}
