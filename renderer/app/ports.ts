import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** This machine's clock; days are those of its own zone. */
export const machineClock: Clock = {
  now: () => Date.now(),
  today() {
    const now = new Date();
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  },
};

/** The machine's randomness. */
export const machineRandom: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
