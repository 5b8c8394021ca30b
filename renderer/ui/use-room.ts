import { useEffect, useRef, useState, type RefObject } from 'react';

export interface Room {
  /** Pixels; 0 before it was measured. */
  readonly width: number;
  readonly height: number;
  /** Size of text, 1 for 100 %. */
  readonly scale: number;
}

const LEAST_HEIGHT = 260;
const ROOT_FONT = 16;

/** Measures the room that a table has: the box's width, and the height down to the window's end (or the one given). */
export function useRoom(height: number | undefined): { readonly box: RefObject<HTMLDivElement | null>; readonly room: Room } {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room>({ width: 0, height: height ?? LEAST_HEIGHT, scale: 1 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => {
      const rect = element.getBoundingClientRect();
      const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / ROOT_FONT;
      // Header row and the page's foot stay free below the table's body.
      const free = window.innerHeight - (rect.top + scrolled(element)) - 88 * scale;
      const next = { width: Math.floor(rect.width), height: height ?? Math.max(LEAST_HEIGHT, Math.floor(free)), scale };
      setRoom((now) => (now.width === next.width && now.height === next.height && now.scale === next.scale ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  });
  return { box, room };
}

/** How far the box's surroundings are scrolled: its room is that of the unscrolled screen. */
function scrolled(element: HTMLElement): number {
  let total = window.scrollY;
  for (let at = element.parentElement; at !== null; at = at.parentElement) total += at === document.documentElement ? 0 : at.scrollTop;
  return total;
}
