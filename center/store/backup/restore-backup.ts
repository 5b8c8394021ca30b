import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkCopy } from './database-file.ts';
import { BackupFault, codeOf, copyPhoto, flush, hashOfFile, needRoom, sizeOf, writeWhole } from './files.ts';
import { DATABASE, photoPath, PHOTOS_NOTE, type Backup } from './manifest.ts';
import { verifyBackup } from './verify-backup.ts';

/** In a data folder as long as a restore into it has not come to its end; no center starts on such a folder. */
const UNFINISHED_RESTORE = 'restore-unfinished';

export interface RestoreOptions {
  readonly backup: Backup;
  /** The new data folder: absent, empty, or left by a restore that was cut off. */
  readonly dataDir: string;
  /**
   * Makes the restored database a log of its own life, before any center opens it: another epoch, so that replicas that
   * were ahead notice and bring back what the backup does not have.
   */
  readonly renew: (dataDir: string) => Promise<void>;
}

/**
 * Makes a data folder from a backup. The backup is read through before anything is written, photos are checked as they are
 * copied, and what is there already is never written over.
 * @throws BackupFault
 */
export async function restoreBackup({ backup, dataDir, renew }: RestoreOptions): Promise<void> {
  await refuseUsed(dataDir);
  const { photos } = await verifyBackup(backup);
  await mkdir(dataDir, { recursive: true, mode: 0o750 });
  await needRoom(dataDir, 2 * backup.manifest.database.bytes + backup.manifest.photos.bytes);
  await writeWhole(join(dataDir, UNFINISHED_RESTORE), `from ${backup.folder}\n`);
  await copyAllPhotos(backup, photos, dataDir);
  const { elsewhere } = backup.manifest;
  if (elsewhere !== undefined) await writeWhole(join(dataDir, PHOTOS_NOTE), `${JSON.stringify(elsewhere.place, null, 2)}\n`);
  await copyDatabaseBack(backup, dataDir);
  await renew(dataDir);
  await flush(dataDir);
  await rm(join(dataDir, UNFINISHED_RESTORE));
  await flush(dataDir);
}

/** True where a restore into the folder was cut off. */
export async function isUnfinishedRestore(dataDir: string): Promise<boolean> {
  return (await sizeOf(join(dataDir, UNFINISHED_RESTORE))) !== null;
}

async function refuseUsed(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((error: unknown): string[] => {
    if (codeOf(error) === 'ENOENT') return [];
    if (codeOf(error) === 'ENOTDIR') throw new BackupFault(`${dataDir} is a file. Name a folder that is not there yet.`);
    throw error;
  });
  if (names.length === 0 || names.includes(UNFINISHED_RESTORE)) return;
  throw new BackupFault(`The folder ${dataDir} is not empty. A restore writes over nothing: name a folder that is not there yet, or move this one aside.`);
}

async function copyAllPhotos({ folder }: Backup, photos: readonly string[], dataDir: string): Promise<void> {
  for (const hash of photos) {
    const to = photoPathIn(dataDir, hash);
    if ((await hashOfFile(to)) === hash) continue;
    if (!(await copyPhoto(photoPath(dirname(folder), hash), to, hash))) throw new BackupFault(`The photo ${hash} of the backup was altered while it was read. Nothing was opened; run the restore again.`);
  }
}

async function copyDatabaseBack({ folder, manifest }: Backup, dataDir: string): Promise<void> {
  const to = join(dataDir, DATABASE);
  const temporary = `${to}.restoring`;
  // A log of an earlier, cut restore would be played into the file that comes now.
  for (const left of [temporary, `${to}-wal`, `${to}-shm`]) await rm(left, { force: true });
  await copyFile(join(folder, DATABASE), temporary, constants.COPYFILE_FICLONE);
  if ((await hashOfFile(temporary)) !== manifest.database.sha256) throw new BackupFault('The database was altered while it was copied. Nothing was opened; run the restore again.');
  checkCopy(temporary);
  await flush(temporary);
  await rename(temporary, to);
}

function photoPathIn(dataDir: string, hash: string): string {
  return join(dataDir, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash);
}
