import { beforeAll, describe, expect, it } from 'vitest';
import { Ground } from './real-center.ts';
import { readRegressions } from './regression.ts';
import { runSteps } from './run-seed.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await Ground.prepare();
});

describe('a world that broke a rule once does not break it again', () => {
  it.each(readRegressions())('$name ($check)', async ({ seed, steps }) => {
    expect((await runSteps({ ground, seed, steps }))?.message).toBeUndefined();
  });
});
