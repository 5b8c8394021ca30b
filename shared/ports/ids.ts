import { v7 } from 'uuid';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** Makes ids of records: UUIDv7, so that they sort by the moment of saving on one device. */
export interface Ids {
  next(): string;
}

/** UUIDv7 (RFC 9562) from a clock and a source of randomness; rising also within one millisecond and when the clock is set back. */
export function uuidv7Ids(clock: Clock, random: Random): Ids {
  let last = 0;
  let sequence = 0;
  return {
    next() {
      const now = clock.now();
      sequence = now > last ? 0 : sequence + 1;
      last = Math.max(last, now);
      return v7({ msecs: last, seq: sequence, random: random.bytes(16) });
    },
  };
}
