import type { Ground } from '../real-center.ts';
import { lengthOf, runSteps, type Failure } from '../run-seed.ts';
import { NO_BUG } from '../seams.ts';
import { stepsOf } from '../steps.ts';
import type { PlantedBug } from './planted-bug.ts';

/** One world with a planted bug; null where nothing is noticed. */
export function runPlanted(ground: Ground, { seams, without = [] }: PlantedBug, seed: number): Promise<Failure | null> {
  const steps = stepsOf(seed, lengthOf(seed)).filter((step) => !without.includes(step.do));
  return runSteps({ ground, seed, steps, seams: { ...NO_BUG, ...seams() } });
}

/** The first seed from 1 that shows a planted bug; null for none. */
export async function findPlanted(ground: Ground, bug: PlantedBug, most: number): Promise<Failure | null> {
  for (let seed = 1; seed <= most; seed += 1) {
    const failure = await runPlanted(ground, bug, seed);
    if (failure !== null) return failure;
  }
  return null;
}
