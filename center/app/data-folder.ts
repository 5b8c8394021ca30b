import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import type { AccessContext } from '../access/context.ts';
import { openGuarded } from '../store/backup/guarded-folder.ts';
import { DatabaseFault } from '../store/fault.ts';
import { openPostgres } from '../store/postgres/database.ts';
import { SqlRecordStore } from '../store/records/record-store.ts';
import type { Database } from '../store/sql.ts';
import { openSqlite } from '../store/sqlite/database.ts';
import { systemClock, systemRandom } from './system.ts';

/** The database of a center, opened; by the server and, beside it, by the CLI. */
export interface DataFolder {
  readonly access: AccessContext;
  readonly store: RecordStore;
  close(): Promise<void>;
}

/** Where a center's data is. */
export interface DataPlace {
  /** Folder of the photos, and of the database where it is SQLite. */
  readonly dataDir: string;
  /** `postgres://…`, where the database is PostgreSQL. */
  readonly database?: string | undefined;
  /** Connections to PostgreSQL that this process holds at most, besides one for news. */
  readonly connections?: number | undefined;
}

/**
 * Opens a center's database, making folder and database where they are not there.
 * @throws DatabaseFault with a message for the person who runs the center
 */
export async function openDataFolder(place: string | DataPlace, clock: Clock = systemClock): Promise<DataFolder> {
  const where: DataPlace = typeof place === 'string' ? { dataDir: place } : place;
  mkdirSync(where.dataDir, { recursive: true, mode: 0o750 });
  const db = await open(where);
  const access = { db, clock, random: systemRandom, ids: uuidv7Ids(clock, systemRandom) };
  return { access, store: new SqlRecordStore(db, access.ids), close: () => db.close() };
}

function open({ dataDir, database, connections }: DataPlace): Promise<Database> {
  if (database === undefined) return openGuarded(dataDir, () => openSqlite(databasePath(dataDir)));
  if (/^postgres(ql)?:\/\//.test(database)) return openPostgres(database, connections === undefined ? {} : { connections });
  throw new DatabaseFault('--database must be postgres://user@host:port/name; without it the database is a file in the data folder.');
}

/** The file of a SQLite center. */
export function databasePath(dataDir: string): string {
  return join(dataDir, 'center.db');
}
