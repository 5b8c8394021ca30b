import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE_BUSY, sqliteCode } from '../store/sqlite/errors.ts';

/** Another center runs on the same data folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';

  constructor(dataDir: string) {
    super(`A center is running already on the data folder ${dataDir}. Stop it first, or choose another folder with --data.`);
  }
}

/**
 * Holds the data folder for this process. The lock is the operating system's (through SQLite), so it ends with the
 * process however that ends: no stale lock file ever needs to be removed by hand.
 * @returns how to let it go
 * @throws AlreadyRunning
 */
export function lockDataFolder(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, 'instance.lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === SQLITE_BUSY) throw new AlreadyRunning(dataDir);
    throw error;
  }
  return () => lock.close();
}
