import { FREQUENCIES, wordsOf } from './bits.ts';
import { likenessText } from './likeness-text.ts';
import type { Luminance } from './luminance.ts';

/** Edge of the square that a picture is scaled to (whatever its own shape) before {@link pictureLikeness}, in pixels. */
export const LIKENESS_EDGE = 128;

/**
 * What each hash leaves out on every side, in parts of the edge: the whole picture, and two inner windows. A copy that was
 * cropped by c is, as a whole, like the window nearest to c: within 0.02 of the edge where c is at most 0.1.
 */
const INSETS = [0, 0.04, 0.08] as const;

/**
 * Contrast below which a picture says nothing, in levels of 255: root of the mean square over the frequencies that the bits
 * are signs of. Below it lie white walls, blank paper and the inside of a pocket, whose signs are noise.
 */
const LEAST_CONTRAST = 2;

/** One more than the highest frequency. */
const COUNT = Math.max(...FREQUENCIES.flat()) + 1;

/**
 * What a picture is found by again, as the text that its record carries: for the whole and for each inner window the signs of
 * the 128 lowest frequencies of its cosine transform. Scaling, compression, brightness and contrast hardly touch those;
 * turning and mirroring only exchanges and turns bits (`bits.ts`). '' where the picture has no contrast.
 * @param picture {@link LIKENESS_EDGE} pixels wide and high
 */
export function pictureLikeness(picture: Luminance): string {
  const windows = INSETS.map((inset) => transform(picture, inset));
  if (windows.some((values) => contrast(values) < LEAST_CONTRAST)) return '';
  return likenessText(windows.map((values) => wordsOf((bit) => (values[bit] ?? 0) > 0)));
}

/** A whole wave of amplitude a has a coefficient of a / 2, both ways a / 4; its mean square is a^2 / 4. */
function contrast(values: Float64Array): number {
  return 2 * Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** The coefficients of the window, in the order of {@link FREQUENCIES}. Pixels at its edge count in part. */
function transform({ width, height, values }: Luminance, inset: number): Float64Array {
  const [across, down] = [waves(width, inset), waves(height, inset)];
  const rows = across.map((wave) => {
    const sums = new Float64Array(height);
    for (let y = 0, at = 0; y < height; y += 1) {
      let sum = 0;
      for (let x = 0; x < width; x += 1, at += 1) sum += (wave[x] ?? 0) * (values[at] ?? 0);
      sums[y] = sum;
    }
    return sums;
  });
  return Float64Array.from(FREQUENCIES, ([k, l]) => {
    const [row, wave] = [rows[k], down[l]];
    let sum = 0;
    for (let y = 0; y < height; y += 1) sum += (wave?.[y] ?? 0) * (row?.[y] ?? 0);
    return sum;
  });
}

/** The cosine waves of all frequencies over the part of `length` pixels that the inset leaves. */
function waves(length: number, inset: number): readonly Float64Array[] {
  const [from, to] = [inset * length, (1 - inset) * length];
  return Array.from({ length: COUNT }, (_, frequency) =>
    Float64Array.from({ length }, (_pixel, at) => {
      const [low, high] = [Math.max(at, from), Math.min(at + 1, to)];
      if (high <= low) return 0;
      return ((high - low) / (to - from)) * Math.cos((Math.PI * frequency * ((low + high) / 2 - from)) / (to - from));
    }),
  );
}
