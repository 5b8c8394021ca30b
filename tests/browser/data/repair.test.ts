import { afterEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { versionOf } from '#shared/schema/version.ts';
import { activity } from '../../support/make-record.ts';
import { TinyCenter } from '../../support/tiny-center.ts';
import { damageRows, rowWith } from './damaged-rows.ts';
import { closeStations, openStation, type Station } from './station.ts';

afterEach(closeStations);

/** Activities of several months, by the time in their ids. */
function ofMonths(months: number, each: number): AnyRecord[] {
  return Array.from({ length: months * each }, (_, index) => {
    const time = Date.UTC(2025, Math.floor(index / each), 3) + index;
    const hex = time.toString(16).padStart(12, '0');
    return activity({ id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(index).padStart(12, '0')}`, title: `活动 ${index}` });
  });
}

async function agreed(station: Station): Promise<void> {
  await expect.poll(async () => (await station.replica.engine.store.state()).agreement?.equal, { timeout: 20_000 }).toBe(true);
}

/** Length of all that a station asked and was answered. */
const traffic = ({ bridge }: Station): number => bridge.asked.reduce((total, { length }) => total + length, 0);

describe('a damaged replica', () => {
  it('C2 missing, stale, altered and extra records are found, named and put right without a full download', async () => {
    const center = new TinyCenter();
    const records = ofMonths(10, 40);
    const stale = records[205] as AnyRecord;
    for (const record of records) center.put('activities', record);
    const newer = { ...stale, title: '后来的标题', updatedAt: '2026-04-01T00:00:00.000Z' };
    center.put('activities', newer);
    const first = await openStation(center, { online: true, name: 'damaged' });
    await agreed(first);
    const whole = traffic(first);
    await first.close();

    const [missing, altered] = [records[201] as AnyRecord, records[202] as AnyRecord];
    const extra = activity({ id: `${stale.id.slice(0, -1)}f`, title: '中心没有的' });
    await damageRows(first, (rows) => [
      missing.id,
      rowWith(rows.get(stale.id), stale),
      rowWith(rows.get(altered.id), { ...altered, title: '磁盘坏了' }),
      rowWith(rows.get(stale.id), extra),
    ]);

    const second = await openStation(center, { online: true, name: 'damaged' });
    await expect.poll(() => second.replica.local.repairs.count(), { timeout: 20_000 }).toBe(1);
    await second.quiet();
    await expect.poll(async () => ((await second.replica.engine.store.state()).agreement?.at ?? 0) > 0 && second.waiting()).toBe(0);
    const [report] = await second.replica.local.repairs.toArray();
    expect(report?.found).toEqual({ activities: { missing: 1, stale: 1, altered: 1, extra: 1 } });
    expect(report?.examples).toHaveLength(4);
    expect(await second.replica.engine.store.records('activities', [missing.id, stale.id, altered.id])).toEqual([missing, newer, altered]);
    expect(center.get('activities', extra.id)).toEqual(extra);
    expect(await second.replica.local.recovered.toArray()).toMatchObject([{ id: altered.id, record: { title: '磁盘坏了' } }]);
    expect(traffic(second)).toBeLessThan(whole / 3);
    expect(second.bridge.asked.length).toBeLessThan(15);
  });

  it('C2 what was taken out can be saved again by a person, as an edit of today', async () => {
    const center = new TinyCenter();
    const record = activity();
    center.put('activities', record);
    const first = await openStation(center, { online: true, name: 'recovered' });
    await agreed(first);
    await first.close();
    await damageRows(first, (rows) => [rowWith(rows.get(record.id), { ...record, place: '只在这台机器上的地点' })]);
    const second = await openStation(center, { online: true, name: 'recovered' });
    await expect.poll(() => second.replica.local.recovered.count(), { timeout: 20_000 }).toBe(1);
    await expect.poll(() => second.read('activities', record.id)).toEqual(record);
    const [recovered] = await second.replica.local.recovered.toArray();
    expect(await second.writer.restore('activities', recovered?.record as AnyRecord)).toMatchObject({ ok: true });
    await expect.poll(() => center.get('activities', record.id)).toMatchObject({ place: '只在这台机器上的地点', by: { device: expect.stringMatching(/^d/) } });
  });

  it('C2 edits that wait are no difference, and green is said only where the digests are equal', async () => {
    const center = new TinyCenter();
    const [one, two] = [activity(), activity()];
    for (const record of [one, two]) center.put('activities', record);
    const station = await openStation(center, { online: true });
    await agreed(station);
    center.refuse.set(one.id, 'title');
    await station.writer.update('activities', one.id, { title: '没有收' });
    await expect.poll(() => station.aside()).toBe(1);
    station.sync.check();
    await agreed(station);
    expect(await station.replica.local.repairs.count()).toBe(0);
    expect(versionOf((await station.read('activities', one.id)) as AnyRecord)).not.toBe(versionOf(one));
  });
});

describe('a refused edit', () => {
  it('P2 is given up for the center’s state when a person says so, and kept among the recovered', async () => {
    const center = new TinyCenter();
    const record = activity();
    center.put('activities', record);
    const station = await openStation(center, { online: true });
    await agreed(station);
    center.refuse.set(record.id, 'title');
    await station.writer.update('activities', record.id, { title: '没有收的标题' });
    await expect.poll(() => station.aside()).toBe(1);
    expect(await station.sync.giveUp('activities', record.id)).toBe(true);
    expect(await station.aside()).toBe(0);
    expect(await station.read('activities', record.id)).toEqual(record);
    expect(await station.replica.local.recovered.toArray()).toMatchObject([{ record: { title: '没有收的标题' } }]);
    expect(await station.sync.giveUp('activities', record.id)).toBe(false);
  });
});
