import { beforeAll, describe, expect, it } from 'vitest';
import { PLANTED_BUGS } from './planted/planted-bugs.ts';
import { runPlanted } from './planted/find-planted.ts';
import { Ground } from './real-center.ts';
import { shrink } from './shrink.ts';
import { NO_BUG } from './seams.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await Ground.prepare();
});

describe('the simulation notices a planted bug', () => {
  it.each(PLANTED_BUGS)('$name', async (bug) => {
    expect((await runPlanted(ground, bug, bug.shownBy))?.check).toBeDefined();
  });

  it('and makes the same world of the same seed each time', async () => {
    const [bug] = PLANTED_BUGS;
    if (bug === undefined) throw new Error('nothing is planted');
    const first = await runPlanted(ground, bug, bug.shownBy);
    expect(first?.trace.length).toBeGreaterThan(0);
    expect(await runPlanted(ground, bug, bug.shownBy)).toEqual(first);
  });

  it('and shrinks the world to few steps that still show it', async () => {
    const [bug] = PLANTED_BUGS;
    const failure = bug === undefined ? null : await runPlanted(ground, bug, bug.shownBy);
    if (bug === undefined || failure === null) throw new Error('the first planted bug was not noticed');
    const least = await shrink({ ground, seed: failure.seed, seams: () => ({ ...NO_BUG, ...bug.seams() }) }, failure);
    expect(least.check).toBe(failure.check);
    expect(least.steps.length).toBeLessThan(failure.steps.length / 2);
  });
});
