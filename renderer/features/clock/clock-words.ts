import { useTranslation } from 'react-i18next';
import { longSpanText } from '../../ui/format.ts';

/** Words for a clock that is off, from milliseconds (positive: ahead of the center's). */
export function useClockWords(): { readonly machine: (skewMs: number) => string; readonly fact: (skewMs: number) => string; readonly station: (skewMs: number) => string } {
  const { t } = useTranslation('clock');
  const span = (skewMs: number): string => longSpanText(Math.abs(skewMs), t);
  return {
    machine: (skewMs) => t(skewMs > 0 ? 'ahead' : 'behind', { span: span(skewMs) }),
    fact: (skewMs) => t(skewMs > 0 ? 'factAhead' : 'factBehind', { span: span(skewMs) }),
    station: (skewMs) => t(skewMs > 0 ? 'stationAhead' : 'stationBehind', { span: span(skewMs) }),
  };
}
