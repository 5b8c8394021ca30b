/** `npm run simulate`: runs worlds from their seeds and holds them to every rule. docs/simulation.md says how. */
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { PLANTED_BUGS } from './planted/planted-bugs.ts';
import { findPlanted } from './planted/find-planted.ts';
import { Ground } from './real-center.ts';
import { writeRegression } from './regression.ts';
import { lengthOf, runSeed } from './run-seed.ts';
import { shrink } from './shrink.ts';

const USAGE = `npm run simulate -- [--seeds N] [--from S] [--steps K] [--jobs J] [--engine sqlite|postgres]
npm run simulate -- --seed S [--trace]
npm run simulate -- --planted [--seeds N]
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '500' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    steps: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    engine: { type: 'string', default: 'sqlite' },
    trace: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Failures after which it is no use to go on. */
const ENOUGH = 10;

interface Opened {
  readonly ground: Ground;
  readonly close: () => Promise<void>;
}

/** The database that the worlds' center stands on. */
async function open(): Promise<Opened> {
  if (values.engine === 'sqlite') return { ground: await Ground.prepare(), close: async () => undefined };
  const [{ startPostgres }, { openPostgres }] = await Promise.all([import('../support/postgres.ts'), import('../../center/store/postgres/database.ts')]);
  const server = await startPostgres();
  const url = await server.createDatabase();
  const ground = await Ground.prepare(() => openPostgres(url));
  return {
    ground,
    close: async () => {
      await ground.db.close();
      await server.stop();
    },
  };
}

/** Runs seeds one after the other; answers how many broke a rule. */
async function runSeeds(first: number, count: number): Promise<number> {
  const { ground, close } = await open();
  const started = performance.now();
  let failed = 0;
  let run = 0;
  for (let seed = first; seed < first + count && failed < ENOUGH; seed += 1) {
    run += 1;
    const failure = await runSeed(ground, seed, undefined, values.steps === undefined ? lengthOf(seed) : Number(values.steps));
    if (run % 1_000 === 0) say(`${run} seeds, ${failed} failed`);
    if (failure === null) continue;
    failed += 1;
    if (values.trace) say(failure.trace.join('\n'));
    const least = await shrink({ ground, seed }, failure);
    say(`seed ${seed}, ${least.steps.length} of ${failure.steps.length} steps: ${least.message.slice(0, 2_000)}`);
    say(least.trace.join('\n'));
    say(`written to ${writeRegression(`seed-${seed}`, least)}`);
  }
  const spent = performance.now() - started;
  say(`${run} seeds from ${first} on ${values.engine}: ${failed} failed; ${(spent / 1_000).toFixed(1)} s, ${(spent / run).toFixed(1)} ms a seed`);
  await close();
  return failed;
}

/** Splits the seeds among processes. */
async function runJobs(first: number, count: number, jobs: number): Promise<number> {
  const share = Math.ceil(count / jobs);
  const endings = Array.from({ length: jobs }, (_, job) => {
    const own = Math.min(share, count - job * share);
    const flags = ['--engine', values.engine, ...(values.steps === undefined ? [] : ['--steps', values.steps]), ...(values.trace ? ['--trace'] : [])];
    const child = spawn(process.execPath, [import.meta.filename, '--seeds', String(own), '--from', String(first + job * share), ...flags], { stdio: 'inherit' });
    return new Promise<number>((done) => child.once('exit', (code) => done(code === 0 ? 0 : 1)));
  });
  return (await Promise.all(endings)).reduce((sum, failed) => sum + failed, 0);
}

/** How many seeds it takes to notice each planted bug. */
async function runPlanted(most: number): Promise<number> {
  const { ground, close } = await open();
  let missed = 0;
  for (const bug of PLANTED_BUGS) {
    const shown = await findPlanted(ground, bug, most);
    if (shown === null) missed += 1;
    say(shown === null ? `NOT NOTICED within ${most} seeds: ${bug.name}` : `within ${String(shown.seed).padStart(4)} seeds: ${bug.name} (${shown.check})`);
  }
  await close();
  return missed;
}

async function main(): Promise<number> {
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  if (values.planted) return runPlanted(count);
  const first = Number(values.seed ?? values.from);
  const jobs = Number(values.jobs);
  return jobs > 1 ? runJobs(first, count, jobs) : runSeeds(first, count);
}

process.exitCode = (await main()) === 0 ? 0 : 1;
