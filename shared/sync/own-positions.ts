import { MAX_RANGES, type Checkpoint, type OwnPositions } from '../protocol/exchange.ts';

/**
 * Positions of the log that hold what this replica pushed since it pulled last: a pull need not bring them back, which
 * would cost as much as the push. Kept in memory alone; without it they come back once and change nothing.
 */
export class OwnPositionBook {
  readonly #logs = new Map<string, [from: number, to: number][]>();

  /** The center acknowledged a write at this position. */
  add(log: string, position: number): void {
    const ranges = this.#logs.get(log) ?? [];
    this.#logs.set(log, ranges);
    const last = ranges.at(-1);
    if (last !== undefined && position === last[1] + 1) last[1] = position;
    else if (ranges.length < MAX_RANGES) ranges.push([position, position]);
  }

  /** What to tell with a pull; undefined where there is nothing. */
  ranges(): OwnPositions | undefined {
    return this.#logs.size === 0 ? undefined : Object.fromEntries(this.#logs);
  }

  /** All kinds were read up to here. */
  readThrough(through: Checkpoint): void {
    for (const [log, ranges] of this.#logs) {
      const left = ranges.filter(([, to]) => to > (through[log] ?? 0));
      if (left.length === 0) this.#logs.delete(log);
      else this.#logs.set(log, left);
    }
  }

  forget(): void {
    this.#logs.clear();
  }
}
