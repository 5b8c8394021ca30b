import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { versionOf } from '#shared/schema/version.ts';
import { createPhotoIntake, type PhotoIntake } from '../../../renderer/data/photos/photo-intake.ts';
import { mendPhotoQueue } from '../../../renderer/data/photos/mend-photo-queue.ts';
import { activity } from '../../support/make-record.ts';
import { TinyCenter } from '../../support/tiny-center.ts';
import { ACTIVITY, closeStations, openStation, type Station } from './station.ts';

const hex = (digit: string): string => digit.repeat(64);
const id = '0190a0a0-0000-7000-8000-00000000000a';

afterEach(closeStations);

describe('the books of custody', () => {
  it('C1 the same act once more, after its record was received, leaves nothing waiting', async () => {
    const center = new TinyCenter();
    const station = await openStation(center, { online: true });
    const first = await station.writer.create('activities', ACTIVITY, id);
    await station.quiet();
    const second = await station.writer.create('activities', { ...ACTIVITY, title: '再按一次' }, id);
    expect([first.ok, second.ok]).toEqual([true, true]);
    expect(await station.waiting()).toBe(0);
    expect(center.get('activities', id)?.['title']).toBe(ACTIVITY.title);
  });

  it('C1 says that a change could not be kept where the books cannot be written', async () => {
    const station = await openStation(new TinyCenter(), { online: false });
    const saved = await station.writer.create('activities', ACTIVITY, id);
    expect(saved.ok).toBe(true);
    station.replica.local.close({ disableAutoOpen: true });
    expect(await station.writer.update('activities', id, { title: '写不进去' })).toMatchObject({ ok: false, storage: expect.stringContaining('Closed') });
    await station.replica.local.open();
  });
});

describe('the photos’ queue', () => {
  const PURPOSE = { item: 'place.room', activity: '', occurredOn: '2026-05-30', caption: '' };
  const photo = {
    facts: {
      hash: hex('a'), size: 3, type: 'image/jpeg', width: 4, height: 3, thumbHash: hex('b'), thumbSize: 1, originalHash: hex('c'), originalSize: 9, originalName: 'a.jpg',
      takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', software: '',
    },
    bytes: new Uint8Array([1, 2, 3]),
    thumb: new Uint8Array([1]),
  } as const;
  const intakeOf = ({ replica, writer, bridge }: Station): PhotoIntake => createPhotoIntake({ replica, writer, bridge, clock: new FakeClock(), onWaiting: () => undefined });

  it('T1 a photo whose first record could not be saved waits for the second, also after a restart', async () => {
    const station = await openStation(new TinyCenter(), { online: false });
    const failing = { ...station.writer, create: () => Promise.resolve({ ok: false, problems: [], storage: 'full' } as const) };
    expect(await intakeOf({ ...station, writer: failing }).take(photo, PURPOSE)).toMatchObject({ ok: false, reason: 'storage' });
    const taken = await intakeOf(station).take(photo, PURPOSE);
    if (!taken.ok) throw new Error(taken.reason);
    await mendPhotoQueue(station.replica);
    expect((await station.replica.local.photos.toArray()).map(({ evidence, state }) => [evidence, state])).toEqual([[taken.record.id, 'waiting'], [taken.record.id, 'waiting']]);
  });

  it('T1 a photo whose later record could not be saved goes back to the one that names it', async () => {
    const station = await openStation(new TinyCenter(), { online: false });
    const taken = await intakeOf(station).take(photo, PURPOSE);
    if (!taken.ok) throw new Error(taken.reason);
    const failing = { ...station.writer, create: () => Promise.resolve({ ok: false, problems: [], storage: 'full' } as const) };
    await intakeOf({ ...station, writer: failing }).take(photo, { ...PURPOSE, item: 'signs.door' });
    await mendPhotoQueue(station.replica);
    expect((await station.replica.local.photos.toArray()).map(({ evidence }) => evidence)).toEqual([taken.record.id, taken.record.id]);
  });

  it('T1 a photo that had failed is sent when it is brought in again', async () => {
    const station = await openStation(new TinyCenter(), { online: false });
    await intakeOf(station).take(photo, PURPOSE);
    await station.replica.local.photos.toCollection().modify({ state: 'failed', reason: 'damaged', attempts: 1 });
    await intakeOf(station).take(photo, { ...PURPOSE, item: 'signs.door' });
    expect((await station.replica.local.photos.toArray()).map(({ state, reason }) => [state, reason])).toEqual([['waiting', ''], ['waiting', '']]);
  });
});

describe('a save while a merge is made', () => {
  it('M1 both are in the record in the end, and nothing is left waiting', async () => {
    const center = new TinyCenter();
    const record = activity();
    center.put('activities', record);
    const station = await openStation(center, { online: true });
    await expect.poll(() => station.read('activities', record.id)).toEqual(record);
    for (let round = 0; round < 8; round += 1) {
      const now = center.get('activities', record.id) ?? record;
      center.put('activities', { ...now, content: `中心 ${round}`, updatedAt: `2026-06-0${round + 1}T00:00:00.000Z` });
      await Promise.all([
        station.writer.update('activities', record.id, { place: `地点 ${round}` }),
        station.writer.update('activities', record.id, { attendance: round }),
      ]);
      await station.quiet();
      const held = center.get('activities', record.id);
      expect(held).toMatchObject({ content: `中心 ${round}`, place: `地点 ${round}`, attendance: round });
      await expect.poll(async () => versionOf((await station.read('activities', record.id)) ?? record)).toBe(versionOf(held ?? record));
    }
  });
});
