import { describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { NEW_REPLICA, type Pending, type ReplicaStore } from '#shared/ports/replica-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { activity } from './make-record.ts';

/** A store to be tested, and how to open it anew as after a restart. */
export interface StoreUnderTest {
  readonly store: ReplicaStore;
  reopen(): Promise<ReplicaStore>;
}

const KIND = 'activities';
const REASON = { code: 'invalid', field: 'title', detail: '' } as const;

function entry(record: AnyRecord, order: number, more: Partial<Pending> = {}): Pending {
  return { kind: KIND, id: record.id, version: versionOf(record), base: null, baseVersion: null, earlier: [], refusal: null, left: false, order, undo: null, ...more };
}

const ids = (entries: readonly { readonly id: string }[]): string[] => entries.map(({ id }) => id);
const some = (count: number): AnyRecord[] => Array.from({ length: count }, () => activity());

async function all(store: ReplicaStore): Promise<Pending[]> {
  const found: Pending[] = [];
  for await (const portion of store.allPendings()) {
    expect(portion.length).toBeLessThanOrEqual(1_000);
    found.push(...portion);
  }
  return found;
}

/** What every {@link ReplicaStore} has to do; `make` opens an empty one. */
export function replicaStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`the replica store ${name}`, () => {
    records(make);
    books(make);
    queue(make);
  });
}

function records(make: () => Promise<StoreUnderTest>): void {
  it('gives records back as they were put, unknown fields too, in the order asked', async () => {
    const { store, reopen } = await make();
    const [first, second, third] = [activity({ fromTheFuture: { __kept: [1, null, { deep: true }] } }), activity({ removed: true }), activity()] as const;
    await store.put(KIND, [first, second], true);
    const asked = [second.id, third.id, first.id];
    expect(await store.records(KIND, asked)).toEqual([second, undefined, first]);
    expect(await (await reopen()).records(KIND, asked)).toEqual([second, undefined, first]);
  });

  it('replaces a record that is there, and puts new ones beside it', async () => {
    const { store } = await make();
    const [old, other] = [activity(), activity()];
    await store.put(KIND, [old], true);
    const changed = { ...old, title: '改过的' };
    await store.put(KIND, [changed, other], false);
    await store.put(KIND, [{ ...changed, attendance: 7 }], false);
    expect(await store.records(KIND, [old.id, other.id])).toEqual([{ ...changed, attendance: 7 }, other]);
  });

  it('finds many records at once, those that are there and those that are not', async () => {
    const { store } = await make();
    const many = some(300);
    const far = activity({ id: 'ffffffff-ffff-7fff-8fff-ffffffffffff' });
    await store.put(KIND, [...many, far], true);
    const asked = [far.id, ...ids(many.filter((_, index) => index % 7 === 0)), '00000000-0000-7000-8000-000000000000', ...ids(many.filter((_, index) => index % 7 === 3))];
    expect((await store.records(KIND, asked)).map((record) => record?.id)).toEqual(asked.map((id) => (id.startsWith('00000000') ? undefined : id)));
  });

  it('takes records out, and lets them come back', async () => {
    const { store } = await make();
    const [gone, stays] = [activity(), activity()];
    await store.put(KIND, [gone, stays], true);
    await store.remove(KIND, [gone.id, '00000000-0000-7000-8000-000000000000']);
    expect(await store.records(KIND, [gone.id, stays.id])).toEqual([undefined, stays]);
    expect(ids(await store.scan(KIND, '', 10))).toEqual([stays.id]);
    await store.put(KIND, [{ ...gone, title: '又来了' }], false);
    expect((await store.records(KIND, [gone.id]))[0]?.['title']).toBe('又来了');
  });

  it('scans a kind by rising id, page by page', async () => {
    const { store } = await make();
    const many = some(25);
    await store.put(KIND, many.toReversed(), true);
    const sorted = ids(many).toSorted();
    const first = await store.scan(KIND, '', 10);
    expect(ids(first)).toEqual(sorted.slice(0, 10));
    expect(ids(await store.scan(KIND, first.at(-1)?.id ?? '', 10))).toEqual(sorted.slice(10, 20));
    expect(await store.scan(KIND, sorted[19] ?? '', 10)).toHaveLength(5);
    expect(await store.scan(KIND, sorted[24] ?? '', 10)).toEqual([]);
    expect(await store.scan('teams', '', 10)).toEqual([]);
  });

  it('takes records of several kinds at once', async () => {
    const { store } = await make();
    const [one, two] = [activity(), activity()];
    await Promise.all([store.put(KIND, [one], true), store.put('teams', [two], true)]);
    expect(await store.records('teams', [one.id, two.id])).toEqual([undefined, two]);
  });
}

function books(make: () => Promise<StoreUnderTest>): void {
  it('starts with nothing', async () => {
    const { store } = await make();
    expect(await store.state()).toEqual(NEW_REPLICA);
    expect(await store.queue(10, 0)).toEqual([]);
    expect(await store.lastOrder()).toBe(0);
  });

  it('keeps entries, state, receipts, recovered contents and reports, also over a restart', async () => {
    const { store, reopen } = await make();
    const record = activity();
    const state = { ...NEW_REPLICA, epoch: 'e', scope: '211122', marks: { activities: { '211122': 7 } }, whole: true };
    const full = entry(record, 3, { base: record, baseVersion: versionOf(record), earlier: ['a'], left: true, undo: 'none' });
    const receipt = { kind: KIND, id: record.id, version: full.version, county: '211122', position: 1, at: 5 };
    const recovered = { kind: KIND, id: record.id, version: full.version, record, at: 6 };
    await store.book({ put: [full], state, receipts: [receipt], recovered: [recovered], repair: { at: 7, found: { activities: { stale: 1 } }, examples: [] } });
    for (const one of [store, await reopen()]) {
      expect(await one.pendings(KIND, ['x', record.id])).toEqual([undefined, full]);
      expect(await one.pendings('teams', [record.id])).toEqual([undefined]);
      expect(await one.state()).toEqual(state);
      expect(await one.lastOrder()).toBe(3);
    }
  });

  it('changes nothing by what a book leaves out', async () => {
    const { store } = await make();
    const record = activity();
    await store.book({ put: [entry(record, 1)], state: { ...NEW_REPLICA, whole: true } });
    await store.book({});
    await store.book({ receipts: [] });
    expect((await store.state()).whole).toBe(true);
    expect(ids(await all(store))).toEqual([record.id]);
  });
}

function queue(make: () => Promise<StoreUnderTest>): void {
  it('P2 queues what is not refused, lowest order first, behind an order and up to a limit', async () => {
    const { store, reopen } = await make();
    const [a, b, c, d] = some(4) as [AnyRecord, AnyRecord, AnyRecord, AnyRecord];
    await store.book({ put: [entry(c, 3), entry(a, 1), entry(d, 4), entry(b, 2, { refusal: REASON })] });
    expect(ids(await store.queue(10, 0))).toEqual([a.id, c.id, d.id]);
    expect(ids(await store.queue(1, 1))).toEqual([c.id]);
    expect(ids(await all(store)).toSorted()).toEqual([a, b, c, d].map(({ id }) => id).toSorted());
    const again = await reopen();
    expect(ids(await again.queue(10, 0))).toEqual([a.id, c.id, d.id]);
    await again.book({ put: [entry(b, 2)] });
    expect(ids(await again.queue(10, 0))).toEqual([a.id, b.id, c.id, d.id]);
  });

  it('drops many entries at once and leaves those in between, of the same order too', async () => {
    const { store, reopen } = await make();
    const many = some(200);
    const entries = many.map((record, index) => entry(record, Math.floor(index / 2) + 1));
    await store.book({ put: entries });
    const stay = new Set([7, 8, 50, 121].map((index) => many[index]?.id));
    await store.book({ drop: entries.filter(({ id }) => !stay.has(id)) });
    for (const one of [store, await reopen()]) expect(new Set(ids(await all(one)))).toEqual(stay);
  });

  it('moves an entry to another order, and drops what is both put and dropped', async () => {
    const { store, reopen } = await make();
    const [a, b] = some(2) as [AnyRecord, AnyRecord];
    await store.book({ put: [entry(a, 1), entry(b, 2)] });
    await store.book({ put: [entry(a, 9)] });
    await store.book({ put: [entry(b, 2)], drop: [{ kind: KIND, id: b.id }] });
    for (const one of [store, await reopen()]) {
      expect(await all(one)).toEqual([entry(a, 9)]);
      expect(await one.lastOrder()).toBe(9);
    }
  });
}
