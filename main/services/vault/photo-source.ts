import type { Output } from '#shared/bridge/contract.ts';
import type { Result } from '#shared/protocol/errors.ts';
import type { Log } from '../log.ts';
import type { Vault } from './vault.ts';

export interface PhotoSourceOptions {
  readonly vault: Pick<Vault, 'read' | 'put'>;
  /** A photo's bytes from the center, checked against their hash. */
  readonly download: (hash: string) => Promise<Result<Uint8Array>>;
  readonly log: Log;
}

/** Photos wherever they are to be had. */
export interface PhotoSource {
  /** From the vault, else from the center, which is then kept. */
  read(hash: string): Promise<Output<'photo.read'>>;
  /** From the center into the vault; says what stood in the way. Several who ask for one photo share one transfer. */
  fetch(hash: string): Promise<Fetched>;
}

/** `unreachable`: the center, or the way to it; `notThere`: it does not have the photo, or not for this device. */
export type Fetched =
  | { readonly outcome: 'mended' | 'notKept'; readonly bytes: Uint8Array }
  | { readonly outcome: 'unreachable' | 'notThere'; readonly bytes: null };

export function createPhotoSource({ vault, download, log }: PhotoSourceOptions): PhotoSource {
  const underway = new Map<string, Promise<Fetched>>();
  const transfer = async (hash: string): Promise<Fetched> => {
    const answer = await download(hash);
    if (!answer.ok) return { outcome: answer.error.kind === 'refused' && answer.error.code === 'notFound' ? 'notThere' : 'unreachable', bytes: null };
    const kept = await vault.put(hash, answer.value);
    if (kept.ok) return { outcome: 'mended', bytes: answer.value };
    log.warn(`photo ${hash} came from the center but was not kept: ${kept.error.kind}`);
    return { outcome: 'notKept', bytes: answer.value };
  };
  const fetch = (hash: string): Promise<Fetched> => {
    const running = underway.get(hash) ?? transfer(hash).finally(() => underway.delete(hash));
    underway.set(hash, running);
    return running;
  };
  return {
    fetch,
    async read(hash) {
      const own = await vault.read(hash);
      if (own !== null) return { bytes: own, from: 'vault' };
      const { bytes } = await fetch(hash);
      return bytes === null ? { bytes: null, from: 'nowhere' } : { bytes, from: 'center' };
    },
  };
}
