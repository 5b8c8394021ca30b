/**
 * The 64-bit difference hash of a picture that was scaled to 9 by 8: one bit for each pair of neighbours in a row, set
 * where the left one is brighter. Alike pictures differ in few bits, whatever their size and compression.
 * @param rgba 9 x 8 pixels, 4 bytes each
 * @returns 16 hex digits
 */
export function differenceHash(rgba: ArrayLike<number>): string {
  let bits = 0n;
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 8; column += 1) {
      const at = row * 9 + column;
      bits = (bits << 1n) | (brightness(rgba, at) > brightness(rgba, at + 1) ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}

/** Luma of ITU-R BT.601, in thousandths. */
function brightness(rgba: ArrayLike<number>, pixel: number): number {
  const at = pixel * 4;
  return 299 * (rgba[at] ?? 0) + 587 * (rgba[at + 1] ?? 0) + 114 * (rgba[at + 2] ?? 0);
}
