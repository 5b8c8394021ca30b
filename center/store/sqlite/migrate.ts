import { DatabaseFault } from '../fault.ts';
import { STEPS } from '../steps.ts';
import type { SqliteConnection } from './connection.ts';

/**
 * Brings a database to the newest schema, in one transaction; `PRAGMA user_version` counts the steps it has.
 * @throws DatabaseFault where it is from a newer version
 */
export async function migrate(connection: SqliteConnection, path: string): Promise<void> {
  const steps = STEPS.sqlite;
  const version = async (): Promise<number> => Number((await connection.get('PRAGMA user_version'))?.['user_version'] ?? 0);
  const found = await version();
  if (found > steps.length) {
    throw new DatabaseFault(`The database ${path} was made by a newer version of this program (schema ${found}, this one knows ${steps.length}). Start that version.`);
  }
  if (found === steps.length) return;
  await connection.transaction('BEGIN IMMEDIATE', async () => {
    // Read again under the lock: another process may have migrated meanwhile.
    for (const step of steps.slice(await version()).flat()) {
      if (typeof step === 'string') connection.script(step);
      else await step(connection);
    }
    connection.script(`PRAGMA user_version = ${steps.length}`);
  });
}
