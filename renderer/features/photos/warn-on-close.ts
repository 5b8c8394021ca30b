import type { StoreApi } from 'zustand';

/** Asks the browser to warn before the window closes, while `wanted` holds. */
export function warnOnClose<T>(store: StoreApi<T>, wanted: (state: T) => boolean): void {
  const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
  let on = false;
  store.subscribe((state) => {
    const now = wanted(state);
    if (now === on) return;
    on = now;
    if (on) window.addEventListener('beforeunload', warn);
    else window.removeEventListener('beforeunload', warn);
  });
}
