import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { monthOf, NO_MONTH } from '#shared/protocol/digest.ts';

const millisecondsOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

function expectRising(ids: readonly string[]): void {
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
}

describe('ids', () => {
  it('are UUIDs of version 7 that carry the moment', () => {
    const clock = new FakeClock('2026-06-01T08:00:00.000Z');
    const id = uuidv7Ids(clock, seededRandom(1)).next();
    expect(z.uuidv7().safeParse(id).success).toBe(true);
    expect(millisecondsOf(id)).toBe(clock.now());
  });

  it('rise within one millisecond', () => {
    const ids = uuidv7Ids(new FakeClock(), seededRandom(1));
    expectRising(Array.from({ length: 5_000 }, () => ids.next()));
  });

  it('rise when the clock is set back by years, and when it moves on', () => {
    const clock = new FakeClock();
    const ids = uuidv7Ids(clock, seededRandom(1));
    const moves = [0, 1, -1, -3 * 365 * 86_400_000, 5, 1_000, 4 * 365 * 86_400_000, -1, 0];
    expectRising(moves.flatMap((move) => (clock.move(move), [ids.next(), ids.next()])));
  });

  it('differ between two devices in the same millisecond', () => {
    const clock = new FakeClock();
    const [one, other] = [uuidv7Ids(clock, seededRandom(1)), uuidv7Ids(clock, seededRandom(2))];
    const made = Array.from({ length: 1_000 }, () => [one.next(), other.next()]).flat();
    expect(new Set(made).size).toBe(made.length);
  });
});

describe('ids on a machine whose clock cannot be trusted', () => {
  const YEAR = 365 * 86_400_000;
  /** Where a clock is set to: an empty battery's 1970, years behind, ahead, and far ahead. */
  const setting = fc.oneof(fc.constantFrom('1970-01-01T00:00:00.000Z', '2000-01-01T00:00:00.000Z', '2026-06-01T08:00:00.000Z', '2099-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'));
  const jumps = fc.array(fc.oneof(fc.constantFrom(0, 1, -1, 1_000, -1_000, 28_800_000, -28_800_000), fc.integer({ min: -60 * YEAR, max: 60 * YEAR })), { maxLength: 40 });

  it('rise within a run of the program, wherever the clock is set', () => {
    fc.assert(
      fc.property(setting, jumps, fc.integer(), (start, moves, seed) => {
        const clock = new FakeClock(start);
        const ids = uuidv7Ids(clock, seededRandom(seed));
        const made = moves.flatMap((move) => (clock.move(move), [ids.next(), ids.next(), ids.next()]));
        expectRising(made);
        for (const id of made) expect([z.uuidv7().safeParse(id).success, monthOf(id) === NO_MONTH]).toEqual([true, false]);
      }),
    );
  });

  it('are never met again in another run, also where the clock comes by the same moments once more', () => {
    fc.assert(
      fc.property(setting, jumps, fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 5 }), (start, moves, runs) => {
        const made = runs.flatMap((seed) => {
          const clock = new FakeClock(start);
          const ids = uuidv7Ids(clock, seededRandom(seed));
          return moves.flatMap((move) => (clock.move(move), [ids.next(), ids.next()]));
        });
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });
});

describe('seeded randomness', () => {
  it('repeats for a seed and differs for another', () => {
    expect(seededRandom(7).bytes(64)).toEqual(seededRandom(7).bytes(64));
    expect(seededRandom(7).bytes(64)).not.toEqual(seededRandom(8).bytes(64));
  });
});
