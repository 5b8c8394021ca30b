import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { AccessContext } from '../access/context.ts';
import { openDatabase } from '../store/sqlite/database.ts';
import { SqliteRecordStore } from '../store/sqlite/sqlite-record-store.ts';
import { systemClock, systemRandom } from './system.ts';

/** The database of a data folder, opened; by the server and, beside it, by the CLI. */
export interface DataFolder {
  readonly access: AccessContext;
  readonly store: SqliteRecordStore;
  close(): void;
}

/**
 * Opens a data folder's database, making folder and database where they are not there.
 * @throws DatabaseFault with a message for the person who runs the center
 */
export function openDataFolder(dataDir: string, clock: Clock = systemClock): DataFolder {
  mkdirSync(dataDir, { recursive: true, mode: 0o750 });
  const db = openDatabase(databasePath(dataDir));
  const access = { db, clock, random: systemRandom, ids: uuidv7Ids(clock, systemRandom) };
  return { access, store: new SqliteRecordStore(db), close: () => db.close() };
}

export function databasePath(dataDir: string): string {
  return join(dataDir, 'center.db');
}
