/** A4 in points, and what of it is written on. */
export const PAGE = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 52, bottom: 780, footer: 802 } as const;
export const GAP = 18;
/** Width of one of two photos side by side. */
export const CELL = (PAGE.right - PAGE.left - GAP) / 2;
/** A photo may be so high: three rows with short captions fill a page. */
const MAX_PHOTO = 168;
export const INK = { text: '#1f2328', quiet: '#5c636b', line: '#c8ccd1', pale: '#f4f5f6', accent: '#a8322a' } as const;

/** How large a photo of these pixels is printed in one of two cells. Pixels that are not known make a square. */
export function fitted(width: number, height: number): { readonly width: number; readonly height: number } {
  const [across, down] = width > 0 && height > 0 ? [width, height] : [1, 1];
  const scale = Math.min(CELL / across, MAX_PHOTO / down);
  return { width: across * scale, height: down * scale };
}

/** What stands side by side: two and two. */
export function rowsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.flatMap((_, index) => (index % 2 === 0 ? [items.slice(index, index + 2)] : []));
}
