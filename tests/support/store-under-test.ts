import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { SqlRecordStore } from '../../center/store/records/record-store.ts';
import type { Database } from '../../center/store/sql.ts';
import { NOW, type StoreUnderTest } from '../contract/record-store.ts';

/** All that writes and moves fill. */
const TABLES = ['records', 'history', 'departures', 'digests', 'scope_digests', 'evidence', 'service_minutes', 'held', 'moves', 'moved_positions', 'divisions', 'devices', 'counties'];

/**
 * A store over a database that a test opens, as the contract wants it. Two transactions on two connections of one process
 * would wait for each other in SQLite, which waits without giving way: there the other store shares the database, and
 * tests with other processes stand beside the contract.
 */
export async function storeUnderTest(open: () => Promise<Database>, remove: () => Promise<void>): Promise<StoreUnderTest> {
  const clock = new FakeClock();
  const random = seededRandom(7);
  const ids = uuidv7Ids(clock, random);
  const opened: Database[] = [await open()];
  const [db] = opened as [Database];
  return {
    store: new SqlRecordStore(db, ids),
    access: { db, clock, ids, random },
    openAnother: async () => {
      const another = db.dialect === 'sqlite' ? db : await open();
      opened.push(another);
      return new SqlRecordStore(another, ids);
    },
    empty: async () => {
      clock.move(NOW - clock.now());
      await db.write(async (tx) => {
        for (const table of TABLES) await tx.run(`DELETE FROM ${table}`);
        await tx.run("DELETE FROM meta WHERE key = 'restored'");
      });
    },
    close: async () => {
      for (const one of new Set(opened)) await one.close();
      await remove();
    },
  };
}
