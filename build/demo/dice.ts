import { seededRandom, type Random } from '#shared/ports/random.ts';

/** Repeatable choices from a seed. */
export class Dice {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** At least 0, below 1. */
  part(): number {
    const [high = 0, middle = 0, low = 0] = this.#random.bytes(3);
    return (high * 65_536 + middle * 256 + low) / 16_777_216;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.part() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.part() < probability;
  }

  /** @throws where there is nothing to choose from */
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** So many of the items, each at most once, in an order of their own. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(this.int(0, left.length - 1), 1)).flat();
  }
}

/** A seed of its own for a part of the demo, so that a change in one part leaves the others as they are. */
export function seedFor(seed: number, name: string): number {
  let mixed = seed >>> 0;
  for (const character of name) mixed = Math.imul(mixed ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return mixed;
}
