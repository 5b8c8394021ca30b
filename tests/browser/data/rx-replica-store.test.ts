import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { mangoOf } from '../../../renderer/data/records/queries.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { activity } from '../../support/make-record.ts';
import { replicaStoreContract } from '../../support/replica-store-contract.ts';

let made = 0;
let open: Replica | null = null;

async function openNew(name = `store-${(made += 1)}-${crypto.getRandomValues(new Uint32Array(1))[0] ?? 0}`): Promise<Replica> {
  await open?.close();
  open = await openReplica(name, { clock: new FakeClock() });
  return open;
}

afterEach(async () => {
  await open?.close();
  open = null;
});

replicaStoreContract('over RxDB and Dexie', async () => {
  const replica = await openNew();
  // The engine looks at the books when it opens, and would put made-up ones right: the second look is at the tables alone.
  return { store: replica.engine.store, reopen: async () => (await openRaw(replica)).engine.store };
});

/** Opens the same databases again without the engine's own first step. */
async function openRaw({ name }: Replica): Promise<Replica> {
  await open?.close();
  open = await openReplica(name, { clock: new FakeClock(), mend: false });
  return open;
}

describe('live queries over what the engine writes', () => {
  const titles = (rows: readonly { get(field: string): unknown }[]): string[] => rows.map((row) => String(row.get('title')));

  it('a list that was open and empty fills, changes and empties with the engine’s writes', async () => {
    const { collections, engine } = await openNew();
    const seen: string[][] = [];
    const subscription = collections.activities.find(mangoOf({ order: 'newest', limit: 3 })).$.subscribe((rows) => seen.push(titles(rows)));
    await expect.poll(() => seen.at(-1)).toEqual([]);
    const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
    const records = days.map((occurredOn) => activity({ occurredOn, title: occurredOn })) as [AnyRecord, AnyRecord, AnyRecord, AnyRecord];
    await engine.store.put('activities', records.slice(0, 2), true);
    await expect.poll(() => seen.at(-1)).toEqual(['2026-01-02', '2026-01-01']);
    await engine.store.put('activities', records.slice(2), true);
    await expect.poll(() => seen.at(-1)).toEqual(['2026-01-04', '2026-01-03', '2026-01-02']);
    await engine.store.put('activities', [{ ...records[0], occurredOn: '2026-02-01', title: '改过' }], false);
    await expect.poll(() => seen.at(-1)).toEqual(['改过', '2026-01-04', '2026-01-03']);
    await engine.store.remove('activities', [records[3].id]);
    await expect.poll(() => seen.at(-1)).toEqual(['改过', '2026-01-03', '2026-01-02']);
    await engine.store.put('activities', [records[3]], false);
    await expect.poll(() => seen.at(-1)).toEqual(['改过', '2026-01-04', '2026-01-03']);
    subscription.unsubscribe();
  });

  it('one record and a count follow as well, and what was read before is not stale', async () => {
    const { collections, engine } = await openNew();
    const record = activity({ title: '先' });
    const states: (string | null)[] = [];
    const counts: number[] = [];
    const subscriptions = [
      collections.activities.findOne(record.id).$.subscribe((doc) => states.push(doc === null ? null : String(doc.get('title')))),
      collections.activities.count({ selector: { removed: false } }).$.subscribe((count) => counts.push(count)),
    ];
    await expect.poll(() => states.at(-1)).toBeNull();
    await engine.store.put('activities', [record], true);
    await expect.poll(() => [states.at(-1), counts.at(-1)]).toEqual(['先', 1]);
    expect((await collections.activities.findOne(record.id).exec())?.get('title')).toBe('先');
    await engine.store.put('activities', [{ ...record, title: '后' }], false);
    expect((await collections.activities.findOne(record.id).exec())?.get('title')).toBe('后');
    await expect.poll(() => states.at(-1)).toBe('后');
    await engine.store.put('activities', [{ ...record, title: '后', removed: true }], false);
    await expect.poll(() => counts.at(-1)).toBe(0);
    for (const subscription of subscriptions) subscription.unsubscribe();
  });

  it('a page of a first pull of 2,000 shows in an open list', async () => {
    const { collections, engine } = await openNew();
    const lengths: number[] = [];
    const subscription = collections.activities.find(mangoOf({ order: 'newest', limit: 100 })).$.subscribe((rows) => lengths.push(rows.length));
    await expect.poll(() => lengths.at(-1)).toBe(0);
    await engine.store.put('activities', Array.from({ length: 2_000 }, () => activity()), true);
    await expect.poll(() => lengths.at(-1)).toBe(100);
    expect(await collections.activities.count({ selector: { removed: false } }).exec()).toBe(2_000);
    subscription.unsubscribe();
  });
});
