import { useTranslation } from 'react-i18next';
import { useNow } from '../../data/hooks/use-now.ts';
import { isSkewTold } from '../../state/clock-notice.ts';
import { useConnection } from '../../state/connection.ts';
import { agoText } from '../../ui/format.ts';
import { useClockWords } from './clock-words.ts';

/** Off by less than this, in milliseconds, is not off. */
const SAME_MS = 60_000;

/** How this machine's clock stands to the center's, and when that was measured. */
export function ClockFact() {
  const { t } = useTranslation('clock');
  const words = useClockWords();
  const now = useNow();
  const connection = useConnection((state) => state.connection);
  const skewMs = connection?.skewMs ?? null;
  if (skewMs === null) return t('unknown');
  const text = Math.abs(skewMs) < SAME_MS ? t('same') : words.fact(skewMs);
  const at = connection?.skewAt ?? connection?.lastContact ?? null;
  return <span className={isSkewTold(skewMs) ? 'qy-clock-off' : ''}>{at === null ? text : t('measured', { text, ago: agoText(at, now, t) })}</span>;
}
