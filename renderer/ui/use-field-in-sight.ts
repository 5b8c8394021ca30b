import { useEffect, useRef } from 'react';

/** Frames in which a form that is still being read should have been drawn. */
const FRAMES = 300;

/**
 * Opens a form at a field: brings it into sight and puts the cursor there, once, as soon as it is drawn.
 * @param field the record's field, as a `Field` names it; null or '' for none
 */
export function useFieldInSight(field: string | null): void {
  const done = useRef('');
  useEffect(() => {
    if (field === null || field === '' || done.current === field) return;
    let frame = 0;
    let request = 0;
    const look = (): void => {
      const box = document.querySelector<HTMLElement>(`[data-field-box="${CSS.escape(field)}"]`);
      if (box !== null) {
        done.current = field;
        box.classList.add('qy-field--asked');
        box.scrollIntoView({ block: 'center' });
        box.querySelector<HTMLElement>('input, textarea, [tabindex]')?.focus({ preventScroll: true });
        return;
      }
      frame += 1;
      if (frame < FRAMES) request = requestAnimationFrame(look);
    };
    request = requestAnimationFrame(look);
    return () => cancelAnimationFrame(request);
  }, [field]);
}
