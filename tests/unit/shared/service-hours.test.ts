import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STAR_HOURS, standingRecords, starsFor, totalMinutes } from '#shared/domain/service-hours.ts';

interface Entry {
  readonly id: string;
  readonly corrects: string;
  readonly removed: boolean;
  readonly minutes: number;
}

const entry = (id: string, minutes: number, corrects = '', removed = false): Entry => ({ id, corrects, removed, minutes });
const standing = (...records: readonly Entry[]): string[] => standingRecords(records).map(({ id }) => id).toSorted();

/** Any web of corrections, rings included, each naming a record that is there, one that is not, or none. */
const anyRecords = fc
  .uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 8 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(`r${id}`), corrects: fc.oneof(fc.constant(''), fc.integer({ min: 0, max: 9 }).map((other) => `r${other}`)), removed: fc.boolean(), minutes: fc.integer({ min: 0, max: 600 }) }))));

describe('the hours that stand', () => {
  it('are those that no record corrects', () => {
    expect(standing(entry('a', 60), entry('b', 90, 'a'), entry('c', 30))).toEqual(['b', 'c']);
    expect(totalMinutes([entry('a', 60), entry('b', 90, 'a'), entry('c', 30)])).toBe(120);
  });

  it('follow a chain of corrections to its end', () => {
    expect(standing(entry('a', 60), entry('b', 90, 'a'), entry('c', 45, 'b'))).toEqual(['c']);
  });

  it('count one of two corrections made apart, the same one everywhere', () => {
    expect(standing(entry('a', 60), entry('b', 90, 'a'), entry('c', 45, 'a'))).toEqual(['c']);
    expect(standing(entry('c', 45, 'a'), entry('b', 90, 'a'), entry('a', 60))).toEqual(['c']);
  });

  it('prefer the longer chain to the greater id', () => {
    expect(standing(entry('a', 60), entry('z', 90, 'a'), entry('b', 45, 'a'), entry('c', 40, 'b'))).toEqual(['c']);
  });

  it('take a record back by a correction to no minutes', () => {
    expect(totalMinutes([entry('a', 60), entry('b', 0, 'a')])).toBe(0);
  });

  it('count a correction whose record has not arrived yet', () => {
    expect(standing(entry('b', 90, 'a'), entry('c', 45, 'a'))).toEqual(['c']);
  });

  it('fall back to the record where its correction is removed', () => {
    expect(standing(entry('a', 60), entry('b', 90, 'a', true))).toEqual(['a']);
  });

  it('are not counted twice where a correction between two is removed', () => {
    expect(standing(entry('a', 60), entry('b', 90, 'a', true), entry('c', 45, 'b'))).toEqual(['c']);
  });

  it('count a ring of corrections once', () => {
    expect(standing(entry('a', 60, 'b'), entry('b', 90, 'a'))).toEqual(['b']);
    expect(standing(entry('a', 60, 'a'))).toEqual(['a']);
    expect(standing(entry('a', 60, 'b'), entry('b', 90, 'a'), entry('c', 45, 'a'))).toEqual(['c']);
  });

  it('do not depend on the order in which records came', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        expect(standing(...records.toReversed())).toEqual(standing(...records));
      }),
    );
  });

  it('count each web of corrections once, and leave none out that is not removed', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const webOf = websOf(records);
        const live = new Set(records.filter(({ removed }) => !removed).map(({ id }) => webOf(id)));
        const counted = standingRecords(records).map(({ id }) => webOf(id));
        expect(counted.toSorted()).toEqual([...live].toSorted());
      }),
    );
  });
});

/** For each id the name of all that hangs together with it. */
function websOf(records: readonly Entry[]): (id: string) => string {
  const web = new Map<string, string>();
  for (const { id, corrects } of records) for (const name of [id, corrects]) if (name !== '') web.set(name, name);
  for (const _ of records) {
    for (const { id, corrects } of records) {
      if (corrects === '') continue;
      const least = [web.get(id) ?? id, web.get(corrects) ?? corrects].toSorted()[0] ?? id;
      web.set(id, least).set(corrects, least);
    }
  }
  return (id) => web.get(id) ?? id;
}

describe('stars', () => {
  it.each(STAR_HOURS.map((hours, index) => [index + 1, hours] as const))('%i come with %i hours and not a minute sooner', (stars, hours) => {
    expect(starsFor(hours * 60)).toBe(stars);
    expect(starsFor(hours * 60 - 1)).toBe(stars - 1);
  });

  it('are five at most and none at the start', () => {
    expect([starsFor(0), starsFor(10_000 * 60)]).toEqual([0, 5]);
  });
});
