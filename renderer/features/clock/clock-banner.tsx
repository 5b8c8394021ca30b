import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isSkewTold, useClockNotice, useSkew } from '../../state/clock-notice.ts';
import { useClockWords } from './clock-words.ts';

/** Above a screen on which dates matter: says so where this machine's clock is off, until it is put away or changes by much. */
export function ClockBanner() {
  const { t } = useTranslation('clock');
  const words = useClockWords();
  const notice = useClockNotice();
  if (notice === null) return null;
  return (
    <Alert
      className="qy-banner"
      type="warning"
      showIcon
      title={words.machine(notice.skewMs)}
      description={t('advice')}
      action={<Button onClick={notice.putAway}>{t('putAway')}</Button>}
    />
  );
}

/** The same where a person looks after the machine: always there while the clock is off. */
export function ClockNote() {
  const { t } = useTranslation('clock');
  const words = useClockWords();
  const skewMs = useSkew();
  return isSkewTold(skewMs) ? <Alert type="warning" showIcon title={words.machine(skewMs)} description={t('advice')} /> : null;
}
