import { useTranslation } from 'react-i18next';
import { useDayInDoubt } from '../../state/clock-notice.ts';

/** What to say below a date that the machine filled in by its own clock; undefined where that clock is good enough. */
export function useDayHint(): string | undefined {
  const { t } = useTranslation('clock');
  return useDayInDoubt() ? t('dayInDoubt') : undefined;
}
