import { allForms, bitsApart, ones, TRANSFORMS, type Transform } from './bits.ts';
import type { Hashes } from './likeness-text.ts';

/**
 * Up to so many of 128 bits may differ between a photo and its copy. Measured on the made set (docs/benchmarks.md): copies that were
 * turned, compressed, scaled or brightened differ in 10 at most, with a watermark or cropped by 5 to 10 % a side mostly in less than 24.
 * Bits of different photos are nearly independent: 24 is 7 standard deviations below their middle of 64, once in 10^12 comparisons.
 */
export const LIKENESS_RADIUS = 24;

/** Up to so many of the 64 bits of the difference hash may differ: it is coarser, and a few bits say much less there. */
export const PHASH_RADIUS = 2;

/** How alike two pictures are. */
export interface Alike {
  /** Bits that differ. */
  readonly distance: number;
  /** How the other lies, seen from the one. */
  readonly transform: Transform;
  /** `inner`: the one is a part of the other, cropped. */
  readonly part: 'whole' | 'inner';
}

/** A picture in all its forms, made once to be compared with many. */
export type Forms = readonly (readonly Uint32Array[])[];

export function formsOf(hashes: Hashes): Forms {
  return hashes.map(allForms);
}

/** How alike two pictures are, best of all forms, and of each whole against the other's whole and inner windows. */
export function compareLikeness(one: Forms, other: Hashes): Alike {
  let best: Alike = { distance: Number.POSITIVE_INFINITY, transform: 'none', part: 'whole' };
  for (const [window, forms] of one.entries()) {
    for (const [index, hash] of other.entries()) {
      if (window > 0 && index > 0) continue;
      for (const [turn, turned] of forms.entries()) {
        const distance = bitsApart(turned, hash);
        if (distance < best.distance) best = { distance, transform: TRANSFORMS[turn] ?? 'none', part: window + index === 0 ? 'whole' : 'inner' };
      }
    }
  }
  return best;
}

/** In how many bits two difference hashes (16 hex digits each) differ. */
export function phashDistance(one: string, other: string): number {
  const half = (text: string, at: number): number => Number.parseInt(text.slice(at, at + 8), 16);
  return ones(half(one, 0) ^ half(other, 0)) + ones(half(one, 8) ^ half(other, 8));
}
