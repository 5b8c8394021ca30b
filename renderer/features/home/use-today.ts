import { useEffect, useState } from 'react';
import { useData } from '../../data/hooks/data-context.ts';

const STEP_MS = 60_000;

/** Today by this machine, `YYYY-MM-DD`; it moves on at midnight on a screen that stays open. */
export function useToday(): string {
  const { clock } = useData();
  const [today, setToday] = useState(() => clock.today());
  useEffect(() => {
    const timer = setInterval(() => setToday(clock.today()), STEP_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return today;
}
