/** Waiting as a parameter, so that tests move time instead of sleeping. */
export interface Timers {
  /** Calls `act` once after so many milliseconds; answers how to call it off. */
  after(milliseconds: number, act: () => void): () => void;
  /**
   * Milliseconds since some moment of this process's own: they pass as they do, whatever becomes of the machine's clock.
   * How long something took or holds is measured by this alone. It may stand while the machine sleeps.
   */
  monotonic(): number;
}

/** Waits, or less where the signal aborts first. */
export function pause(timers: Pick<Timers, 'after'>, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      done();
    };
    const cancel = timers.after(milliseconds, finish);
    signal.addEventListener('abort', finish);
  });
}
