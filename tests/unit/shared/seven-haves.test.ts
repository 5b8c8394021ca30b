import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completion, DEFAULT_STANDARD, HAVES, type ItemPhoto, type StandardItem } from '#shared/domain/seven-haves.ts';

const TODAY = '2026-06-01';
const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.parse(TODAY) - days * DAY).toISOString().slice(0, 10);

const item = (changes: Partial<StandardItem> = {}): StandardItem => ({ key: 'place.room', have: 'place', text: '', photos: 2, withinDays: 30, points: 8, ...changes });
const photo = (days: number, changes: Partial<ItemPhoto> = {}): ItemPhoto => ({ item: 'place.room', occurredOn: daysAgo(days), removed: false, ...changes });

function stateOf(standardItem: StandardItem, photos: readonly ItemPhoto[]) {
  const [state] = completion([standardItem], photos, TODAY).items;
  if (state === undefined) throw new Error('no state');
  return state;
}

describe('an item of the seven haves', () => {
  it('wants as many photos as the standard says', () => {
    expect(stateOf(item(), [])).toMatchObject({ counting: 0, missing: 2, daysLeft: null });
    expect(stateOf(item(), [photo(1)])).toMatchObject({ counting: 1, missing: 1, daysLeft: null });
    expect(stateOf(item(), [photo(1), photo(2)])).toMatchObject({ counting: 2, missing: 0 });
  });

  it('counts a photo to its last day and not a day longer', () => {
    expect(stateOf(item({ photos: 1 }), [photo(30)])).toMatchObject({ counting: 1, expired: 0, missing: 0, daysLeft: 0 });
    expect(stateOf(item({ photos: 1 }), [photo(31)])).toMatchObject({ counting: 0, expired: 1, missing: 1, daysLeft: null });
  });

  it('stays complete for as long as enough photos do', () => {
    expect(stateOf(item(), [photo(2), photo(25), photo(10)]).daysLeft).toBe(20);
  });

  it('never expires where the standard sets no age', () => {
    expect(stateOf(item({ withinDays: 0, photos: 1 }), [photo(5_000)])).toMatchObject({ counting: 1, missing: 0, daysLeft: null });
  });

  it('takes a photo dated ahead for one of today', () => {
    expect(stateOf(item({ photos: 1 }), [photo(-3)])).toMatchObject({ missing: 0, daysLeft: 30 });
  });

  it('looks neither at removed photos nor at those of other items', () => {
    expect(stateOf(item({ photos: 1 }), [photo(1, { removed: true }), photo(1, { item: 'team.head' })])).toMatchObject({ counting: 0, expired: 0, missing: 1 });
  });
});

describe('the completion of a station', () => {
  const photos = fc.array(
    fc.record({ item: fc.constantFrom(...DEFAULT_STANDARD.items.map(({ key }) => key), 'unknown'), days: fc.integer({ min: -5, max: 800 }), removed: fc.boolean() }),
    { maxLength: 60 },
  );
  const build = (entries: readonly { item: string; days: number; removed: boolean }[]): ItemPhoto[] => entries.map(({ item: key, days, removed }) => photo(days, { item: key, removed }));

  it('adds up its items and points', () => {
    fc.assert(
      fc.property(photos, (entries) => {
        const found = completion(DEFAULT_STANDARD.items, build(entries), TODAY);
        const done = found.items.filter((state) => state.missing === 0);
        expect(found.done).toBe(done.length);
        expect(found.points).toBe(done.reduce((sum, state) => sum + state.item.points, 0));
        expect(found.points).toBeLessThanOrEqual(found.maxPoints);
        expect(found.items.reduce((sum, state) => sum + state.counting + state.expired, 0)).toBe(entries.filter((entry) => entry.item !== 'unknown' && !entry.removed).length);
      }),
    );
  });

  it('does not fall when a photo of today is added, and does not depend on their order', () => {
    fc.assert(
      fc.property(photos, fc.constantFrom(...DEFAULT_STANDARD.items), (entries, { key }) => {
        const before = completion(DEFAULT_STANDARD.items, build(entries), TODAY);
        const after = completion(DEFAULT_STANDARD.items, [...build(entries), photo(0, { item: key })], TODAY);
        expect(after.done).toBeGreaterThanOrEqual(before.done);
        expect(completion(DEFAULT_STANDARD.items, build(entries.toReversed()), TODAY)).toEqual(before);
      }),
    );
  });

  it('lasts exactly as long as it says', () => {
    fc.assert(
      fc.property(photos, (entries) => {
        for (const state of completion(DEFAULT_STANDARD.items, build(entries), TODAY).items) {
          if (state.daysLeft === null) continue;
          const missingAfter = (days: number): number | undefined => completion([state.item], build(entries), daysAgo(-days)).items[0]?.missing;
          expect(missingAfter(state.daysLeft)).toBe(0);
          // A photo dated ahead is still young on that day, and holds the item a little longer.
          if (entries.every((entry) => entry.days >= 0)) expect(missingAfter(state.daysLeft + 1)).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('the default standard', () => {
  it('has a hundred points at most, every have, and no key twice', () => {
    const keys = DEFAULT_STANDARD.items.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(DEFAULT_STANDARD.items.map(({ have }) => have))).toEqual(new Set(HAVES));
    expect(keys.every((key, index) => key.startsWith(`${DEFAULT_STANDARD.items[index]?.have ?? ''}.`))).toBe(true);
    expect(completion(DEFAULT_STANDARD.items, [], TODAY)).toMatchObject({ done: 0, total: keys.length, points: 0 });
  });
});
