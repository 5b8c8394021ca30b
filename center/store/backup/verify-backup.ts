import { dirname, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { BackupFault, hashOfFile } from './files.ts';
import { DATABASE, PHOTO_LIST, photoPath, type Backup } from './manifest.ts';

/** What was read of a backup and found whole. */
export interface Verified {
  readonly photos: readonly string[];
}

/**
 * Reads a backup through: the database's bytes are those that were checked when it was made, and every photo is what its
 * name says. The whole of it, so it takes as long as reading it does.
 * @throws BackupFault naming what is damaged or missing
 */
export async function verifyBackup(backup: Backup): Promise<Verified> {
  const { folder, manifest } = backup;
  if ((await hashOfFile(join(folder, DATABASE))) !== manifest.database.sha256) {
    throw new BackupFault(`The backup ${folder} is damaged: its database is not what was written. Take an earlier one.`);
  }
  const photos = await listedPhotos(backup);
  const damaged: string[] = [];
  for (const hash of photos) if ((await hashOfFile(photoPath(dirname(folder), hash))) !== hash) damaged.push(hash);
  if (damaged.length > 0) {
    throw new BackupFault(`The backup ${folder} is damaged: ${damaged.length} of ${photos.length} photos are missing or altered, the first is ${damaged[0]}. Its database is whole.`);
  }
  return { photos };
}

/** Hashes of the photos that belong to a backup. */
async function listedPhotos({ folder, manifest }: Backup): Promise<string[]> {
  const lines = (await readFile(join(folder, PHOTO_LIST), 'utf8')).split('\n').filter((line) => line !== '');
  if (lines.length !== manifest.photos.count) throw new BackupFault(`The backup ${folder} is damaged: its list of photos has ${lines.length} lines instead of ${manifest.photos.count}.`);
  return lines.map((line) => line.slice(0, 64));
}
