import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '#shared/protocol/exchange.ts';
import { openDataFolder, databasePath } from '../../center/app/data-folder.ts';
import { DatabaseFault } from '../../center/store/fault.ts';
import { openSqlite } from '../../center/store/sqlite/database.ts';
import { runProgram } from '../support/center-process.ts';
import { acceptedWrite, activity, CITY, COUNTY, standard, TOWN, VILLAGE } from '../support/center-records.ts';
import { storeUnderTest } from '../support/store-under-test.ts';
import { DEVICE, readAll, recordStoreContract, type StoreUnderTest } from './record-store.ts';
import { digestsContract } from './record-store-digests.ts';
import { guardContract } from './record-store-guard.ts';
import { movesContract } from './record-store-moves.ts';

const WRITER = fileURLToPath(new URL('../support/store-writer.ts', import.meta.url));

const makeStore = async (): Promise<StoreUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-store-'));
  return await storeUnderTest(() => openSqlite(join(folder, 'center.db')), () => rm(folder, { recursive: true, force: true }));
};

recordStoreContract('SQLite', makeStore);
movesContract('SQLite', makeStore);
digestsContract('SQLite', makeStore);
guardContract('SQLite', makeStore);

describe('the county log on SQLite', () => {
  const inFolder = async (work: (dataDir: string) => Promise<void>): Promise<void> => {
    const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-store-'));
    try {
      await work(dataDir);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  };

  it('L1 a reader that follows while two other processes write skips nothing', () =>
    inFolder(async (dataDir) => {
      const folder = await openDataFolder(dataDir);
      const positions: number[] = [];
      const seen = new Set<string>();
      let through: Checkpoint = {};
      const follow = async (): Promise<void> => {
        const read = await readAll(folder.store, COUNTY, ['activities'], [7], through);
        through = read.through;
        for (const change of read.changes) {
          positions.push(change.position);
          if ('record' in change) seen.add(change.record.id);
        }
      };
      let running = 2;
      const writers = [1, 2].map(() => runProgram(WRITER, [dataDir, '60']).finally(() => (running -= 1)));
      while (running > 0) {
        await follow();
        await new Promise(setImmediate);
      }
      await follow();
      const done = await Promise.all(writers);
      expect(done.map(({ code, stderr }) => [code, stderr])).toEqual([[0, ''], [0, '']]);
      const acknowledged = done.flatMap(({ stdout }) => stdout.trim().split('\n'));
      expect(seen).toEqual(new Set(acknowledged));
      expect(positions).toEqual(Array.from({ length: acknowledged.length }, (_, index) => index + 1));
      await folder.close();
    }));

  it('L2 every tier reads its scope by an index range, oldest first, without sorting', () =>
    inFolder(async (dataDir) => {
      const folder = await openDataFolder(dataDir);
      await folder.store.write([acceptedWrite('activities', activity()), acceptedWrite('standards', standard(COUNTY, TOWN))], DEVICE, '');
      const columns = { county: 'records_by_county', town: 'records_by_town', village: 'records_by_village' };
      for (const [column, index] of Object.entries(columns)) {
        const plan = await folder.access.db.all(`EXPLAIN QUERY PLAN SELECT body FROM records WHERE ${column === 'county' ? '' : 'county = ? AND '}${column} = ? AND position > ? AND position > CASE kind WHEN ? THEN ? END ORDER BY position LIMIT ?`, ...(column === 'county' ? [] : ['y']), 'x', 1, 'k', 1, 10);
        expect(plan.map((row) => row['detail'])).toEqual([`SEARCH records USING INDEX ${index} (${column === 'county' ? '' : 'county=? AND '}${column}=? AND position>?)`]);
      }
      expect((await readAll(folder.store, VILLAGE, ['activities', 'standards'], [1])).changes).toHaveLength(2);
      expect((await readAll(folder.store, CITY, ['activities', 'standards'], [1])).changes).toHaveLength(2);
      await folder.close();
    }));

  it('what was acknowledged is there when the database is opened anew', () =>
    inFolder(async (dataDir) => {
      const folder = await openDataFolder(dataDir);
      const record = activity();
      await folder.store.write([acceptedWrite('activities', record)], DEVICE, '');
      await folder.close();
      const again = await openDataFolder(dataDir);
      expect((await again.store.get('activities', record.id))?.record).toEqual(record);
      await again.close();
    }));

  it('a database of a newer version is left alone, and the message says so', () =>
    inFolder(async (dataDir) => {
      const folder = await openDataFolder(dataDir);
      await folder.access.db.run('PRAGMA user_version = 99');
      await folder.close();
      await expect(openSqlite(databasePath(dataDir))).rejects.toThrow(DatabaseFault);
      await expect(openSqlite(databasePath(dataDir))).rejects.toThrow(/newer version/);
    }));
});
