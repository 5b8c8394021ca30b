import { describe, expect, it } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom, type Random } from '#shared/ports/random.ts';
import type { Change } from '#shared/protocol/exchange.ts';
import { openPostgres } from '../../center/store/postgres/database.ts';
import { SqlRecordStore } from '../../center/store/records/record-store.ts';
import type { Database } from '../../center/store/sql.ts';
import { acceptedWrite, activity, CITY, COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWN, VILLAGE } from '../support/center-records.ts';
import { delayedDatabase } from '../support/delayed-database.ts';
import { sharedPostgres } from '../support/postgres.ts';
import { ReplicaReader } from '../support/replica-reader.ts';
import { storeUnderTest } from '../support/store-under-test.ts';
import { DEVICE, recordStoreContract, type StoreUnderTest } from './record-store.ts';
import { digestsContract } from './record-store-digests.ts';
import { guardContract } from './record-store-guard.ts';
import { movesContract } from './record-store-moves.ts';

const makeStore = async (): Promise<StoreUnderTest> => {
  const server = await sharedPostgres();
  const url = await server.createDatabase();
  return await storeUnderTest(() => openPostgres(url, { connections: 4 }), () => server.dropDatabase(url));
};

recordStoreContract('PostgreSQL', makeStore);
movesContract('PostgreSQL', makeStore);
digestsContract('PostgreSQL', makeStore);
guardContract('PostgreSQL', makeStore);

describe('the county log on PostgreSQL', () => {
  const WRITERS = 8;
  const TURNS = 12;

  /** Writes one after the other; now and then a transaction is held open for a while, or is undone at its very end. */
  async function writeAll(db: Database, random: Random, acknowledged: Map<string, readonly [county: string, position: number]>): Promise<void> {
    let undo = false;
    const held = delayedDatabase(db, async () => {
      for (let turns = (random.bytes(1)[0] ?? 0) % 40; turns > 0; turns -= 1) await new Promise(setImmediate);
      if (undo) throw new Error('undone');
    });
    const store = new SqlRecordStore(held, uuidv7Ids(new FakeClock(), random));
    for (let turn = 0; turn < TURNS; turn += 1) {
      const [size = 0, chance = 0] = random.bytes(2);
      undo = chance % 4 === 0;
      const sites = [VILLAGE, OTHER_VILLAGE, chance % 3 === 0 ? OTHER_COUNTY : TOWN];
      const batch = Array.from({ length: 1 + (size % 6) }, (_, index) => acceptedWrite('activities', activity(sites[index % sites.length])));
      const results = await store.write(batch, DEVICE, '').catch(() => []);
      for (const result of results) if (result.status === 'accepted') acknowledged.set(result.receipt.id, [result.receipt.county, result.receipt.position]);
    }
  }

  it('L1 no reader skips or repeats a position, while many write at once, some commit late and some are undone', async () => {
    const server = await sharedPostgres();
    const url = await server.createDatabase();
    const opened = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url, { connections: 4 })));
    const acknowledged = new Map<string, readonly [string, number]>();
    let writing = WRITERS;
    const follow = async (db: Database, scope: string): Promise<Change[]> => {
      const reader = new ReplicaReader(new SqlRecordStore(db, uuidv7Ids(new FakeClock(), seededRandom(1))), scope, ['activities']);
      for (;;) {
        const last = writing === 0;
        await reader.pull(7);
        if (last) return reader.changes;
      }
    };
    const database = (index: number): Database => opened[index % opened.length] as Database;
    const readers = [CITY, COUNTY, TOWN, VILLAGE].map((scope, index) => follow(database(index), scope));
    await Promise.all(Array.from({ length: WRITERS }, (_, index) => writeAll(database(index), seededRandom(index), acknowledged).finally(() => (writing -= 1))));
    const [city, county] = (await Promise.all(readers)) as [Change[], Change[]];
    for (const [changes, counties] of [[city, [COUNTY, OTHER_COUNTY]], [county, [COUNTY]]] as const) {
      for (const log of counties) {
        const positions = changes.filter((change) => change.county === log).map(({ position }) => position);
        expect(positions).toEqual(Array.from({ length: positions.length }, (_, index) => index + 1));
      }
      const seen = new Map(changes.map((change) => ['record' in change ? change.record.id : '', [change.county, change.position]]));
      expect(seen).toEqual(new Map([...acknowledged].filter(([, [log]]) => counties.some((one) => one === log))));
    }
    for (const db of opened) await db.close();
    await server.dropDatabase(url);
  });

  it('batches that touch the same logs in another order do not lock each other out', async () => {
    const server = await sharedPostgres();
    const url = await server.createDatabase();
    const opened = await Promise.all([openPostgres(url, { connections: 4 }), openPostgres(url, { connections: 4 })]);
    const [one, two] = opened.map((db) => new SqlRecordStore(db, uuidv7Ids(new FakeClock(), seededRandom(1)))) as [SqlRecordStore, SqlRecordStore];
    const sites = [VILLAGE, OTHER_COUNTY, CITY];
    const batches = Array.from({ length: 30 }, (_, turn) => (turn % 2 === 0 ? sites : sites.toReversed()).map((site) => acceptedWrite('activities', activity(site))));
    const results = await Promise.all(batches.map((batch, turn) => (turn % 2 === 0 ? one : two).write(batch, DEVICE, '')));
    expect(results.flat().every(({ status }) => status === 'accepted')).toBe(true);
    expect(await Promise.all([COUNTY, OTHER_COUNTY, '211100'].map((log) => one.head(log)))).toEqual([30, 30, 30]);
    for (const db of opened) await db.close();
    await server.dropDatabase(url);
  });

  it('a county is read and written in its own partition alone', async () => {
    const server = await sharedPostgres();
    const url = await server.createDatabase();
    const db = await openPostgres(url);
    const plans = [
      'SELECT * FROM records WHERE county = ? AND position > ? ORDER BY position LIMIT 10',
      'SELECT * FROM records WHERE county = ? AND village = ? AND position > 1 ORDER BY position LIMIT 10',
      'SELECT * FROM history WHERE county = ? AND position = ?',
    ];
    for (const sql of plans) {
      const rows = await db.all(`EXPLAIN ${sql.replace('?', `'${COUNTY}'`).replace('?', sql.includes('village') ? `'${VILLAGE}'` : '1')}`);
      const tables = new Set(rows.flatMap((row) => String(row['QUERY PLAN']).match(/ on (records|history)_\d+/g) ?? []));
      expect(tables.size).toBe(1);
    }
    await db.close();
    await server.dropDatabase(url);
  });
});
