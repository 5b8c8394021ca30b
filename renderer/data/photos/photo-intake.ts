import type { Bridge, VaultError } from '#shared/bridge/contract.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { LocalDb } from '../local/local-db.ts';
import type { RecordWriter } from '../records/record-writer.ts';
import { readDoc } from '../records/queries.ts';
import type { Replica } from '../replica/open-replica.ts';

/** A photo ready to be kept: what the preparation read of it, and its bytes. */
export interface ReadyPhoto {
  readonly facts: Pick<
    Evidence,
    | 'hash' | 'size' | 'type' | 'width' | 'height' | 'thumbHash' | 'thumbSize' | 'originalHash' | 'originalSize' | 'originalName'
    | 'takenAt' | 'takenSource' | 'lat' | 'lng' | 'phash' | 'likeness' | 'software'
  >;
  readonly bytes: Uint8Array;
  readonly thumb: Uint8Array;
}

/** What a photo is evidence of; `occurredOn` is used where the photo itself says no day. */
export type PhotoPurpose = Pick<Evidence, 'item' | 'activity' | 'occurredOn' | 'caption'>;

export type TakenIn =
  | { readonly ok: true; readonly record: Evidence }
  /** The same file is there already for the same purpose. */
  | { readonly ok: false; readonly reason: 'duplicate'; readonly of: Evidence }
  | { readonly ok: false; readonly reason: 'vault'; readonly error: VaultError }
  | { readonly ok: false; readonly reason: 'storage'; readonly detail: string };

/** Keeps prepared photos: bytes in the vault, then the queue, then the record, so that no record lacks its photo. */
export interface PhotoIntake {
  take(photo: ReadyPhoto, purpose: PhotoPurpose): Promise<TakenIn>;
}

export interface PhotoIntakeOptions {
  readonly replica: Replica;
  readonly writer: RecordWriter;
  readonly bridge: Bridge;
  readonly clock: Clock;
  /** Told when photos are in the queue. */
  readonly onWaiting: () => void;
}

export function createPhotoIntake(options: PhotoIntakeOptions): PhotoIntake {
  const { replica, writer, bridge } = options;

  async function sameFile(photo: ReadyPhoto, purpose: PhotoPurpose): Promise<Evidence | null> {
    const docs = await replica.collections.evidence.find({ selector: { originalHash: photo.facts.originalHash } }).exec();
    const all = docs.map((doc) => readDoc('evidence', doc.toJSON()));
    return all.find((known) => !known.removed && known.item === purpose.item && known.activity === purpose.activity) ?? null;
  }

  return {
    async take(photo, purpose) {
      const known = await sameFile(photo, purpose);
      if (known !== null) return { ok: false, reason: 'duplicate', of: known };
      // Side by side: each waits for the disk most of its time.
      const parts = [{ hash: photo.facts.hash, bytes: photo.bytes }, { hash: photo.facts.thumbHash, bytes: photo.thumb }];
      for (const put of await Promise.all(parts.map((part) => bridge.invoke('photo.put', part)))) {
        if (!put.ok) return { ok: false, reason: 'vault', error: put.error };
      }
      const id = writer.newId();
      await queue(replica.local, photo, id, options.clock.now());
      const taken = photo.facts.takenAt.slice(0, 10);
      const saved = await writer.create('evidence', { ...photo.facts, ...purpose, occurredOn: taken === '' ? purpose.occurredOn : taken }, id);
      if (!saved.ok) return { ok: false, reason: 'storage', detail: saved.storage ?? saved.problems.map((problem) => problem.path).join(', ') };
      options.onWaiting();
      return { ok: true, record: saved.record };
    },
  };
}

/**
 * The same bytes are sent once: an entry that was received stays. One that waits or failed waits for the new record from
 * now on, because the one that it named may never have been saved, or was refused, or its bytes were damaged.
 */
async function queue(local: LocalDb, photo: ReadyPhoto, evidence: string, order: number): Promise<void> {
  const { hash, size, type, thumbHash, thumbSize } = photo.facts;
  const entry = { evidence, state: 'waiting', reason: '', attempts: 0, order } as const;
  await local.transaction('rw', local.photos, async () => {
    for (const part of [
      { ...entry, hash: thumbHash, part: 'thumb', size: thumbSize, type: 'image/jpeg' },
      { ...entry, hash, part: 'picture', size, type },
    ] as const) {
      const known = await local.photos.get(part.hash);
      if (known?.state !== 'received') await local.photos.put(known === undefined ? part : { ...part, order: known.order });
    }
  });
}
