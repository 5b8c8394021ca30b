/** What was opened, to be closed the other way round, whatever happens. */
export class Closers {
  readonly #open: (() => Promise<unknown>)[] = [];

  /** Keeps what is to be closed; answers it. */
  keep<T extends { close(): Promise<unknown> }>(thing: T): T {
    this.#open.push(() => thing.close());
    return thing;
  }

  async close(): Promise<void> {
    for (const close of this.#open.splice(0).toReversed()) await close();
  }
}

/** Runs `work` and closes what it kept. */
export async function closing<T>(work: (closers: Closers) => Promise<T>): Promise<T> {
  const closers = new Closers();
  try {
    return await work(closers);
  } finally {
    await closers.close();
  }
}
