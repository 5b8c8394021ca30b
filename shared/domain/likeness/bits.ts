/** What each bit of a picture hash says, and how the bits change when the picture is turned or mirrored. */

/** Bits of one hash, and of one of its bands. */
export const HASH_BITS = 128;
export const BAND_BITS = 16;
export const BANDS = HASH_BITS / BAND_BITS;

/** Frequencies on a diagonal (k, k); the others come in pairs (k, l), (l, k). */
const DIAGONALS = 8;
const BANDS_WITH_DIAGONALS = DIAGONALS / 2;

/** A frequency of the cosine transform: half waves across the picture, and down it. */
export type Frequency = readonly [across: number, down: number];

/**
 * The frequency whose sign each bit is: the 128 lowest but the mean, lowest first, because those survive a crop best. A
 * band holds whole pairs, so that a turned picture has its bits in the same bands: two diagonals last in each of the first
 * four, and pairs on neighbouring bits.
 */
export const FREQUENCIES: readonly Frequency[] = frequencies();

function frequencies(): readonly Frequency[] {
  const pairs: Frequency[] = [];
  for (let high = 1; high < HASH_BITS; high += 1) for (let low = 0; low < high; low += 1) if (low + high < BAND_BITS * 2) pairs.push([high, low]);
  pairs.sort((a, b) => a[0] ** 2 + a[1] ** 2 - (b[0] ** 2 + b[1] ** 2) || a[0] - b[0]);
  const result: Frequency[] = [];
  for (let band = 0; band < BANDS; band += 1) {
    const diagonals: readonly Frequency[] = band < BANDS_WITH_DIAGONALS ? [[2 * band + 1, 2 * band + 1], [2 * band + 2, 2 * band + 2]] : [];
    for (const [high, low] of pairs.splice(0, (BAND_BITS - diagonals.length) / 2)) result.push([high, low], [low, high]);
    result.push(...diagonals);
  }
  return result;
}

/**
 * How a copy can lie: as it is, turned clockwise, or mirrored (left and right exchanged) and then turned clockwise. The
 * order is that of {@link FORMS}.
 */
export const TRANSFORMS = ['none', 'rotated90', 'rotated180', 'rotated270', 'mirrored', 'mirrored90', 'mirrored180', 'mirrored270'] as const;
export type Transform = (typeof TRANSFORMS)[number];

/** What a transform does to the cosine transform: exchange the axes, then turn the sign of odd frequencies across and down. */
interface Form {
  readonly swap: boolean;
  readonly across: boolean;
  readonly down: boolean;
}

const form = (swap: boolean, across: boolean, down: boolean): Form => ({ swap, across, down });
const FORMS: readonly Form[] = [
  form(false, false, false), form(true, true, false), form(false, true, true), form(true, false, true),
  form(false, true, false), form(true, true, true), form(false, false, true), form(true, false, false),
];

/** Bits that a form turns, as 32-bit words; a band's 16 bits lie in the lower half of a word for an even band. */
const SIGNS: readonly Uint32Array[] = FORMS.map(({ across, down }) =>
  wordsOf((bit) => {
    const [k, l] = FREQUENCIES[bit] as Frequency;
    return ((across ? k : 0) + (down ? l : 0)) % 2 === 1;
  }),
);

/** Bits that have a partner to exchange with: all but the diagonals. */
const PAIRED: Uint32Array = wordsOf((bit) => {
  const [k, l] = FREQUENCIES[bit] as Frequency;
  return k !== l;
});

/** 128 bits as four words. */
export function wordsOf(isSet: (bit: number) => boolean): Uint32Array {
  const words = new Uint32Array(HASH_BITS / 32);
  for (let bit = 0; bit < HASH_BITS; bit += 1) if (isSet(bit)) words[bit >>> 5] = ((words[bit >>> 5] ?? 0) | (1 << (bit & 31))) >>> 0;
  return words;
}

/** Word number `word` of a hash, as it is after the transform; of a hash whose other words are nothing, too. */
function transformedWord(value: number, word: number, index: number): number {
  const paired = PAIRED[word] ?? 0;
  const swapped = FORMS[index]?.swap === true ? ((value & paired & 0x55555555) << 1) | ((value & paired & 0xaaaaaaaa) >>> 1) | (value & ~paired) : value;
  return (swapped ^ (SIGNS[index]?.[word] ?? 0)) >>> 0;
}

/** The hash of the picture after each transform, in the order of {@link TRANSFORMS}. */
export function allForms(hash: Uint32Array): readonly Uint32Array[] {
  return TRANSFORMS.map((_, index) => hash.map((value, word) => transformedWord(value, word, index)));
}

/** A band of a hash, 16 bits. */
export function bandOf(hash: Uint32Array, band: number): number {
  return ((hash[band >>> 1] ?? 0) >>> (band % 2 === 0 ? 0 : BAND_BITS)) & 0xffff;
}

/**
 * The least of what a band can be after any transform: the same for a picture and all its turned and mirrored copies. Two
 * bands that differ in n bits under some transform have such forms that are n flips apart: whoever flips bits of the one
 * and asks for the least form finds the other.
 */
export function leastForm(value: number, band: number): number {
  const shift = band % 2 === 0 ? 0 : BAND_BITS;
  let least = 0xffff;
  for (let index = 0; index < TRANSFORMS.length; index += 1) {
    least = Math.min(least, (transformedWord((value << shift) >>> 0, band >>> 1, index) >>> shift) & 0xffff);
  }
  return least;
}

/** In how many bits two hashes differ. */
export function bitsApart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let count = 0;
  for (let word = 0; word < HASH_BITS / 32; word += 1) count += ones((a[word] ?? 0) ^ (b[word] ?? 0));
  return count;
}

/** How many bits of 32 are set. */
export function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
