import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** Draws the component anew each minute, so that what it says of the time stays true. */
export function useMinute(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
}
