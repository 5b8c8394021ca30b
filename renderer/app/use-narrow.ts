import { useCallback, useSyncExternalStore } from 'react';
import { usePreferences } from '../state/preferences.ts';

/** Below this width, in pixels at 100 % text, the menu's words stand below its icons. */
const NARROW = 1_040;

/** True where the window is narrow for the size of its text. */
export function useNarrow(): boolean {
  const textSize = usePreferences((state) => state.textSize);
  const query = `(max-width: ${(NARROW * textSize) / 100}px)`;
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
