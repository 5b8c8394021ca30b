import type { Kind } from '#shared/domain/record.ts';
import type { Pending } from '#shared/ports/replica-store.ts';
import type { Refusal } from '#shared/protocol/exchange.ts';
import { estimate, heldBack, type DataEstimate } from '#shared/sync/data-budget.ts';
import { custodyOf, type Custody } from '#shared/sync/pending.ts';
import type { PhotoReason } from '#shared/sync/photo-queue.ts';
import type { LocalDb, RecordKey, StoredPhoto } from '../local/local-db.ts';
import type { Replica } from '../replica/open-replica.ts';
import { useData } from './data-context.ts';
import { useBudget } from './use-budget.ts';
import { useLive } from './use-live.ts';

/** Where records are (rule C1), by id, once. */
export async function custodiesOf(local: LocalDb, kind: Kind, ids: readonly string[]): Promise<ReadonlyMap<string, Custody>> {
  const keys = ids.map((id): RecordKey => [kind, id]);
  const pendings = await local.pendings.where('[kind+id]').anyOf(keys).toArray();
  const waiting = new Map(pendings.map((entry) => [entry.id, entry]));
  return new Map(ids.map((id) => [id, custodyOf(waiting.get(id), undefined)]));
}

/** Where records are (rule C1), by id; null while it loads. */
export function useCustody(kind: Kind, ids: readonly string[]): ReadonlyMap<string, Custody> | null {
  return useLive((local) => custodiesOf(local, kind, ids), `${kind}:${ids.join()}`);
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
  /** What it will use on the line (rule T1). */
  readonly bytes: DataEstimate;
}

/** Records whose size is looked at for the estimate. */
const SAMPLE = 20;

/** What is not yet at the center; null while it loads. */
export function useWaiting(): Waiting | null {
  const { replica } = useData();
  return useLive(async (local): Promise<Waiting> => {
    const [records, aside, waiting, photosFailed] = await Promise.all([
      local.pendings.where('aside').equals(0).count(),
      local.pendings.where('aside').equals(1).count(),
      local.photos.where('state').equals('waiting').toArray(),
      local.photos.where('state').equals('failed').count(),
    ]);
    const pictures = waiting.filter((photo) => photo.part === 'picture');
    const sizeOf = (photos: readonly StoredPhoto[]): number => photos.reduce((total, photo) => total + photo.size, 0);
    const [photoBytes, originalBytes] = [sizeOf(waiting), sizeOf(pictures)];
    const textOfRecord = records === 0 ? 0 : await sampleText(replica, await local.pendings.where('aside').equals(0).limit(SAMPLE).toArray());
    const bytes = estimate({ records, textOfRecord, thumbnailBytes: photoBytes - originalBytes, originalBytes });
    return { records, photos: pictures.length, photoBytes, aside, photosFailed, bytes };
  }, 'waiting');
}

/** Length of the JSON of a record, on average. */
async function sampleText({ engine }: Replica, entries: readonly Pending[]): Promise<number> {
  const texts: number[] = [];
  for (const kind of new Set(entries.map((entry) => entry.kind))) {
    const records = await engine.store.records(kind, entries.filter((entry) => entry.kind === kind).map(({ id }) => id));
    for (const record of records) if (record !== undefined) texts.push(JSON.stringify(record).length);
  }
  return texts.length === 0 ? 0 : texts.reduce((total, text) => total + text, 0) / texts.length;
}

/** A record that the center refused, and why. */
export type SetAside = Pending & { readonly refusal: Refusal };

/** Records that the center refused (rule P2), with the reasons. */
export function useSetAside(): readonly SetAside[] | null {
  return useLive(setAsideOf, 'aside');
}

/** {@link useSetAside} once. */
export async function setAsideOf(local: LocalDb): Promise<readonly SetAside[]> {
  const rows = await local.pendings.where('aside').equals(1).toArray();
  return rows.flatMap((row) => (row.refusal === null ? [] : [{ ...row, refusal: row.refusal }]));
}

/**
 * Photos of a state, in the order in which they came; at most `limit`. The reason of one that waits is `paused` or `budget`
 * where that holds it back now.
 */
export function usePhotoQueue(state: StoredPhoto['state'], limit: number): readonly StoredPhoto[] | null {
  const budget = useBudget();
  const photos = useLive((local) => local.photos.where('[state+order]').between([state, 0], [state, Infinity]).limit(limit).toArray(), `queue:${state}:${limit}`);
  if (photos === null || budget === null || state !== 'waiting') return photos;
  return photos.map((photo) => ({ ...photo, reason: budget.paused ? 'paused' : heldBack(photo, budget) !== null ? 'budget' : photo.reason }));
}

/** Records that wait to be sent, oldest first, at most `limit`. */
export function useOutbox(limit: number): readonly { readonly kind: string; readonly id: string }[] | null {
  return useLive((local) => local.pendings.orderBy(':id').filter(({ aside }) => aside === 0).limit(limit).toArray(), `outbox:${limit}`);
}
