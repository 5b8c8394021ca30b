import { afterEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { mangoOf } from '../../../renderer/data/records/queries.ts';
import { activity } from '../../support/make-record.ts';
import { restoreDatabases, saveDatabases, type SavedDatabase } from '../../support/saved-databases.ts';
import { TinyCenter } from '../../support/tiny-center.ts';
import { ACTIVITY, closeStations, openStation, SITE, type Station } from './station.ts';

afterEach(closeStations);

/** The databases of a station as they lie on the disk at this moment: what a killed program leaves, or a backup holds. */
function onDisk({ replica }: Station): Promise<SavedDatabase[]> {
  return saveDatabases([`qiyou-local-${replica.name}`, `rxdb-dexie-qiyou-${replica.name}--`]);
}

/** Puts a copy of databases under another name, as a restored backup. */
async function restoredAs(copy: readonly SavedDatabase[], from: string, name: string): Promise<string> {
  await restoreDatabases(copy.map((database) => ({ ...database, name: database.name.replace(from, name) })));
  return name;
}

const countOf = ({ replica }: Station): Promise<number> => replica.collections.activities.count({ selector: { removed: false } }).exec();

describe('a first pull', () => {
  it('L2 fills a list that is open meanwhile', async () => {
    const center = new TinyCenter();
    center.pageSize = 200;
    for (let index = 0; index < 1_000; index += 1) center.put('activities', activity());
    const station = await openStation(center, { online: false });
    const lengths: number[] = [];
    const subscription = station.replica.collections.activities.find(mangoOf({ order: 'newest', limit: 700 })).$.subscribe((rows) => lengths.push(rows.length));
    await expect.poll(() => lengths.at(-1)).toBe(0);
    station.bridge.setOnline(true);
    await expect.poll(() => lengths.at(-1), { timeout: 15_000 }).toBe(700);
    subscription.unsubscribe();
  });

  it('L2 that was killed goes on where it was: nothing is pushed back, and little is fetched or written twice', async () => {
    const center = new TinyCenter();
    center.pageSize = 100;
    for (let index = 0; index < 1_500; index += 1) center.put('activities', activity());
    const killed = await openStation(center, { online: true });
    await expect.poll(() => countOf(killed), { interval: 5 }).toBeGreaterThan(200);
    const left = await onDisk(killed);
    await killed.close();
    const name = await restoredAs(left, killed.replica.name, `${killed.replica.name}-killed`);

    center.requests.length = 0;
    const again = await openStation(center, { online: false, exactName: name });
    const there = await countOf(again);
    expect(there).toBeGreaterThan(200);
    let written = 0;
    const subscription = again.replica.collections.activities.$.subscribe(() => (written += 1));
    again.bridge.setOnline(true);
    await expect.poll(() => countOf(again), { timeout: 15_000 }).toBe(1_500);
    await expect.poll(async () => (await again.replica.engine.store.state()).agreement?.equal).toBe(true);
    expect(center.requests.flatMap(({ push }) => push)).toEqual([]);
    const fetched = center.requests.filter(({ pull }) => pull !== null).length;
    expect(fetched).toBeLessThanOrEqual((1_500 - there) / 100 + 5);
    expect(written).toBeLessThanOrEqual(1_500 - there);
    subscription.unsubscribe();
  });
});

describe('a replica restored from an old copy', () => {
  it('D1 neither undoes the center’s newer state nor loses its own new work', async () => {
    const center = new TinyCenter();
    const [seen, edited] = [activity({ title: '旧标题' }), activity({ place: '旧地点', attendance: 1 })];
    for (const record of [seen, edited]) center.put('activities', record);
    const station = await openStation(center, { online: true });
    await expect.poll(() => countOf(station)).toBe(2);
    station.bridge.setOnline(false);
    await station.writer.update('activities', edited.id, { place: '离线改的地点' });
    const copy = await onDisk(station);
    station.bridge.setOnline(true);
    await station.quiet();
    await station.writer.update('activities', seen.id, { title: '后来的标题' });
    await station.quiet();
    center.put('activities', { ...(center.get('activities', edited.id) as AnyRecord), attendance: 50, updatedAt: '2026-07-01T00:00:00.000Z' });
    await station.close();

    const name = await restoredAs(copy, station.replica.name, `${station.replica.name}-old`);
    const old = await openStation(center, { online: false, exactName: name });
    expect(await old.read('activities', seen.id)).toEqual(seen);
    const made = await old.writer.create('activities', { ...ACTIVITY, title: '恢复之后记的' });
    await old.writer.update('activities', seen.id, { content: '恢复之后补的' });
    old.bridge.setOnline(true);
    await old.quiet();
    expect(center.get('activities', seen.id)).toMatchObject({ title: '后来的标题', content: '恢复之后补的', conflicts: [] });
    expect(center.get('activities', edited.id)).toMatchObject({ place: '离线改的地点', attendance: 50, conflicts: [] });
    expect(made.ok && center.get('activities', made.record.id)).toMatchObject({ title: '恢复之后记的' });
    await expect.poll(() => old.read('activities', seen.id)).toEqual(center.get('activities', seen.id));
    await expect.poll(async () => (await old.replica.engine.store.state()).agreement?.equal, { timeout: 15_000 }).toBe(true);
  });
});

describe('a center restored from a backup', () => {
  it('gets back what it lost from the replica that has it, and the replica goes on', async () => {
    const center = new TinyCenter();
    const [kept, lost] = [activity(), activity({ title: '备份之后才到的' })];
    for (const record of [kept, lost]) center.put('activities', record);
    const station = await openStation(center, { online: true });
    await expect.poll(() => countOf(station)).toBe(2);
    await expect.poll(async () => (await station.replica.engine.store.state()).agreement?.equal).toBe(true);
    center.forget('activities', lost.id);
    center.epoch = 'epoch-2';
    station.bridge.news();
    await expect.poll(() => center.get('activities', lost.id), { timeout: 15_000 }).toEqual(lost);
    await expect.poll(async () => (await station.replica.engine.store.state()).epoch).toBe('epoch-2');
    expect(await station.read('activities', kept.id)).toEqual(kept);
  });
});

describe('a village that moves', () => {
  it('L3 what left the scope leaves the replica and its open lists, and is no deletion', async () => {
    const center = new TinyCenter();
    const [gone, ...stay] = [activity(), activity(), activity()] as const;
    for (const record of [gone, ...stay]) center.put('activities', record);
    const station = await openStation(center, { online: true });
    await expect.poll(() => countOf(station)).toBe(3);
    const titles: number[] = [];
    const subscription = station.replica.collections.activities.find().$.subscribe((rows) => titles.push(rows.length));
    center.leave('activities', gone.id);
    station.bridge.news();
    await expect.poll(() => titles.at(-1)).toBe(2);
    expect(await station.read('activities', gone.id)).toBeNull();
    await expect.poll(async () => (await station.replica.engine.store.state()).agreement?.equal).toBe(true);
    subscription.unsubscribe();
  });

  it('L3 a moved village goes on with the same records, files new ones under its new code and pulls its new scope', async () => {
    const center = new TinyCenter();
    const record = activity();
    center.put('activities', record);
    let site = SITE;
    const station = await openStation(center, { online: true, site: () => site });
    await expect.poll(() => countOf(station)).toBe(1);
    station.bridge.setOnline(false);
    const before = await station.writer.create('activities', { ...ACTIVITY, title: '按旧代码记的' });
    site = '211122102007';
    center.scope = site;
    const moved = { ...record, site };
    center.put('activities', moved);
    const after = await station.writer.create('activities', { ...ACTIVITY, title: '按新代码记的' });
    station.bridge.setOnline(true);
    await station.quiet();
    expect(before.ok && center.get('activities', before.record.id)?.site).toBe(SITE);
    expect(after.ok && center.get('activities', after.record.id)?.site).toBe(site);
    await expect.poll(() => station.read('activities', record.id)).toEqual(moved);
    await expect.poll(async () => (await station.replica.engine.store.state()).scope).toBe(site);
    expect(await countOf(station)).toBe(3);
  });
});
