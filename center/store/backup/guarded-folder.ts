import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedDatabase, DatabaseFault } from '../fault.ts';
import { codeOf, sizeOf } from './files.ts';
import { listBackups } from './list-backups.ts';
import { DATABASE, describeBackup, PHOTOS_NOTE } from './manifest.ts';
import { rememberedBackups } from './remembered.ts';
import { isUnfinishedRestore } from './restore-backup.ts';

/**
 * Opens the database of a data folder, but none that would begin empty where data was: not one whose restore was cut off, nor
 * one that is gone while its photos lie there. Where it is damaged, the message names the newest backup.
 * @param backups where backups go to, where that is known better than by the folder's own note
 */
export async function openGuarded<T>(dataDir: string, open: () => Promise<T>, backups = rememberedBackups(dataDir)): Promise<T> {
  if (await isUnfinishedRestore(dataDir)) {
    throw new DatabaseFault(`The restore into ${dataDir} did not come to its end. Run it again: npm run qiyou-center -- restore --from BACKUP --data ${dataDir}`);
  }
  try {
    if ((await sizeOf(join(dataDir, DATABASE))) === null && (await hasPhotos(dataDir)) && (await sizeOf(`${join(dataDir, DATABASE)}-wal`)) === null) {
      throw new DamagedDatabase(`There are photos in ${dataDir}, but no database ${DATABASE}. Nothing was changed. Put the file back.`);
    }
    return await open();
  } catch (error) {
    throw error instanceof DamagedDatabase ? new DamagedDatabase(`${error.message} ${await adviceFor(backups)}`) : error;
  }
}

async function adviceFor(backups: string | null): Promise<string> {
  const newest = backups === null ? undefined : (await listBackups(backups))[0];
  if (newest === undefined) return 'No backup of it is known here; if there is one: npm run qiyou-center -- restore --from BACKUP --data NEWDIR';
  return `The newest backup is of ${describeBackup(newest)}: npm run qiyou-center -- restore --from ${newest.folder} --data NEWDIR`;
}

/** Photos in the folder, or the note that they are in S3. */
async function hasPhotos(dataDir: string): Promise<boolean> {
  if ((await sizeOf(join(dataDir, PHOTOS_NOTE))) !== null) return true;
  try {
    return (await readdir(join(dataDir, 'blobs'))).some((name) => /^[0-9a-f]{2}$/.test(name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
