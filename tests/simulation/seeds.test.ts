import { beforeAll, describe, expect, it } from 'vitest';
import { Ground } from './real-center.ts';
import { runSeed } from './run-seed.ts';

const BLOCKS = 10;
const SEEDS_IN_BLOCK = 25;

let ground: Ground;

beforeAll(async () => {
  ground = await Ground.prepare();
});

describe('L1 L2 L3 P1 P2 M1 M2 C1 C2 D1 a county in which everything goes wrong keeps every rule', () => {
  it.each(Array.from({ length: BLOCKS }, (_, block) => block * SEEDS_IN_BLOCK + 1))('seeds from %i', async (first) => {
    for (let seed = first; seed < first + SEEDS_IN_BLOCK; seed += 1) {
      const failure = await runSeed(ground, seed);
      expect(failure?.message, `npm run simulate -- --seed ${seed} --trace`).toBeUndefined();
    }
  });
});
