/** `npm run simulate -- --seeds N [--from S] [--steps K] [--engine sqlite|postgres] [--seed S --trace]`. See docs/simulation.md. */
import { parseArgs } from 'node:util';
import { Ground } from './real-center.ts';
import { lengthOf, runSeed } from './run-seed.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '100' }, from: { type: 'string', default: '1' }, steps: { type: 'string' }, seed: { type: 'string' }, trace: { type: 'boolean', default: false } } });
const ground = await Ground.prepare();
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const started = performance.now();
let failed = 0;
const byCheck = new Map<string, number[]>();
for (let seed = first; seed < first + count; seed += 1) {
  const failure = await runSeed(ground, seed, undefined, values.steps === undefined ? lengthOf(seed) : Number(values.steps));
  if (failure === null) continue;
  failed += 1;
  byCheck.set(failure.check, [...(byCheck.get(failure.check) ?? []), seed]);
  if (values.trace) process.stdout.write(`${failure.trace.join('\n')}\n`);
  if (failed <= 5 || values.trace) process.stdout.write(`seed ${seed}: ${failure.message.slice(0, 1500)}\n`);
}
process.stdout.write(`${count} seeds, ${failed} failed, ${((performance.now() - started) / count).toFixed(1)} ms a seed\n`);
for (const [check, seeds] of byCheck) process.stdout.write(`${seeds.length} x ${check}: ${seeds.slice(0, 10).join(' ')}\n`);
