import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';

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

describe('seeded randomness', () => {
  it('repeats for a seed and differs for another', () => {
    expect(seededRandom(7).bytes(64)).toEqual(seededRandom(7).bytes(64));
    expect(seededRandom(7).bytes(64)).not.toEqual(seededRandom(8).bytes(64));
  });
});
