import { useEffect, useRef } from 'react';

/** What keys do at the desk, by the key's name. */
export type DeskKeys = Readonly<Record<string, () => void>>;

/** Calls back for keys that are pressed (not held down) while nobody types and no window stands above the desk. */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target) || document.querySelector('.ant-modal-wrap, .ant-drawer-open') !== null) return;
      if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button, a') !== null) return;
      const act = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Fields and lists have these keys for themselves; a button has Enter. */
function isTaken(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, [role="combobox"], [role="listbox"]') !== null);
}
