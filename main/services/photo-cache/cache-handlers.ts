import type { Handlers } from '#shared/bridge/contract.ts';
import type { PhotoCache } from './photo-cache.ts';

/** The contract's handlers of the photo cache. */
export function cacheHandlers(cache: PhotoCache): Pick<Handlers, 'cache.state' | 'cache.limit' | 'cache.clear'> {
  return {
    'cache.state': () => cache.state(),
    'cache.limit': ({ bytes }) => cache.setLimit(bytes),
    'cache.clear': () => cache.clear(),
  };
}
