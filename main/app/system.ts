import { randomBytes } from 'node:crypto';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { Timers } from '../services/timers.ts';

/** The machine's clock, in its own zone. */
export const systemClock: Clock = {
  now: () => Date.now(),
  today() {
    const now = new Date();
    const pad = (part: number): string => String(part).padStart(2, '0');
    return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  },
};

/** The machine's randomness. */
export const systemRandom: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

/** The process's own timers. They do not keep the process alive. */
export const systemTimers: Timers = {
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
  monotonic: () => performance.now(),
};
