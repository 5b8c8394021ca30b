import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addUse, DEFAULT_BUDGET, estimate, heldBack, isMetered, MEGABYTE, usedOn, type BudgetNow, type DailyUse } from '#shared/sync/data-budget.ts';

const now = (fields: Partial<BudgetNow['settings']> = {}, more: Partial<BudgetNow> = {}): BudgetNow => ({ settings: { ...DEFAULT_BUDGET, ...fields }, meteredByMachine: false, usedToday: 0, ...more });
const thumb = { part: 'thumb', size: 9_000 } as const;
const picture = { part: 'picture', size: 400_000 } as const;

describe('the data budget', () => {
  it('T1 holds nothing back on a free line without a limit', () => {
    expect([heldBack(thumb, now()), heldBack(picture, now())]).toEqual([null, null]);
  });

  it('T1 sends over a line that costs what the person allows: nothing, thumbnails, or all', () => {
    const held = (photosOnMetered: 'none' | 'thumbnails' | 'all') => [thumb, picture].map((photo) => heldBack(photo, now({ metered: true, photosOnMetered })));
    expect(held('none')).toEqual(['metered', 'metered']);
    expect(held('thumbnails')).toEqual([null, 'metered']);
    expect(held('all')).toEqual([null, null]);
  });

  it('takes the machine’s word for the line unless the person knows better', () => {
    expect([null, true, false].map((metered) => isMetered(now({ metered }, { meteredByMachine: true })))).toEqual([true, true, false]);
    expect([null, true, false].map((metered) => isMetered(now({ metered })))).toEqual([false, true, false]);
  });

  it('T1 keeps a day’s limit, but lets a photo that is larger than it be the only one of its day', () => {
    const limit = { dailyLimitMB: 1 };
    expect(heldBack(picture, now(limit, { usedToday: 700_000 }))).toBe('daily');
    expect(heldBack(picture, now(limit, { usedToday: 600_000 }))).toBeNull();
    const large = { part: 'picture', size: 5 * MEGABYTE } as const;
    expect([heldBack(large, now(limit)), heldBack(large, now(limit, { usedToday: 1 }))]).toEqual([null, 'daily']);
  });

  it('counts each day once, whatever way the clock jumps, and forgets days of long ago', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-02-${String(number).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(day, fc.integer({ min: 1, max: 1_000 }))), (jumps) => {
        const use = jumps.reduce<DailyUse>((known, [on, bytes]) => addUse(known, on, bytes), []);
        for (const on of new Set(jumps.map(([one]) => one))) {
          expect(usedOn(use, on)).toBe(jumps.reduce((total, [one, bytes]) => total + (one === on ? bytes : 0), 0));
        }
      }),
    );
    const many = Array.from({ length: 100 }, (_, index) => `day ${index}`).reduce<DailyUse>((known, on) => addUse(known, on, 1), []);
    expect([usedOn(many, 'day 0'), usedOn(many, 'day 99'), many.length]).toEqual([0, 1, 60]);
  });

  it('T1 estimates what is about to be used, and nothing where nothing waits', () => {
    expect(estimate({ records: 0, textOfRecord: 0, thumbnailBytes: 0, originalBytes: 0 }).total).toBe(0);
    const { records, thumbnails, originals, total } = estimate({ records: 100, textOfRecord: 600, thumbnailBytes: 10_000, originalBytes: 1_000_000 });
    expect(records).toBeGreaterThan(10_000);
    expect(records).toBeLessThan(100 * 600);
    expect(thumbnails + originals).toBeGreaterThanOrEqual(1_010_000);
    expect(total).toBe(records + thumbnails + originals);
  });
});
