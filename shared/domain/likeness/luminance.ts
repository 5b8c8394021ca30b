/** A picture's brightness alone: rows from the top, 0 to 255 each. */
export interface Luminance {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

/** The brightness (luma of ITU-R BT.601) of pixels of 4 bytes each; what is transparent must have been filled before. */
export function luminanceOf(rgba: ArrayLike<number>, width: number, height: number): Luminance {
  const values = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < values.length; pixel += 1, at += 4) {
    values[pixel] = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
  }
  return { width, height, values };
}
