import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useData } from '../data/hooks/data-context.ts';
import { useLive } from '../data/hooks/use-live.ts';
import { forgetLostStorage, LOST_STORAGE, lostStorageOf } from '../data/local/lost-storage.ts';
import { instantText } from '../ui/format.ts';

/** The browser had lost this machine's records, and what was not sent came back from the host: said until it is put away. */
export function LostStorageNotice() {
  const { t, i18n } = useTranslation('app');
  const { replica } = useData();
  const lost = useLive(lostStorageOf, LOST_STORAGE);
  if (lost === null) return null;
  const at = instantText(new Date(lost.at).toISOString(), i18n.language);
  return (
    <Alert
      className="qy-banner"
      type="warning"
      showIcon
      title={t(lost.restored === 0 ? 'lostStorage.titleNone' : 'lostStorage.title', { records: lost.restored })}
      description={t('lostStorage.text', { at })}
      action={<Button onClick={() => void forgetLostStorage(replica.local)}>{t('lostStorage.putAway')}</Button>}
    />
  );
}
