import { backup, DatabaseSync } from 'node:sqlite';
import { BackupFault } from './files.ts';

/** What a database holds, as far as a backup wants to know it. */
export interface Contents {
  readonly records: number;
  /** Photos that the center gave a receipt for. */
  readonly photos: readonly { readonly hash: string; readonly size: number }[];
}

/** Pages that are copied before the copy is looked after again. */
const PAGES = 4_096;

/**
 * Copies the database as it is at one moment, while others write to it: an open read transaction pins that moment, so a
 * busy center neither waits nor makes the copy begin again. The copy is one file that needs no other.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = open(from, true);
  try {
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await backup(source, to, { rate: PAGES });
  } catch (error) {
    throw new BackupFault(`The database ${from} cannot be copied: ${messageOf(error)}`);
  } finally {
    source.close();
  }
}

/** Bytes that a copy of the database takes at most. */
export function sizeOfDatabase(path: string): number {
  return using(path, true, (database) => Number(valueOf(database, 'PRAGMA page_count')) * Number(valueOf(database, 'PRAGMA page_size')));
}

/**
 * Reads a copy through, page by page, and answers what is in it.
 * @throws BackupFault where it is damaged
 */
export function checkCopy(path: string): Contents {
  return using(path, false, (database) => {
    // A copy of a file with a log beside it says so of itself; alone, it must not ask for one.
    database.exec('PRAGMA journal_mode = DELETE');
    const verdict = String(valueOf(database, 'PRAGMA integrity_check(3)'));
    if (verdict !== 'ok') throw new BackupFault(`it is damaged: ${verdict}`);
    return contentsOf(database);
  });
}

function contentsOf(database: DatabaseSync): Contents {
  const photos = database.prepare('SELECT hash, size FROM blobs ORDER BY hash').all();
  return {
    records: Number(valueOf(database, 'SELECT count(*) FROM records')),
    photos: photos.map((row) => ({ hash: String(row['hash']), size: Number(row['size']) })),
  };
}

function using<T>(path: string, readOnly: boolean, work: (database: DatabaseSync) => T): T {
  const database = open(path, readOnly);
  try {
    return work(database);
  } catch (error) {
    throw error instanceof BackupFault ? error : new BackupFault(`The database ${path} cannot be read: ${messageOf(error)}`);
  } finally {
    database.close();
  }
}

function open(path: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly, timeout: 10_000 });
  } catch (error) {
    throw new BackupFault(`The database ${path} cannot be opened: ${messageOf(error)}`);
  }
}

function valueOf(database: DatabaseSync, sql: string): unknown {
  return Object.values(database.prepare(sql).get() ?? {})[0];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
