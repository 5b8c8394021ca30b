import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import type { News } from '#shared/protocol/news.ts';
import { openDataFolder, type DataFolder } from '../../center/app/data-folder.ts';
import { NewsHub } from '../../center/routes/news-hub.ts';
import type { Database } from '../../center/store/sql.ts';
import { acceptedWrite, activity, CITY, COUNTY, standard } from '../support/center-records.ts';
import { makePlace, type TestPlace } from '../support/engines.ts';

/** Notes which heads of logs each look reads. */
function countingReads(db: Database): { readonly db: Database; readonly reads: string[][] } {
  const reads: string[][] = [];
  const counted = new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'all') return (value as (...args: unknown[]) => unknown).bind(target);
      return async (sql: string, ...values: readonly (string | number)[]) => {
        const rows = await target.all(sql, ...values);
        if (sql.includes('FROM counties')) reads.push(rows.map((row) => String(row['county'])));
        return rows;
      };
    },
  });
  return { db: counted, reads };
}

describe('the hub of the news', () => {
  let place: TestPlace;
  let folder: DataFolder;
  let hub: NewsHub;
  let reads: string[][];
  const told: News[] = [];

  const write = async (kind: string, record: ReturnType<typeof activity>): Promise<void> => {
    await folder.store.write([acceptedWrite(kind, record)], { device: 'd', at: 0, guarded: false }, '');
  };

  beforeEach(async () => {
    place = await makePlace('sqlite');
    folder = await openDataFolder(place, new FakeClock());
    // Several logs stand already: the city's own, and those of other counties.
    await write('standards', standard(CITY, CITY));
    for (const county of ['211102', '211103', '211121']) await write('activities', activity(`${county}001001`));
    const counting = countingReads(folder.access.db);
    ({ reads } = counting);
    hub = await NewsHub.open({ db: counting.db, clock: folder.access.clock, bus: null, failed: () => undefined });
    told.length = 0;
    await hub.add({ scope: COUNTY, device: 'd', protocol: 2, expiresAt: Infinity, send: (news) => told.push(news), end: () => undefined });
    reads.length = 0;
  });
  afterEach(async () => {
    await hub.close();
    await folder.close();
    await place.remove();
  });

  it('L1 reads the heads of the logs that were written, and of no others', async () => {
    await write('activities', activity());
    hub.wrote([COUNTY]);
    await vi.waitFor(() => expect(told).toEqual([{ type: 'moved', county: COUNTY, position: 1 }]));
    expect(reads).toEqual([[COUNTY]]);
  });

  it('reads once for all who wrote while a look was under way', async () => {
    await write('activities', activity());
    for (let index = 0; index < 200; index += 1) hub.wrote(index % 2 === 0 ? [COUNTY] : ['211121']);
    await vi.waitFor(() => expect(told).toHaveLength(1));
    await hub.poll();
    const looks = reads.slice(0, -1);
    expect(looks.length).toBeLessThanOrEqual(2);
    expect(new Set(looks.flat())).toEqual(new Set([COUNTY, '211121']));
    expect(reads.at(-1)).toHaveLength(5);
  });

  it('reads nothing where nothing was written', async () => {
    hub.wrote([]);
    await hub.close();
    expect(reads).toEqual([]);
  });

  it('L1 tells what moved in a log that nobody named with the next look at all', async () => {
    await write('activities', activity());
    hub.wrote(['211121']);
    await hub.poll();
    expect(told).toEqual([{ type: 'moved', county: COUNTY, position: 1 }]);
    expect(reads.map((logs) => logs.length)).toContain(5);
  });
});
