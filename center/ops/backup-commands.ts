import { resolve } from 'node:path';
import { databasePath } from '../app/data-folder.ts';
import { notedPlace, urlOf } from '../blobs/place.ts';
import { inMegabytes } from '../store/backup/files.ts';
import { findBackup, pruneBackups } from '../store/backup/list-backups.ts';
import { describeBackup } from '../store/backup/manifest.ts';
import { restoreBackup } from '../store/backup/restore-backup.ts';
import { takeBackup } from '../store/backup/take-backup.ts';
import { verifyBackup } from '../store/backup/verify-backup.ts';
import { renewEpoch } from '../store/records/epoch.ts';
import { openSqlite } from '../store/sqlite/database.ts';
import { acceptLoss } from '../store/sqlite/preflight.ts';
import { CommandFault, none, placeOf, wholeNumber, within, type CommandOptions } from './command.ts';
import type { Output } from './output.ts';

const MOST_KEPT = 10_000;

/** `backup --data DIR --to BACKUPS [--keep N]`, and `backup --verify --from BACKUP`. */
export async function backupCommand(options: CommandOptions, rest: readonly string[], output: Output): Promise<number> {
  none(rest);
  if (options.verify === true) return await verify(options.from ?? options.to, output);
  if (options.to === undefined) throw new CommandFault('backup needs --to, the folder of backups.', 2);
  const { dataDir, database } = placeOf(options);
  if (database !== undefined) throw new CommandFault('The records are in PostgreSQL: back them up with its own tools, and then the photos (docs/operations.md).');
  const keep = options.keep === undefined ? null : wholeNumber('--keep', options.keep, 1, MOST_KEPT);
  const backups = resolve(options.to);
  const place = notedPlace(dataDir);
  const elsewhere = place === null ? undefined : { place: { ...place }, name: urlOf(place) };
  const taken = await takeBackup({ dataDir, backups, now: Date.now(), elsewhere });
  const { manifest } = taken;
  output.out(`${taken.folder}: ${describeBackup(taken)} (${taken.newPhotos} new), ${inMegabytes(manifest.database.bytes + manifest.photos.bytes)}, read back and whole\n`);
  if (elsewhere !== undefined) output.err(notInHere(elsewhere.name));
  for (const hash of manifest.missing) output.err(`the photo ${hash} is missing or damaged in the data folder, and is not in this backup\n`);
  if (keep !== null) for (const folder of await pruneBackups(backups, keep)) output.out(`removed ${folder}\n`);
  return manifest.missing.length === 0 ? 0 : 1;
}

/** A backup that a person takes for whole and that is not would be worse than none. */
function notInHere(name: string): string {
  return `The photos are in ${name} and not in this backup: keep them safe there, by versions of the bucket or a copy of it elsewhere.\n`;
}

async function verify(path: string | undefined, output: Output): Promise<number> {
  if (path === undefined) throw new CommandFault('backup --verify needs --from, a backup or a folder of backups.', 2);
  const backup = await findBackup(resolve(path));
  await verifyBackup(backup);
  output.out(`${backup.folder} is whole: ${describeBackup(backup)}\n`);
  return 0;
}

/** `restore --from BACKUP --data NEWDIR`. */
export async function restoreCommand(options: CommandOptions, rest: readonly string[], output: Output): Promise<number> {
  none(rest);
  const { from, data } = options;
  if (from === undefined || data === undefined) throw new CommandFault('restore needs --from, a backup or a folder of backups, and --data, a folder that is not there yet.', 2);
  const backup = await findBackup(resolve(from));
  const dataDir = resolve(data);
  await restoreBackup({ backup, dataDir, renew: beginAnotherLife });
  output.out(`${dataDir}: ${describeBackup(backup)}, from ${backup.folder}\n${AFTERWARDS}`);
  const { elsewhere } = backup.manifest;
  if (elsewhere !== undefined) output.err(`The photos are where they were, in ${elsewhere.name}: none was restored. See whether all are there: npm run qiyou-center -- verify-blobs --quick --data ${dataDir}\n`);
  return 0;
}

/** What a backup cannot know of the time after it was made. */
const AFTERWARDS = `Start the center on this folder. Stations notice by themselves and send again what came after the backup.
What was done at the center after the backup is to be done again: devices that were revoked since are not revoked here,
and devices that were enrolled since need a new code.
`;

/** `accept-loss`: a database whose log is lost does not open until this was said, and is in another life then. */
export async function acceptLossCommand(options: CommandOptions, rest: readonly string[], { out }: Output): Promise<number> {
  none(rest);
  const { dataDir } = placeOf(options);
  const lost = acceptLoss(databasePath(dataDir));
  if (lost) await beginAnotherLife(dataDir);
  out(lost ? `the loss is accepted; the center can be started on ${dataDir}, and stations send again what is missing\n` : 'no log is lost\n');
  return 0;
}

/** `renew-epoch`: to be run once after a PostgreSQL database was restored from a backup, before any center starts on it. */
export function renewEpochCommand(options: CommandOptions, rest: readonly string[], { out }: Output): Promise<number> {
  none(rest);
  return within(options, false, async ({ access }) => {
    const epoch = await access.db.write((tx) => renewEpoch(tx));
    out(`the logs are in a new life, ${epoch}; stations notice and send again what is missing\n`);
    return 0;
  });
}

/** Opened as it is: the folder still counts as one that is being restored. */
async function beginAnotherLife(dataDir: string): Promise<void> {
  const database = await openSqlite(databasePath(dataDir));
  try {
    await database.write((tx) => renewEpoch(tx));
  } finally {
    await database.close();
  }
}
