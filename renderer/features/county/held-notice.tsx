import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useHeld } from '../../state/held.ts';

/** Above the overview: something waits for confirmation. */
export function HeldNotice() {
  const { t } = useTranslation('county');
  const navigate = useNavigate();
  const waiting = useHeld((state) => state.held?.length ?? 0);
  if (waiting === 0) return null;
  return <Alert type="warning" showIcon title={t('held.notice', { count: waiting })} action={<Button onClick={() => void navigate('/held')}>{t('held.look')}</Button>} />;
}
