import type { Output } from '#shared/bridge/contract.ts';
import type { Result } from '#shared/protocol/errors.ts';
import type { Log } from '../log.ts';
import type { PhotoCache } from '../photo-cache/photo-cache.ts';
import type { Vault } from './vault.ts';

export interface PhotoSourceOptions {
  readonly vault: Pick<Vault, 'read' | 'put'>;
  /** A photo's bytes from the center, checked against their hash. */
  readonly download: (hash: string) => Promise<Result<Uint8Array>>;
  readonly log: Log;
  /** For photos that are not this machine's own; without it all that is read is kept in the vault. */
  readonly cache?: Pick<PhotoCache, 'read' | 'put'>;
  /** Whether the machine only looks at this photo, so that it belongs in the cache. */
  readonly isForeign?: (hash: string) => boolean;
}

/** Photos wherever they are to be had. */
export interface PhotoSource {
  /** From the vault, else from the cache, else from the center: a foreign photo is then cached, any other kept in the vault. */
  read(hash: string): Promise<Output<'photo.read'>>;
  /** From the center into the vault; says what stood in the way. Several who ask for one photo share one transfer. */
  fetch(hash: string): Promise<Fetched>;
}

/** `unreachable`: the center, or the way to it; `notThere`: it does not have the photo, or not for this device. */
export type Fetched =
  | { readonly outcome: 'mended' | 'notKept'; readonly bytes: Uint8Array }
  | { readonly outcome: 'unreachable' | 'notThere'; readonly bytes: null };

export function createPhotoSource({ vault, download, log, cache, isForeign = () => false }: PhotoSourceOptions): PhotoSource {
  const transfer = once(download);
  const fetch = once(async (hash: string): Promise<Fetched> => {
    const answer = await transfer(hash);
    if (!answer.ok) return { outcome: answer.error.kind === 'refused' && answer.error.code === 'notFound' ? 'notThere' : 'unreachable', bytes: null };
    const kept = await vault.put(hash, answer.value);
    if (kept.ok) return { outcome: 'mended', bytes: answer.value };
    log.warn(`photo ${hash} came from the center but was not kept: ${kept.error.kind}`);
    return { outcome: 'notKept', bytes: answer.value };
  });
  const look = once(async (hash: string): Promise<Uint8Array | null> => {
    const answer = await transfer(hash);
    if (!answer.ok) return null;
    await cache?.put(hash, answer.value);
    return answer.value;
  });
  return {
    fetch,
    async read(hash) {
      const own = await vault.read(hash);
      if (own !== null) return { bytes: own, from: 'vault' };
      const foreign = cache !== undefined && isForeign(hash);
      const cached = foreign ? await cache.read(hash) : null;
      if (cached !== null) return { bytes: cached, from: 'cache' };
      const bytes = foreign ? await look(hash) : (await fetch(hash)).bytes;
      return bytes === null ? { bytes: null, from: 'nowhere' } : { bytes, from: 'center' };
    },
  };
}

/** Who asks while the work for a photo is underway gets what it answers. */
function once<T>(work: (hash: string) => Promise<T>): (hash: string) => Promise<T> {
  const underway = new Map<string, Promise<T>>();
  return (hash) => {
    const running = underway.get(hash) ?? work(hash).finally(() => underway.delete(hash));
    underway.set(hash, running);
    return running;
  };
}
