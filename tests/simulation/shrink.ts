import { runSteps, type Failure, type RunOptions } from './run-seed.ts';
import type { Step } from './steps.ts';

/** Runs that one shrinking may take. */
const TRIES = 400;

/**
 * Drops steps, in halves first and one by one at last, as long as the same rule is still broken. Every step means something
 * without the others, so that whatever is left is a world too.
 */
export async function shrink(options: Omit<RunOptions, 'steps' | 'seams'> & { readonly seams?: () => RunOptions['seams'] }, failure: Failure): Promise<Failure> {
  const { seams, ...rest } = options;
  let best = failure;
  let tries = 0;
  const fails = async (steps: readonly Step[]): Promise<boolean> => {
    tries += 1;
    const found = await runSteps({ ...rest, steps, ...(seams === undefined ? {} : { seams: seams() }) });
    if (found === null || found.check !== failure.check) return false;
    best = found;
    return true;
  };
  for (let size = Math.ceil(best.steps.length / 2); size > 0 && tries < TRIES; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < best.steps.length && tries < TRIES; ) {
      if (!(await fails(best.steps.toSpliced(start, size)))) start += size;
    }
  }
  return best;
}
