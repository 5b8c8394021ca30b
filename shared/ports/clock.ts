/** Time as a parameter. Only composition roots make the real one. */
export interface Clock {
  /** Milliseconds since 1970 by this machine's clock, which may be years off. Never used to order records. */
  now(): number;
  /** The user's calendar day, `YYYY-MM-DD`, in the machine's own zone. */
  today(): string;
}

/** ISO 8601 instant of a clock. */
export function instantOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

/** A clock for tests: it stands until it is moved. */
export class FakeClock implements Clock {
  #now: number;

  constructor(start = '2026-06-01T08:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  today(): string {
    return new Date(this.#now).toISOString().slice(0, 10);
  }

  /** Moves the clock; backwards too. */
  move(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
