import { create } from 'zustand';
import { useConnection } from './connection.ts';

/** A clock that is off by more than this, in milliseconds, is spoken of. */
const TOLD_MS = 10 * 60_000;
/** From here on the day itself may be another one. */
const DAY_MS = 12 * 3_600_000;
/** A notice that was put away comes back once the clock is off by this much more or less. */
const CHANGED_MS = 30 * 60_000;

/** True where a clock is off by so much that people are told. */
export function isSkewTold(skewMs: number | null | undefined): skewMs is number {
  return skewMs !== null && skewMs !== undefined && Math.abs(skewMs) > TOLD_MS;
}

/** The skew at which the notice was put away, milliseconds; null where it was not. For this window alone. */
const usePutAway = create<{ readonly skewMs: number | null }>()(() => ({ skewMs: null }));

/** By how much this machine's clock is ahead of the center's (negative: behind), milliseconds; null where it is not known. */
export function useSkew(): number | null {
  return useConnection((state) => state.connection?.skewMs ?? null);
}

/** True where the machine's own day is not to be trusted. */
export function useDayInDoubt(): boolean {
  return Math.abs(useSkew() ?? 0) > DAY_MS;
}

/** The skew to speak of, and how to put the notice away; null where there is nothing to say. */
export function useClockNotice(): { readonly skewMs: number; readonly putAway: () => void } | null {
  const skewMs = useSkew();
  const away = usePutAway((state) => state.skewMs);
  if (!isSkewTold(skewMs) || (away !== null && Math.abs(away - skewMs) <= CHANGED_MS)) return null;
  return { skewMs, putAway: () => usePutAway.setState({ skewMs }) };
}
