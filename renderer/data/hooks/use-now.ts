import { useEffect, useState } from 'react';
import { useData } from './data-context.ts';

const STEP_MS = 30_000;

/** This machine's time, fresh every half minute, for "5 minutes ago". Milliseconds since 1970. */
export function useNow(): number {
  const { clock } = useData();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return clock.now();
}
