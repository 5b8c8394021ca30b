import type { LinkError } from '../protocol/errors.ts';
import type { Random } from '../ports/random.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait before trying again, milliseconds: doubling from one second to a minute, with half of it by chance so
 * that a county's stations do not all come back at once. A busy center names its own time.
 * @param attempt 1 after the first failure
 */
export function backoffMs(error: LinkError, attempt: number, random: Random): number {
  const chance = (random.bytes(1)[0] ?? 0) / 255;
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  const spread = wait * (0.5 + chance / 2);
  return error.kind === 'busy' ? Math.max(error.retryAfterMs, spread) : spread;
}
