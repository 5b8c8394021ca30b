import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataPlace } from '../../center/app/data-folder.ts';
import type { Dialect } from '../../center/store/sql.ts';
import { sharedPostgres } from './postgres.ts';

/** The database engines of a center, for `describe.each`. */
export const ENGINES = ['sqlite', 'postgres'] as const satisfies readonly Dialect[];

/** An empty place for a center's data, on one of the engines. */
export interface TestPlace extends DataPlace {
  remove(): Promise<void>;
}

export async function makePlace(engine: Dialect): Promise<TestPlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-center-'));
  const removeFolder = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  if (engine === 'sqlite') return { dataDir, remove: removeFolder };
  const server = await sharedPostgres();
  const database = await server.createDatabase();
  return {
    dataDir,
    database,
    remove: async () => {
      await server.dropDatabase(database);
      await removeFolder();
    },
  };
}
