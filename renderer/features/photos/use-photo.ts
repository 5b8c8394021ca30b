import { useCallback, useSyncExternalStore } from 'react';
import { useData } from '../../data/hooks/data-context.ts';
import { photoUrlsOf, type PhotoState } from './photo-urls.ts';

const LOADING: PhotoState = { status: 'loading' };
const nothing = (): void => undefined;

/**
 * A photo's address for an `<img>`, read from the host when it is wanted.
 * @param hash null where it is not wanted yet
 */
export function usePhoto(hash: string | null): { readonly state: PhotoState; readonly markDamaged: () => void } {
  const urls = photoUrlsOf(useData().bridge);
  const subscribe = useCallback((onChange: () => void) => (hash === null ? nothing : urls.watch(hash, onChange)), [urls, hash]);
  const state = useSyncExternalStore(subscribe, () => (hash === null ? LOADING : urls.stateOf(hash)));
  const markDamaged = useCallback(() => (hash === null ? undefined : urls.markDamaged(hash)), [urls, hash]);
  return { state, markDamaged };
}
