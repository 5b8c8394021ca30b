import type { Kind } from '#shared/domain/record.ts';
import type { PhotoReason } from '#shared/sync/photo-queue.ts';
import { custodyOf, type Custody, type SetAside } from '#shared/sync/custody.ts';
import type { StoredPhoto } from '../local/local-db.ts';
import { useLive } from './use-live.ts';

/** Where records are (rule C1), by id; null while it loads. */
export function useCustody(kind: Kind, ids: readonly string[]): ReadonlyMap<string, Custody> | null {
  return useLive(
    async (local) => {
      const keys = ids.map((id): [string, string] => [kind, id]);
      const [outbox, aside, receipts] = await Promise.all([local.outbox.bulkGet(keys), local.aside.bulkGet(keys), local.receipts.bulkGet(keys)]);
      return new Map(ids.map((id, index) => [id, custodyOf(outbox[index], aside[index], receipts[index])]));
    },
    `${kind}:${ids.join()}`,
  );
}

/** Where a photo's bytes are; `elsewhere`: another device took it, this one has nothing to send. */
export type PhotoCustody = { readonly state: 'saved' | 'received' | 'elsewhere' } | { readonly state: 'failed'; readonly reason: PhotoReason };

/** Where photos are, by hash; null while it loads. */
export function usePhotoCustody(hashes: readonly string[]): ReadonlyMap<string, PhotoCustody> | null {
  return useLive(
    async (local) => {
      const entries = await local.photos.bulkGet([...hashes]);
      return new Map(hashes.map((hash, index) => [hash, photoCustodyOf(entries[index])]));
    },
    `photos:${hashes.join()}`,
  );
}

function photoCustodyOf(entry: StoredPhoto | undefined): PhotoCustody {
  if (entry === undefined) return { state: 'elsewhere' };
  if (entry.state === 'failed') return { state: 'failed', reason: entry.reason };
  return { state: entry.state === 'received' ? 'received' : 'saved' };
}

/** What waits on this machine. */
export interface Waiting {
  readonly records: number;
  readonly photos: number;
  readonly photoBytes: number;
  readonly aside: number;
  readonly photosFailed: number;
}

/** What is not yet at the center; null while it loads. */
export function useWaiting(): Waiting | null {
  return useLive(async (local): Promise<Waiting> => {
    const waiting = await local.photos.where('state').equals('waiting').toArray();
    const pictures = waiting.filter((photo) => photo.part === 'picture');
    return {
      records: await local.outbox.count(),
      photos: pictures.length,
      photoBytes: waiting.reduce((total, photo) => total + photo.size, 0),
      aside: await local.aside.count(),
      photosFailed: await local.photos.where('state').equals('failed').count(),
    };
  }, 'waiting');
}

/** Records that the center refused, with the reasons. */
export function useSetAside(): readonly SetAside[] | null {
  return useLive((local) => local.aside.toArray(), 'aside');
}

/** Photos of a state, in the order in which they came; at most `limit`. */
export function usePhotoQueue(state: StoredPhoto['state'], limit: number): readonly StoredPhoto[] | null {
  return useLive((local) => local.photos.where('[state+order]').between([state, 0], [state, Infinity]).limit(limit).toArray(), `queue:${state}:${limit}`);
}

/** Records that wait to be sent, at most `limit`. */
export function useOutbox(limit: number): readonly { readonly kind: string; readonly id: string }[] | null {
  return useLive((local) => local.outbox.limit(limit).toArray(), `outbox:${limit}`);
}
