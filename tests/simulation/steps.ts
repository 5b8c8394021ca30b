import { Dice } from './dice.ts';

/**
 * One thing that happens in the world. Numbers choose by index modulo whatever there is to choose from, so that a step
 * keeps a meaning when others are dropped; `salt` seeds all else that the step leaves to chance.
 */
export interface Step {
  readonly do: StepName;
  readonly device: number;
  readonly target: number;
  readonly field: number;
  readonly value: number;
  readonly salt: number;
}

/** Weights of the steps: how often each is thrown, against the others. */
const WEIGHTS = {
  // What people do.
  create: 14,
  edit: 30,
  touchShared: 8,
  correct: 4,
  settle: 5,
  bad: 2,
  mend: 2,
  bulk: 1,
  purge: 1,
  decide: 2,
  // How machines meet.
  sync: 24,
  busySync: 8,
  cutSync: 6,
  ask: 8,
  arrive: 8,
  take: 8,
  lose: 3,
  again: 4,
  check: 2,
  audit: 2,
  // What goes wrong.
  crash: 8,
  diskFull: 3,
  centerFails: 3,
  restart: 2,
  backupDevice: 4,
  restoreDevice: 2,
  backupCenter: 3,
  restoreCenter: 2,
  damage: 3,
  jump: 3,
  move: 2,
} as const;

export type StepName = keyof typeof WEIGHTS;

const NAMES = Object.keys(WEIGHTS) as StepName[];
const TOTAL = NAMES.reduce((sum, name) => sum + WEIGHTS[name], 0);

/** Calm seeds leave these out, so that rules can be held to that hold only without them. */
const WILD: ReadonlySet<StepName> = new Set(['restoreDevice', 'restoreCenter', 'damage']);

/** The steps of a seed. A third of all seeds is calm. */
export function stepsOf(seed: number, count: number): Step[] {
  const dice = new Dice(seed);
  const calm = seed % 3 === 0;
  const steps: Step[] = [];
  while (steps.length < count) {
    const name = thrown(dice);
    const step = { do: name, device: dice.int(1_000), target: dice.int(100_000), field: dice.int(1_000), value: dice.int(1_000), salt: dice.next() };
    if (!calm || !WILD.has(name)) steps.push(step);
  }
  return steps;
}

function thrown(dice: Dice): StepName {
  let left = dice.int(TOTAL);
  for (const name of NAMES) {
    left -= WEIGHTS[name];
    if (left < 0) return name;
  }
  return 'sync';
}
