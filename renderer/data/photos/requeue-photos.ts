import type { Bridge } from '#shared/bridge/contract.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { StoredPhoto } from '../local/local-db.ts';
import type { Replica } from '../replica/open-replica.ts';

/** Key in the `meta` table: the life of the center's log in which the photos of this machine were looked through; '' asks for it. */
export const PHOTOS_LOOKED_AT = 'photosLookedAt';

/** Records looked at in one portion; each names two files. */
const PORTION = 250;

export interface RequeueOptions {
  readonly replica: Replica;
  readonly bridge: Bridge;
  /** Whose evidence it is: of this site, or taken in by this device. */
  readonly isOwn: (record: AnyRecord) => boolean;
}

/**
 * Where the queue was lost with the browser's storage, or the center was restored from a backup: photos in the vault that
 * the center lacks wait again. Nothing is marked as received. Answers how many were put back; null where the center could
 * not say what it has, to be called again. Does nothing before everything was pulled.
 */
export async function requeuePhotos(options: RequeueOptions): Promise<number | null> {
  const { local, engine } = options.replica;
  const { whole, recovering, epoch } = await engine.store.state();
  if (!whole || recovering !== null) return 0;
  const looked = (await local.meta.get(PHOTOS_LOOKED_AT))?.value;
  if (looked === epoch) return 0;
  // The first center of a replica that has its queue: there is nothing to look for.
  const found = looked === undefined ? 0 : await lookThrough(options);
  if (found === null) return null;
  await local.meta.put({ key: PHOTOS_LOOKED_AT, value: epoch });
  return found;
}

/** How many photos were put back; null where the center could not say what it has. */
async function lookThrough(options: RequeueOptions): Promise<number | null> {
  const { store } = options.replica.engine;
  let found = 0;
  for (let after = ''; ; ) {
    const records = await store.scan('evidence', after, PORTION);
    const missing = await missingOf(options, photosOf(records.filter((record) => !record.removed && options.isOwn(record)), options.replica.engine.clock.now()));
    if (missing === null) return null;
    found += await waitAgain(options.replica, missing);
    const last = records.at(-1);
    if (last === undefined || records.length < PORTION) return found;
    after = last.id;
  }
}

function photosOf(records: readonly AnyRecord[], order: number): readonly StoredPhoto[] {
  const photos = records.flatMap((record): StoredPhoto[] => {
    const { id, hash, size, type, thumbHash, thumbSize } = record as AnyRecord & Evidence;
    const entry = { evidence: id, state: 'waiting', reason: '', attempts: 0, order } as const;
    return [
      { ...entry, hash: thumbHash, part: 'thumb', size: thumbSize, type: 'image/jpeg' },
      { ...entry, hash, part: 'picture', size, type },
    ];
  });
  return photos.filter(({ hash }) => hash !== '');
}

/** Photos that are whole in the vault here, and not at the center. */
async function missingOf({ bridge }: RequeueOptions, photos: readonly StoredPhoto[]): Promise<readonly StoredPhoto[] | null> {
  if (photos.length === 0) return [];
  const { have } = await bridge.invoke('photo.has', { hashes: photos.map(({ hash }) => hash) });
  if (have.length === 0) return [];
  const center = await bridge.invoke('photo.have', { hashes: have });
  if (!center.ok) return null;
  const [here, there] = [new Set(have), new Set(center.value.have)];
  return photos.filter(({ hash }) => here.has(hash) && !there.has(hash));
}

/** What waits or failed stays as it is; what counted as received is not received by this center. */
function waitAgain({ local }: Replica, photos: readonly StoredPhoto[]): Promise<number> {
  return local.transaction('rw', local.photos, async () => {
    const known = await local.photos.bulkGet(photos.map(({ hash }) => hash));
    const again = photos.filter((_, index) => known[index] === undefined || known[index]?.state === 'received');
    await local.photos.bulkPut([...again]);
    return again.length;
  });
}
