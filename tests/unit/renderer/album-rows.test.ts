import { describe, expect, it } from 'vitest';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Standard } from '#shared/domain/seven-haves.ts';
import { DEFAULT_STANDARD } from '#shared/domain/seven-haves.ts';
import { groupPhotos, oncePerPicture, rowsOf } from '../../../renderer/features/haves/album-rows.ts';
import { seenRows } from '../../../renderer/features/haves/use-window.ts';
import { standardFor } from '../../../renderer/features/photos/use-standard.ts';

const photo = (id: string, occurredOn: string, hash = id): Evidence => ({ id, occurredOn, hash }) as Evidence;

describe('the album’s lines', () => {
  it('hold each heading, then its photos, as many to a line as fit', () => {
    const photos = ['1', '2', '3'].map((id) => photo(id, '2026-05-02')).concat(photo('4', '2026-04-01'));
    const groups = groupPhotos(photos, ({ occurredOn }) => occurredOn.slice(0, 7), (month) => month);
    expect(rowsOf(groups, 2).map((row) => (row.type === 'head' ? `${row.title} ${row.count}` : row.photos.map(({ id }) => id).join()))).toEqual(['2026-05 3', '1,2', '3', '2026-04 1', '4']);
  });

  it('show a picture that proves several things once', () => {
    expect(oncePerPicture([photo('1', '', 'x'), photo('2', '', 'y'), photo('3', '', 'x')]).map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('draw only what is seen, with a screen to spare on either side', () => {
    const heights = Array.from({ length: 1_000 }, () => 100);
    expect(seenRows(heights, 0, 500)).toEqual({ from: 0, to: 10, above: 0, total: 100_000 });
    expect(seenRows(heights, 50_000, 500)).toEqual({ from: 495, to: 510, above: 49_500, total: 100_000 });
  });

  it('draw something when the list got shorter than it is scrolled', () => {
    const { from, to } = seenRows([100, 100], 5_000, 500);
    expect([from, to]).toEqual([0, 2]);
  });
});

describe('the standard in force', () => {
  const standard = (to: string, items = DEFAULT_STANDARD.items): Standard => ({ title: to, version: '1', items, to }) as unknown as Standard;

  it('is the newest that is addressed to the site', () => {
    expect(standardFor('211122101200', [standard('211103'), standard('211122'), standard('2111')]).title).toBe('211122');
  });

  it('is the program’s own where the county has issued none, or an empty one', () => {
    expect(standardFor('211122101200', [standard('211103'), standard('211122', [])])).toBe(DEFAULT_STANDARD);
  });
});
