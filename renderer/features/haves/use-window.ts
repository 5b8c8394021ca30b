import { useEffect, useRef, useState, type RefObject, type UIEvent } from 'react';

/** What a virtual list measures of its box, in pixels. */
export interface BoxSize {
  readonly width: number;
  readonly height: number;
  /** Pixels of 1rem, which grows with the text. */
  readonly rem: number;
}

/** The box's size, and how far it is scrolled. */
export function useWindow(): { readonly box: RefObject<HTMLDivElement | null>; readonly size: BoxSize; readonly top: number; readonly onScroll: (event: UIEvent<HTMLElement>) => void } {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<BoxSize>({ width: 0, height: 0, rem: 16 });
  const [top, setTop] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight, rem: Number.parseFloat(getComputedStyle(document.documentElement).fontSize) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, size, top, onScroll: (event) => setTop(event.currentTarget.scrollTop) };
}

/**
 * Which rows of a virtual list are seen, with a screen to spare on either side.
 * @param heights of all rows, in pixels
 * @returns the first and the last row's places (the last not included), and the space above them
 */
export function seenRows(heights: readonly number[], top: number, room: number): { readonly from: number; readonly to: number; readonly above: number; readonly total: number } {
  const total = heights.reduce((sum, height) => sum + height, 0);
  // A list that got shorter may still be scrolled beyond its end.
  const start = Math.min(top, Math.max(0, total - room));
  let at = 0;
  let from = 0;
  let to = 0;
  let above = 0;
  heights.forEach((height, index) => {
    if (at + height <= start - room) {
      from = index + 1;
      above = at + height;
    }
    if (at < start + room * 2) to = index + 1;
    at += height;
  });
  return { from, to, above, total };
}
