import type { Arrival } from './request.ts';

/** Samples that count: of the last few contacts, so that one answer that was long on its way does not. */
const WINDOW = 5;

/** The two clocks of this machine part by more than this only where one was set, or the machine slept, milliseconds. */
const WAS_SET_MS = 1_000;

/** A round trip that took longer than this says little of when the center looked at its clock, milliseconds. */
const SLOW_MS = 5_000;

interface Sample {
  readonly skewMs: number;
  readonly fine: boolean;
  /** This machine's clock less its monotonic time: another value than before says that the clock was set. */
  readonly setting: number;
}

/**
 * By how much this machine's clock is off: at each contact the center's clock is compared with this one's at the middle of
 * the round trip, and the median of the last few is taken. What was measured before this machine's clock was set says nothing
 * any more. Nothing is ever ordered by it (DESIGN, "Records").
 */
export class SkewMeter {
  #samples: readonly Sample[] = [];

  /**
   * @param serverTime the center's clock as it answered, milliseconds since 1970
   * @param exact false where the center's clock is known to the second alone
   */
  add(serverTime: number, { clock, monotonic, roundTripMs }: Arrival, exact: boolean): void {
    const setting = clock - monotonic;
    const sample: Sample = { skewMs: clock - roundTripMs / 2 - serverTime, fine: exact && roundTripMs <= SLOW_MS, setting };
    const holds = this.#samples.filter((one) => Math.abs(one.setting - setting) <= WAS_SET_MS);
    const better = sample.fine || !holds.some(({ fine }) => fine);
    this.#samples = better ? [...holds.filter(({ fine }) => fine === sample.fine), sample].slice(-WINDOW) : holds;
  }

  /** Forgets all: another center has another clock. */
  clear(): void {
    this.#samples = [];
  }

  /** This machine's clock less the center's, whole milliseconds; null before the first contact. */
  skewMs(): number | null {
    const sorted = this.#samples.map(({ skewMs }) => skewMs).toSorted((a, b) => a - b);
    const middle = sorted[Math.floor((sorted.length - 1) / 2)];
    return middle === undefined ? null : Math.round(middle);
  }
}
