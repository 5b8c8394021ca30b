import { createHash } from 'node:crypto';
import type { BlobStore } from '#shared/ports/blob-store.ts';

export interface StoredPhoto {
  readonly hash: string;
  /** Bytes that the center gave a receipt for. */
  readonly size: number;
}

export interface VerifyOptions {
  readonly photos: AsyncIterable<StoredPhoto>;
  readonly blobs: Pick<BlobStore, 'read' | 'size'>;
  /** Asks for sizes alone, and reads nothing. */
  readonly quick: boolean;
  readonly signal: AbortSignal;
  readonly found: (hash: string, what: 'missing' | 'altered') => void;
  /** Called after each few photos, with the hash up to which all were looked at. */
  readonly progress: (checked: number, last: string) => void;
}

/** Photos that are read side by side: of a storage far away most of the time is waiting. */
const AT_ONCE = 4;

/**
 * Reads photos and compares them with their hashes, a few at a time, until all were looked at or the signal says to stop.
 * @throws what the storage throws where it is away; `progress` has told how far it came
 */
export async function verifyBlobs({ photos, blobs, quick, signal, found, progress }: VerifyOptions): Promise<{ readonly checked: number; readonly bad: number }> {
  let [checked, bad] = [0, 0];
  for await (const some of inGroups(photos, AT_ONCE)) {
    if (signal.aborted) break;
    const verdicts = await Promise.all(some.map((photo) => verdictOn(photo, blobs, quick)));
    for (const [index, verdict] of verdicts.entries()) {
      if (verdict === 'whole') continue;
      bad += 1;
      found(some[index]?.hash ?? '', verdict);
    }
    checked += some.length;
    progress(checked, some.at(-1)?.hash ?? '');
  }
  return { checked, bad };
}

async function verdictOn({ hash, size }: StoredPhoto, blobs: VerifyOptions['blobs'], quick: boolean): Promise<'whole' | 'missing' | 'altered'> {
  if (quick) {
    const there = await blobs.size(hash);
    if (there === null) return 'missing';
    return there === size ? 'whole' : 'altered';
  }
  const bytes = await blobs.read(hash);
  if (bytes === null) return 'missing';
  const digest = createHash('sha256');
  for await (const chunk of bytes) digest.update(chunk);
  return digest.digest('hex') === hash ? 'whole' : 'altered';
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
