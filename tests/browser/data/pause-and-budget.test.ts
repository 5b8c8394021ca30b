import { afterEach, describe, expect, it } from 'vitest';
import { TinyCenter } from '../../support/tiny-center.ts';
import { PHOTO_USE } from '../../../renderer/data/sync/budget-keeper.ts';
import type { DailyUse } from '#shared/sync/data-budget.ts';
import type { StoredPhoto } from '../../../renderer/data/local/local-db.ts';
import { ACTIVITY, closeStations, openStation, type Station } from './station.ts';

afterEach(closeStations);

const hex = (digit: string): string => digit.repeat(64);

/** Photos in the queue of an evidence record that the center has. */
async function queue(station: Station, photos: readonly Pick<StoredPhoto, 'hash' | 'part' | 'size'>[]): Promise<void> {
  const evidence = '0190a0a0-0000-7000-8000-0000000000e1';
  await station.replica.local.photos.bulkPut(photos.map((photo, order) => ({ ...photo, evidence, type: 'image/jpeg', state: 'waiting', reason: '', attempts: 0, order })));
  station.sync.photosWaiting();
}

const waitingPhotos = ({ replica }: Station): Promise<number> => replica.local.photos.where('state').equals('waiting').count();

describe('a pause', () => {
  it('T1 sends and fetches nothing, also after a restart, until a person goes on', async () => {
    const center = new TinyCenter();
    const first = await openStation(center, { online: true, name: 'paused' });
    await expect.poll(() => center.requests.length).toBeGreaterThan(0);
    await first.sync.pause();
    await first.close();
    center.requests.length = 0;
    const second = await openStation(center, { online: true, name: 'paused' });
    const saved = await second.writer.create('activities', ACTIVITY);
    second.sync.now();
    second.bridge.news();
    await second.sync.resume();
    await second.quiet();
    // Anything sent before would have asked without the record.
    expect(center.requests[0]?.push).toHaveLength(1);
    expect(saved.ok && center.get('activities', saved.record.id)).not.toBeNull();
  });
});

describe('the data budget', () => {
  it('T1 sends small pictures first, and what a line that costs does not allow waits as it is', async () => {
    const station = await openStation(new TinyCenter(), { online: true });
    await station.sync.setBudget({ metered: true, photosOnMetered: 'thumbnails' });
    await queue(station, [
      { hash: hex('1'), part: 'picture', size: 300_000 },
      { hash: hex('2'), part: 'thumb', size: 9_000 },
      { hash: hex('3'), part: 'thumb', size: 9_000 },
    ]);
    await expect.poll(() => station.bridge.uploads.toSorted()).toEqual([hex('2'), hex('3')]);
    await expect.poll(() => waitingPhotos(station)).toBe(1);
    expect(await station.replica.local.photos.get(hex('1'))).toMatchObject({ state: 'waiting', reason: '', attempts: 0 });
    await station.sync.setBudget({ metered: false });
    await expect.poll(() => waitingPhotos(station)).toBe(0);
    expect(station.bridge.uploads.at(-1)).toBe(hex('1'));
  });

  it('T1 sends no more than a day’s limit, and the rest on another day; a clock that goes back finds what it used', async () => {
    const station = await openStation(new TinyCenter(), { online: true, name: 'daily' });
    await station.sync.setBudget({ dailyLimitMB: 1 });
    await queue(station, ['1', '2', '3'].map((digit) => ({ hash: hex(digit), part: 'picture', size: 600_000 })));
    await expect.poll(() => station.bridge.uploads.length).toBe(1);
    const day = 86_400_000;
    station.clock.move(day);
    station.sync.now();
    await expect.poll(() => station.bridge.uploads.length).toBe(2);
    station.clock.move(-day);
    station.sync.now();
    station.clock.move(2 * day);
    station.sync.now();
    await expect.poll(() => waitingPhotos(station)).toBe(0);
    const use = (await station.replica.local.meta.get(PHOTO_USE))?.value as DailyUse;
    expect(use.map(({ bytes }) => bytes)).toEqual([600_000, 600_000, 600_000]);
  });
});
