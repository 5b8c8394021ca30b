import type { Random } from '#shared/ports/random.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How often a revoked device asks whether it was taken back. */
export const REVOKED_EVERY_MS = 300_000;

/**
 * How long to wait after so many failures in a row (1 is the first; 0 counts as 1): doubling from one second to half a
 * minute, less up to half of it at random, so that a county's stations do not return in one instant.
 */
export function backoff(failures: number, random: Random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(10, Math.max(0, failures - 1)));
  const [byte = 0] = random.bytes(1);
  return full - (full / 2) * (byte / 255);
}
