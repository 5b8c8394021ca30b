import { describe, expect, it } from 'vitest';
import { editorOf } from '#shared/domain/photo-editors.ts';
import { photoFlags, type FlaggedPhoto } from '#shared/domain/photo-flags.ts';
import type { Alike } from '#shared/domain/likeness/compare.ts';

const photo = (changes: Partial<FlaggedPhoto> = {}): FlaggedPhoto => ({
  id: 'a', site: '211122001001', hash: '1', originalHash: 'o1', activity: '', item: 'place.room', occurredOn: '2026-06-01', takenAt: '2026-06-01T09:00:00', takenSource: 'exif',
  lat: 41.2, lng: 122.0, software: 'MediaTek Camera Application', ...changes,
});
const place = { lat: 41.2, lng: 122.0 };
const near: Alike = { distance: 9, transform: 'rotated90', part: 'inner' };
const reuse = (other: Partial<FlaggedPhoto>, own: Partial<FlaggedPhoto> = {}) => photoFlags(photo(own), null, place, [[photo({ id: 'b', hash: '2', originalHash: 'o2', ...other }), near]]).reused;

describe('flags of photos', () => {
  it('are none for an ordinary photo', () => {
    expect(photoFlags(photo(), { occurredOn: '2026-06-01', minutes: 90 }, place, [])).toEqual({});
  });

  it('say where the same or nearly the same photo is evidence of something else', () => {
    expect(reuse({ item: 'place.hours' })).toEqual([{ id: 'b', site: '211122001001', match: 'near', differs: ['item'], alike: near }]);
    expect(reuse({ originalHash: 'o1', site: '211122002001', occurredOn: '2025-06-01' })).toMatchObject([{ match: 'same', differs: ['station', 'year'] }]);
    expect(reuse({ activity: 'y' }, { activity: 'x' })).toMatchObject([{ differs: ['activity'] }]);
  });

  it('let one photo prove an item and show an activity, and a burst show one activity', () => {
    expect(reuse({ item: '', activity: 'x' })).toBeUndefined();
    expect(reuse({ activity: 'x' }, { activity: 'x' })).toBeUndefined();
    expect(reuse({ site: '21112200100101' })).toBeUndefined();
  });

  it('count days from the event, which may last, and not those close to it', () => {
    const days = (takenAt: string, minutes = 90) => photoFlags(photo({ takenAt }), { occurredOn: '2026-06-10', minutes }, null, []).takenFarFromEvent?.days;
    expect(['2026-06-07T08:00:00', '2026-06-13T23:59:59', ''].map((time) => days(time))).toEqual([undefined, undefined, undefined]);
    expect(days('2026-06-06T23:00:00')).toBe(-4);
    expect(days('2026-06-14T00:00:00')).toBe(4);
    expect(days('2026-06-14T00:00:00', 2 * 1_440)).toBeUndefined();
    expect(photoFlags(photo({ takenAt: '2024-06-01T09:00:00' }), null, null, []).takenFarFromEvent).toEqual({ days: -730 });
  });

  it('measure along a great circle from the place, by the reach of its tier', () => {
    const metres = (site: string, lat: number | null) => photoFlags(photo({ site, lat }), null, place, []).farFromStation?.metres;
    expect(metres('211122001001', 41.22)).toBeUndefined();
    expect(metres('211122001001', 41.3)).toBe(11_119);
    expect(metres('211122001', 41.3)).toBeUndefined();
    expect(metres('211122001001', null)).toBeUndefined();
    expect(photoFlags(photo({ lat: -30 }), null, { lat: null, lng: null }, []).farFromStation).toBeUndefined();
  });

  it('tell of files that do not say when they were taken', () => {
    expect(photoFlags(photo({ takenSource: 'given' }), null, place, [])).toEqual({ noExifTime: true });
    expect(photoFlags(photo({ takenSource: 'none', takenAt: '' }), null, place, [])).toEqual({ noExifTime: true });
  });

  it.each([
    ['Adobe Photoshop CC 2019 (Windows)', 'Photoshop'], ['美图秀秀 9.8.20', '美图秀秀'], ['Meitu', '美图秀秀'], ['醒图', '醒图'], ['CapCut', '剪映'], ['Snapseed 2.0', 'Snapseed'], ['PicsArt', 'PicsArt'],
    ['GIMP 2.10.8', 'GIMP'], ['paint.net 4.2', 'Paint.NET'], ['Android UQ1A Screenshot', 'screenshot'], ['Snipaste', 'screenshot'],
  ])('name the editor in %s', (software, editor) => {
    expect(photoFlags(photo({ software }), null, place, [])).toEqual({ edited: { software: editor } });
  });

  it.each(['', '17.4.1', 'HUAWEI P30 Pro', 'ELE-AL00 10.1.0.162(C00E160R2P11)', 'COOLPIX P6000V1.0', 'Xiaomi HyperOS', 'Ver.1.01', 'MediaTek Camera Application', 'vivo X90', '今日水印相机 3.0', 'OPPO Reno B6120'])(
    'take the firmware %s for none',
    (software) => {
      expect(editorOf(software)).toBeNull();
    },
  );
});
