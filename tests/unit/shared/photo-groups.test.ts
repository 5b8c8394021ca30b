import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { photoGroups } from '#shared/domain/photo-groups.ts';

const taken = (...times: readonly string[]) => times.map((takenAt, index) => ({ id: `p${index}`, takenAt }));

describe('photos by the pauses between them', () => {
  it('keeps the photos of one morning together, and those of the afternoon apart', () => {
    const groups = photoGroups(taken('2026-05-20T14:30:00', '2026-05-20T08:10:05', '2026-05-20T10:05:00', '2026-05-20T09:00:00', '2026-05-20T15:00:00'));
    expect(groups.map(({ day, part, from, to, photos }) => [day, part, from, to, photos.map(({ id }) => id).join(' ')])).toEqual([
      ['2026-05-20', 'morning', '08:10', '10:05', 'p1 p3 p2'],
      ['2026-05-20', 'afternoon', '14:30', '15:00', 'p0 p4'],
    ]);
  });

  it('divides days, but not a gala that goes on past midnight', () => {
    const groups = photoGroups(taken('2026-02-16T22:30:00', '2026-02-17T00:10:00', '2026-02-18T00:10:00'));
    expect(groups.map(({ day, part, photos }) => [day, part, photos.length])).toEqual([
      ['2026-02-16', 'evening', 2],
      ['2026-02-18', 'morning', 1],
    ]);
  });

  it('has photos that say no time in no group', () => {
    expect(photoGroups(taken('', ''))).toEqual([]);
    expect(photoGroups([])).toEqual([]);
  });

  it('puts every timed photo into exactly one group, whatever their order', () => {
    const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 19));
    fc.assert(
      fc.property(fc.array(fc.oneof(time, fc.constant('')), { maxLength: 60 }), (times) => {
        const photos = taken(...times);
        const groups = photoGroups(photos);
        const grouped = groups.flatMap((group) => group.photos.map(({ id }) => id));
        expect(grouped.toSorted()).toEqual(photos.filter(({ takenAt }) => takenAt !== '').map(({ id }) => id).toSorted());
        expect(photoGroups(photos.toReversed())).toEqual(groups);
      }),
    );
  });
});
