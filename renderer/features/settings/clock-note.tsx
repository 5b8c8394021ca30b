import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../state/connection.ts';
import { spanText } from '../../ui/format.ts';

/** A clock that is off by more than this is spoken of, in milliseconds. */
const TOLERATED_MS = 5 * 60_000;

/** Says so where this machine's clock is off. Records do not suffer: no rule looks at device time. */
export function ClockNote() {
  const { t } = useTranslation('settings');
  const skew = useConnection((state) => state.connection?.skewMs ?? null);
  if (skew === null || Math.abs(skew) <= TOLERATED_MS) return null;
  const span = spanText(Math.abs(skew), t) ?? '';
  return <Alert type="warning" showIcon title={t(skew > 0 ? 'clock.ahead' : 'clock.behind', { span })} description={t('clock.advice')} />;
}
