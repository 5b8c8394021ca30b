import { FakeClock } from '#shared/ports/clock.ts';
import { checkAll } from './checks.ts';
import * as machines from './machines.ts';
import * as people from './people.ts';
import { devicesOf } from './places.ts';
import { quiet } from './quiet.ts';
import type { Ground } from './real-center.ts';
import { NO_BUG, type Seams } from './seams.ts';
import { stepsOf, type Step, type StepName } from './steps.ts';
import { Violation, World } from './world.ts';

type Act = (world: World, step: Step) => Promise<void>;

const ACTS: Readonly<Record<StepName, Act>> = {
  create: people.create,
  edit: people.edit,
  touchShared: people.touchShared,
  correct: people.correct,
  settle: people.settle,
  bad: people.bad,
  mend: people.mend,
  bulk: people.bulk,
  purge: people.purge,
  decide: people.decide,
  sync: machines.sync,
  busySync: machines.busySync,
  cutSync: machines.cutSync,
  ask: machines.ask,
  arrive: machines.arrive,
  take: machines.take,
  lose: machines.lose,
  again: machines.again,
  check: machines.check,
  audit: machines.audit,
  crash: machines.crash,
  diskFull: machines.diskFull,
  centerFails: machines.centerFails,
  restart: machines.restart,
  backupDevice: machines.backupDevice,
  restoreDevice: machines.restoreDevice,
  backupCenter: machines.backupCenter,
  restoreCenter: machines.restoreCenter,
  damage: machines.damage,
  jump: machines.jump,
  move: machines.move,
};

export interface Failure {
  readonly seed: number;
  readonly check: string;
  readonly message: string;
  readonly steps: readonly Step[];
  readonly trace: readonly string[];
}

export interface RunOptions {
  readonly ground: Ground;
  readonly seed: number;
  readonly steps: readonly Step[];
  readonly seams?: Seams;
}

/** By how much the center's clock goes on with each step, milliseconds. */
const MINUTE = 60_000;

/** Runs the steps of one world and holds it to every rule. Null where all hold. */
export async function runSteps({ ground, seed, steps, seams = NO_BUG }: RunOptions): Promise<Failure | null> {
  const clock = new FakeClock();
  const center = await ground.center(clock, seed, devicesOf(seed));
  const world = new World({ seed, center, centerClock: clock, seams });
  try {
    await prologue(world);
    for (const [index, step] of steps.entries()) {
      world.at = index;
      world.tell(`${step.do} ${world.device(step.device).id.slice(-2)}`);
      clock.move(MINUTE);
      await ACTS[step.do](world, step);
      world.expectNoFaults();
    }
    world.at = steps.length;
    await quiet(world);
    await checkAll(world);
    return null;
  } catch (error) {
    const check = error instanceof Violation ? error.check : 'no part of the world fails by itself';
    const message = error instanceof Violation ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, check, message, steps, trace: world.trace };
  }
}

/** Everybody begins with something in common. */
async function prologue(world: World): Promise<void> {
  const step: Step = { do: 'create', device: 0, target: 0, field: 0, value: 0, salt: world.seed };
  for (const [index, device] of [0, 2, 5, 5].entries()) await people.create(world, { ...step, device, value: index === 3 ? 6 : index, salt: world.seed * 8 + index });
  for (const turn of [0, 1]) for (const device of world.devices.keys()) if (turn === 0 || device % 2 === 0) await machines.sync(world, { ...step, do: 'sync', device });
}

/** The number of steps of a seed: small worlds and larger ones. */
export function lengthOf(seed: number): number {
  return 30 + (seed % 4) * 20;
}

export function runSeed(ground: Ground, seed: number, seams: Seams = NO_BUG, length = lengthOf(seed)): Promise<Failure | null> {
  return runSteps({ ground, seed, steps: stepsOf(seed, length), seams });
}
