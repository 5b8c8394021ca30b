import { DatabaseFault } from '../fault.ts';
import { LOCKS } from '../locks.ts';
import type { Sql } from '../sql.ts';
import { STEPS } from '../steps.ts';
import type { PostgresSession } from './session.ts';

interface Migratable {
  write<T>(work: (tx: PostgresSession) => Promise<T>): Promise<T>;
}

/**
 * Brings a database to the newest schema in one transaction. Processes that start at once wait here for each other; all
 * but the first find nothing to do.
 * @throws DatabaseFault where it is from a newer version
 */
export async function migrate(database: Migratable, place: string): Promise<void> {
  await database.write(async (tx) => {
    await tx.get('SELECT pg_advisory_xact_lock(?, ?)', ...LOCKS.migration);
    const found = await versionOf(tx);
    const steps = STEPS.postgres;
    if (found > steps.length) {
      throw new DatabaseFault(`The database ${place} was made by a newer version of this program (schema ${found}, this one knows ${steps.length}). Start that version.`);
    }
    if (found === steps.length) return;
    for (const step of steps.slice(found).flat()) {
      if (typeof step === 'string') await tx.script(step);
      else await step(tx);
    }
    await tx.run('UPDATE schema_version SET version = ?', steps.length);
  });
}

async function versionOf(tx: Sql): Promise<number> {
  const known = await tx.get("SELECT to_regclass('schema_version') IS NOT NULL AS there");
  if (known?.['there'] === 0) {
    await tx.run('CREATE TABLE schema_version (version integer NOT NULL)');
    await tx.run('INSERT INTO schema_version (version) VALUES (0)');
  }
  return Number((await tx.get('SELECT version FROM schema_version'))?.['version']);
}
