import { useEffect, useState, type RefObject } from 'react';

/** How far beyond the window's edge something counts as seen, so that it is there when it is scrolled to. */
const MARGIN = '400px';

/** True while the element is on the screen, or nearly. */
export function useOnScreen(element: RefObject<HTMLElement | null>): boolean {
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver((entries) => setOn(entries.at(-1)?.isIntersecting ?? false), { rootMargin: MARGIN });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return on;
}
