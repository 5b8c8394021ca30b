import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * What a backup says of itself. A folder of backups holds one folder a backup (`2026-11-23T02-00-00Z`) and the photos of
 * all of them once (`photos/ab/cd/<hash>`).
 */
export const manifestSchema = z.looseObject({
  format: z.literal(1),
  /** Milliseconds since 1970 by the clock of the machine that made it. */
  madeAt: z.number().int(),
  database: z.object({ bytes: z.number().int(), sha256: z.string() }),
  records: z.number().int(),
  photos: z.object({ count: z.number().int(), bytes: z.number().int() }),
  /** Where the photos are, and how many: they are in S3 then, and none of them in the backup. */
  elsewhere: z.object({ place: z.looseObject({}), name: z.string(), count: z.number().int(), bytes: z.number().int() }).optional(),
  /** Hashes of photos that the center says it has and that were not there whole. */
  missing: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const MANIFEST = 'manifest.json';
export const DATABASE = 'center.db';
/** Lines of `sha256sum`, so that photos can be checked without this program: `sha256sum -c photos.sha256`. */
export const PHOTO_LIST = 'photos.sha256';
export const PHOTOS = 'photos';
/** In a data folder: where its photos are, where that is S3 (`center/blobs/place.ts`). */
export const PHOTOS_NOTE = 'photos.json';

/** A backup, whole as far as its manifest says. */
export interface Backup {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The backup in a folder; null where there is none, or one that did not come to its end. */
export async function readBackup(folder: string): Promise<Backup | null> {
  try {
    return { folder, manifest: manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'))) };
  } catch {
    return null;
  }
}

/** A backup's photo, from the backup's folder. */
export function photoPath(backups: string, hash: string): string {
  return join(backups, PHOTOS, hash.slice(0, 2), hash.slice(2, 4), hash);
}

/** A moment as a folder's name, good on every system, sorting by time. */
export function nameOf(madeAt: number): string {
  return `${new Date(madeAt).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

/** What a person reads of a backup: `2026-11-23 02:00 UTC, 1234 records, 56 photos`. */
export function describeBackup({ manifest: { madeAt, records, photos, elsewhere } }: Backup): string {
  const held = elsewhere === undefined ? `${photos.count} photos` : `without the ${elsewhere.count} photos in ${elsewhere.name}`;
  return `${new Date(madeAt).toISOString().slice(0, 16).replace('T', ' ')} UTC, ${records} records, ${held}`;
}
