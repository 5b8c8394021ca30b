/** The middle of some figures, and between which they lie. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @throws where there are no figures */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new Error('no figures');
  return { median: quantile(sorted, 0.5), min, max };
}

/** The value that a part of the figures does not exceed, by the nearest rank between neighbours. */
export function quantile(figures: readonly number[], part: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low = 0, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** One against the other, round by round. */
export function ratioOf(ones: readonly number[], others: readonly number[]): Spread {
  return spreadOf(ones.map((one, round) => one / (others[round] ?? Number.NaN)));
}

/** `3.62 (3.41–3.88)`. */
export function ratioText({ median, min, max }: Spread): string {
  return `**${median.toFixed(2)}** (${min.toFixed(2)}–${max.toFixed(2)})`;
}

/** `1,720 (1,640–1,790)`, rounded to three digits. */
export function figureText({ median, min, max }: Spread): string {
  return min === max ? short(median) : `${short(median)} (${short(min)}–${short(max)})`;
}

/** Three digits that count, with separators. */
function short(figure: number): string {
  if (figure === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(figure))));
  return Number(figure.toPrecision(Math.max(3, Math.floor(Math.log10(Math.abs(figure))) + 1))).toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: 0 });
}
