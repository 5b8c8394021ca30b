import type { Timers } from '../services/timers.ts';

/** How long the host goes on after its last window closed: a reload or a waking computer comes back sooner. */
const LINGER_MS = 60_000;

/** Ends a host that nobody looks at any more. */
export interface Linger {
  /** A window was opened from here: from now on the host ends after its last one. One that a person opened by hand may come back any time. */
  opened(): void;
  /** So many windows are open. */
  windows(open: number): void;
}

/** Calls `end` once the windows have been closed for a minute. */
export function lingerUntil(timers: Timers, end: () => void): Linger {
  let isOwn = false;
  let cancel: () => void = () => undefined;
  return {
    opened() {
      isOwn = true;
    },
    windows(open) {
      cancel();
      if (open === 0 && isOwn) cancel = timers.after(LINGER_MS, end);
    },
  };
}
