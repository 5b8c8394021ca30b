import type { Seams } from '../seams.ts';
import type { StepName } from '../steps.ts';

/** A mistake put into the world through its seams, to see that the simulation notices. */
export interface PlantedBug {
  readonly name: string;
  /** Fresh for each world: a bug may count. */
  readonly seams: () => Partial<Seams>;
  /** Steps left out, since they would break a rule by themselves where this bug keeps them from being healed. */
  readonly without?: readonly StepName[];
  /** A seed that is known to show it, for the tests: found by `npm run simulate -- --planted`. */
  readonly shownBy: number;
}

/** True at every `n`th call. */
export function every(n: number): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    return calls % n === 0;
  };
}
