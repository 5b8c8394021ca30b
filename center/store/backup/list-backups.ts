import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupFault, codeOf } from './files.ts';
import { readBackup, type Backup } from './manifest.ts';

const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/;

/** The backups in a folder of backups that came to their end, newest first; none where there is no such folder. */
export async function listBackups(backups: string): Promise<readonly Backup[]> {
  const found: Backup[] = [];
  for (const name of (await namesIn(backups)).filter((one) => NAME.test(one)).toSorted().toReversed()) {
    const backup = await readBackup(join(backups, name));
    if (backup !== null) found.push(backup);
  }
  return found;
}

/**
 * The backup that a person means: a backup's own folder, or the newest in a folder of backups.
 * @throws BackupFault where there is none
 */
export async function findBackup(path: string): Promise<Backup> {
  const named = (await readBackup(path)) ?? (await listBackups(path))[0];
  if (named === undefined) throw new BackupFault(`There is no whole backup in ${path}.`);
  return named;
}

/** Removes all but the newest backups. Their photos stay: a center removes none, so the newest backup names them all. */
export async function pruneBackups(backups: string, keep: number): Promise<readonly string[]> {
  const old = (await listBackups(backups)).slice(Math.max(1, keep)).map(({ folder }) => folder);
  for (const folder of old) await rm(folder, { recursive: true });
  return old;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
