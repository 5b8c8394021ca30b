/** Lets one after the other in, in the order of their coming. */
export class Lane {
  #taken = false;
  readonly #waiting: (() => void)[] = [];

  get free(): boolean {
    return !this.#taken;
  }

  /** Runs `work` alone. Where the lane is free it begins at once. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    // Who leaves hands the lane over, so nobody can slip in between.
    if (this.#taken) await new Promise<void>((enter) => void this.#waiting.push(enter));
    this.#taken = true;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#taken = false;
      else next();
    }
  }
}
