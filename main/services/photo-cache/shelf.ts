/** Files of one kind in the order in which they were used last, the longest unused first. */
export class Shelf {
  readonly #sizes = new Map<string, number>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get files(): number {
    return this.#sizes.size;
  }

  has(hash: string): boolean {
    return this.#sizes.has(hash);
  }

  /** Adds a file, or makes it the one used last. */
  use(hash: string, size: number): void {
    this.drop(hash);
    this.#sizes.set(hash, size);
    this.#bytes += size;
  }

  drop(hash: string): void {
    this.#bytes -= this.#sizes.get(hash) ?? 0;
    this.#sizes.delete(hash);
  }

  hashes(): readonly string[] {
    return [...this.#sizes.keys()];
  }

  /** The longest unused file that may go, or null. */
  oldest(mayGo: (hash: string) => boolean): string | null {
    for (const hash of this.#sizes.keys()) if (mayGo(hash)) return hash;
    return null;
  }
}
