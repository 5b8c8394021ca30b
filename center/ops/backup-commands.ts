import { join, resolve } from 'node:path';
import { inMegabytes } from '../store/backup/files.ts';
import { findBackup, pruneBackups } from '../store/backup/list-backups.ts';
import { DATABASE, describeBackup } from '../store/backup/manifest.ts';
import { restoreBackup } from '../store/backup/restore-backup.ts';
import { takeBackup } from '../store/backup/take-backup.ts';
import { verifyBackup } from '../store/backup/verify-backup.ts';
import { renewEpoch } from '../store/records/epoch.ts';
import { openSqlite } from '../store/sqlite/database.ts';
import type { Output } from './output.ts';

export interface BackupArguments {
  readonly data?: string | undefined;
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly keep?: string | undefined;
  readonly verify?: boolean | undefined;
}

const DEFAULT_DATA = 'center-data';

/** `backup --data DIR --to BACKUPS [--keep N]`, and `backup --verify --from BACKUP`. Answers the exit code. */
export async function backupCommand(given: BackupArguments, output: Output): Promise<number> {
  if (given.verify === true) return await verify(given.from ?? given.to, output);
  if (given.to === undefined) return misused(output, 'backup needs --to, the folder of backups.');
  const keep = Number(given.keep ?? '0');
  if (!Number.isInteger(keep) || keep < 0) return misused(output, '--keep must be a whole number.');
  const backups = resolve(given.to);
  const taken = await takeBackup({ dataDir: resolve(given.data ?? DEFAULT_DATA), backups, now: Date.now() });
  const { database, photos, missing } = taken.manifest;
  output.out(`${taken.folder}: ${describeBackup(taken)} (${taken.newPhotos} new), ${inMegabytes(database.bytes + photos.bytes)}, read back and whole\n`);
  for (const hash of missing) output.err(`the photo ${hash} is missing or damaged in the data folder, and is not in this backup\n`);
  if (keep > 0) for (const folder of await pruneBackups(backups, keep)) output.out(`removed ${folder}\n`);
  return missing.length === 0 ? 0 : 1;
}

async function verify(path: string | undefined, output: Output): Promise<number> {
  if (path === undefined) return misused(output, 'backup --verify needs --from, a backup or a folder of backups.');
  const backup = await findBackup(resolve(path));
  await verifyBackup(backup);
  output.out(`${backup.folder} is whole: ${describeBackup(backup)}\n`);
  return 0;
}

/** `restore --from BACKUP --data NEWDIR`. Answers the exit code. */
export async function restoreCommand(given: BackupArguments, output: Output): Promise<number> {
  if (given.from === undefined || given.data === undefined) return misused(output, 'restore needs --from, a backup or a folder of backups, and --data, a folder that is not there yet.');
  const backup = await findBackup(resolve(given.from));
  const dataDir = resolve(given.data);
  await restoreBackup({ backup, dataDir, renew: beginAnotherLife });
  output.out(`${dataDir}: ${describeBackup(backup)}, from ${backup.folder}\n${AFTERWARDS}`);
  return 0;
}

/** What a backup cannot know of the time after it was made. */
const AFTERWARDS = `Start the center on this folder. Stations notice by themselves and send again what came after the backup.
What was done at the center after the backup is to be done again: devices that were revoked since are not revoked here,
and devices that were enrolled since need a new code.
`;

async function beginAnotherLife(dataDir: string): Promise<void> {
  const database = await openSqlite(join(dataDir, DATABASE));
  try {
    await database.write((tx) => renewEpoch(tx));
  } finally {
    await database.close();
  }
}

function misused({ err }: Output, problem: string): number {
  err(`${problem}\nSee: npm run qiyou-center -- --help\n`);
  return 2;
}
