import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { losesContent } from '#shared/domain/loss.ts';
import { activity, edited } from '../../support/center-records.ts';
import { anyVersion } from '../../support/arbitrary-records.ts';

describe('what loses content', () => {
  const full = activity(undefined, { organiser: '村委', content: '包粽子', served: ['disabled'] });

  it('D1 removing does, and bringing back or removing again does not', () => {
    const removed = edited(full, { removed: true });
    expect([losesContent('activities', full, removed), losesContent('activities', removed, full), losesContent('activities', removed, removed)]).toEqual([true, false, false]);
  });

  it('D1 emptying at least three and at least half of the filled fields does', () => {
    const six = edited(full, { place: '', organiser: '', inCharge: '', content: '', attendance: 0, served: [] });
    const two = { removed: false, a: 'x', b: 'y' };
    expect(losesContent('activities', full, six)).toBe(true);
    expect(losesContent('activities', full, edited(full, { place: '', organiser: '', inCharge: '' }))).toBe(false);
    expect(losesContent('any', two, { removed: false })).toBe(false);
    expect(losesContent('any', { ...two, c: 1 }, { removed: false, d: 'z' })).toBe(true);
  });

  it('D1 other words, other numbers and answers of yes or no are no loss', () => {
    expect(losesContent('any', { removed: false, a: 'x', b: 'y', c: 'z' }, { removed: false, a: '1', b: '2', c: '3' })).toBe(false);
    expect(losesContent('any', { removed: false, a: true, b: true, c: true }, { removed: false, a: false, b: false, c: false })).toBe(false);
  });

  it('D1 a version loses nothing against itself', () => {
    fc.assert(
      fc.property(anyVersion, (version) => {
        expect(losesContent('activities', version, version)).toBe(false);
      }),
    );
  });
});
