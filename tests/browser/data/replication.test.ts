import { afterEach, describe, expect, it } from 'vitest';
import { setAsideOf } from '../../../renderer/data/hooks/use-custody.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Pending } from '#shared/ports/replica-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { activity } from '../../support/make-record.ts';
import { TinyCenter } from '../../support/tiny-center.ts';
import { ACTIVITY, closeStations, openStation, type Station } from './station.ts';

/** A record saved on a device, or a failed test. */
async function save(station: Station, fields: Partial<typeof ACTIVITY> | { readonly title: string } = {}): Promise<AnyRecord> {
  const saved = await station.writer.create('activities', { ...ACTIVITY, ...fields });
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.record as unknown as AnyRecord;
}

afterEach(closeStations);

describe('a station’s replica', () => {
  it('C1 keeps what is saved offline waiting, and calls it received only after the center’s receipt', async () => {
    const center = new TinyCenter();
    const station = await openStation(center, { online: false });
    const record = await save(station);
    expect(await station.waiting()).toBe(1);
    expect(await station.receiptOf(record.id)).toBeUndefined();
    station.bridge.setOnline(true);
    await station.quiet();
    expect(await station.receiptOf(record.id)).toMatchObject({ version: versionOf(record), position: 1 });
    expect(center.get('activities', record.id)).toEqual(record);
    await station.close();
  });

  it('C1 a record edited while its first version is on the way waits until the second is received', async () => {
    const center = new TinyCenter();
    const station = await openStation(center, { online: true });
    const record = await save(station);
    await station.writer.update('activities', record.id, { place: '广场' });
    await station.quiet();
    expect(center.get('activities', record.id)?.['place']).toBe('广场');
    await station.close();
  });

  it('L2 pulls what others wrote and follows the news', async () => {
    const center = new TinyCenter();
    const reader = await openStation(center, { online: true });
    const theirs = activity({ title: '别人记的活动' });
    center.put('activities', theirs);
    reader.bridge.news();
    await expect.poll(() => reader.read('activities', theirs.id)).toEqual(theirs);
    expect(await reader.waiting()).toBe(0);
    await reader.close();
  });

  it('knows when all that the site had was pulled for the first time', async () => {
    const center = new TinyCenter();
    center.put('activities', activity());
    const station = await openStation(center, { online: false });
    const whole = async (): Promise<boolean> => (await station.replica.engine.store.state()).whole;
    expect(await whole()).toBe(false);
    station.bridge.setOnline(true);
    await expect.poll(whole).toBe(true);
    expect(await station.replica.collections.activities.count().exec()).toBe(1);
    await station.close();
  });

  it('M1 two devices that edited one activity apart end with the same record: both fields, and both values of the same field', async () => {
    const center = new TinyCenter();
    const record = activity();
    center.put('activities', record);
    const editApart = async (name: string, changes: Readonly<Record<string, unknown>>): Promise<void> => {
      const device = await openStation(center, { online: true, name });
      await expect.poll(() => device.read('activities', record.id)).toEqual(record);
      device.bridge.setOnline(false);
      await device.writer.update('activities', record.id, changes);
      await device.close();
    };
    await editApart('one', { title: '重阳茶话会', attendance: 41 });
    await editApart('two', { title: '重阳演出', place: '文化广场' });
    for (const name of ['one', 'two', 'one', 'two']) {
      const device = await openStation(center, { online: true, name });
      await device.quiet();
      await expect.poll(() => device.read('activities', record.id)).toEqual(center.get('activities', record.id));
      await device.close();
    }
    const merged = center.get('activities', record.id) as AnyRecord;
    expect(merged).toMatchObject({ attendance: 41, place: '文化广场', title: '重阳茶话会' });
    expect(merged.conflicts).toMatchObject([{ field: 'title', mine: '重阳演出', theirs: '重阳茶话会' }]);
  });

  it('M1 a person settles a conflict, and it is settled for everybody', async () => {
    const center = new TinyCenter();
    const entry = { field: 'title', base: 'x', mine: '甲', theirs: '乙', who: { device: 'd9', person: '李强' }, when: '2026-01-01T00:00:00.000Z' };
    const record = activity({ title: '乙', conflicts: [entry] });
    center.put('activities', record);
    const device = await openStation(center, { online: true });
    await expect.poll(() => device.read('activities', record.id)).toEqual(record);
    await device.writer.settle('activities', record.id, entry, '甲');
    await device.quiet();
    expect(center.get('activities', record.id)).toMatchObject({ title: '甲', conflicts: [] });
    await device.close();
  });
});

describe('a refused record', () => {
  it('P2 is set aside with its reason, and the rest lands', async () => {
    const center = new TinyCenter();
    const station = await openStation(center, { online: false });
    const [good, bad, alsoGood] = [await save(station), await save(station), await save(station)];
    center.refuse.set(bad.id, 'title');
    station.bridge.setOnline(true);
    await station.quiet();
    expect(center.get('activities', good.id)).not.toBeNull();
    expect(center.get('activities', alsoGood.id)).not.toBeNull();
    expect(await setAsideOf(station.replica.local)).toMatchObject([{ id: bad.id, refusal: { code: 'invalid', field: 'title' } }]);
    await station.close();
  });

  it('P2 is sent again as it is when a person asks, and received', async () => {
    const center = new TinyCenter();
    const station = await openStation(center, { online: true });
    const held = await save(station);
    await station.quiet();
    center.refuse.set(held.id, 'place');
    await station.writer.update('activities', held.id, { place: '广场' });
    await expect.poll(() => station.aside()).toBe(1);
    center.refuse.clear();
    await station.sync.retry('activities', held.id);
    await expect.poll(() => center.get('activities', held.id)?.['place']).toBe('广场');
    await expect.poll(() => station.aside()).toBe(0);
    await station.close();
  });

  it('P2 is not overwritten by the center’s next state; once mended, both sides’ values are there', async () => {
    const center = new TinyCenter();
    const station = await openStation(center, { online: true });
    const record = await save(station);
    await station.quiet();
    center.refuse.set(record.id, 'title');
    await station.writer.update('activities', record.id, { title: '被退回的标题', attendance: 77 });
    await expect.poll(() => station.aside()).toBe(1);
    center.put('activities', { ...record, title: '中心的标题', content: '中心的内容' });
    station.bridge.news();
    await expect.poll(() => center.requests.at(-1)?.pull?.from['activities']?.['211122']).toBeGreaterThanOrEqual(1);
    expect(await station.read('activities', record.id)).toMatchObject({ title: '被退回的标题', attendance: 77 });
    center.refuse.clear();
    await station.writer.update('activities', record.id, { place: '改过的地点' });
    await station.quiet();
    await expect.poll(() => center.get('activities', record.id)).toMatchObject({ title: '中心的标题', content: '中心的内容', attendance: 77, place: '改过的地点' });
    expect(center.get('activities', record.id)?.conflicts).toMatchObject([{ field: 'title', mine: '被退回的标题', theirs: '中心的标题' }]);
    await station.close();
  });

  it('P2 survives a restart: still set aside, still unsent, still mendable', async () => {
    const center = new TinyCenter();
    const first = await openStation(center, { online: false, name: 'restarted' });
    const bad = await save(first);
    center.refuse.set(bad.id, 'title');
    first.bridge.setOnline(true);
    await expect.poll(() => first.aside()).toBe(1);
    await first.close();
    const second = await openStation(center, { online: true, name: 'restarted' });
    expect(await second.aside()).toBe(1);
    expect(center.get('activities', bad.id)).toBeNull();
    center.refuse.clear();
    await second.writer.update('activities', bad.id, { title: '改好的标题' });
    await expect.poll(() => center.get('activities', bad.id)?.['title']).toBe('改好的标题');
    await expect.poll(() => second.aside()).toBe(0);
    await second.close();
  });
});

describe('after a crash', () => {
  it('C1 an entry whose record was never stored is dropped, and one whose receipt got lost is asked for again', async () => {
    const center = new TinyCenter();
    const first = await openStation(center, { online: true, name: 'crashed' });
    const record = await save(first);
    await first.quiet();
    const entry: Pending = { kind: 'activities', id: record.id, version: versionOf(record), base: null, baseVersion: null, earlier: [], refusal: null, left: false, order: 8, undo: null };
    await first.replica.engine.store.book({ put: [{ ...entry, id: '0190a0a0-0000-7000-8000-00000000dead', version: 'f'.repeat(64), undo: 'none', order: 9 }, entry] });
    await first.replica.local.receiptPages.clear();
    await first.close();
    const second = await openStation(center, { online: true, name: 'crashed' });
    await second.quiet();
    expect(await second.receiptOf(record.id)).toMatchObject({ version: versionOf(record) });
    expect(center.head).toBe(1);
    await second.close();
  });

  it('a center that was restored from an older backup gets again what it has forgotten', async () => {
    const center = new TinyCenter();
    const station = await openStation(center, { online: true });
    const record = await save(station);
    await station.quiet();
    center.forget('activities', record.id);
    await station.writer.update('activities', record.id, { attendance: 31 });
    await station.quiet();
    expect(center.get('activities', record.id)?.['attendance']).toBe(31);
    await station.close();
  });
});
