import { randomBytes } from 'node:crypto';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';

/** This machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  today() {
    const now = new Date();
    const pad = (part: number): string => String(part).padStart(2, '0');
    return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  },
};

/** The operating system's randomness; good for keys. */
export const systemRandom: Random = { bytes: (length) => randomBytes(length) };
