/**
 * `npm run bench -- [parts] [--rounds N] [--quick] [--full] [--write]`: what the sync costs, against its peers, side by side.
 * `--quick` takes small numbers and one round; `--full` adds what takes hours; `--write` puts the tables into docs/benchmarks.md.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { capacity } from './parts/capacity.ts';
import { center } from './parts/center.ts';
import { growth } from './parts/growth.ts';
import { likeness } from './parts/likeness.ts';
import { morning } from './parts/morning.ts';
import { open } from './parts/open.ts';
import { peer } from './parts/peer.ts';
import { photos } from './parts/photos.ts';
import { pull } from './parts/pull.ts';
import { push } from './parts/push.ts';
import { describeMachine, machineText } from './support/machine.ts';
import { noteText, writeIntoDocument } from './support/document.ts';
import { tableText, type Outcome, type PartOptions } from './support/outcome.ts';

const RESULTS = resolve(import.meta.dirname, '../../.cache/bench');

const PARTS: Readonly<Record<string, (options: PartOptions) => Promise<Outcome>>> = { pull, push, peer, center, capacity, morning, growth, open, likeness, photos };

/** A load above this says that something else runs. */
const QUIET = 0.5;

const flag = { type: 'boolean', default: false } as const;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' }, quick: flag, full: flag, write: flag } });
const { quick, full, write } = values;
const rounds = Number(values.rounds ?? (quick ? 1 : 5));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) throw new Error(`no part ${unknown}; there are ${Object.keys(PARTS).join(', ')}`);
await mkdir(RESULTS, { recursive: true });
for (const name of names) {
  const machine = await describeMachine();
  say(machineText(machine));
  if (machine.load > QUIET) say(`The machine is not quiet (load ${machine.load}): figures will spread.`);
  const outcome = await (PARTS[name] as (options: PartOptions) => Promise<Outcome>)({ rounds, quick, full, say });
  const text = [...outcome.tables.map(tableText), ...outcome.notes, noteText(machine, rounds)].join('\n');
  say(text);
  await writeFile(resolve(RESULTS, `${name}.json`), JSON.stringify({ machine, rounds, quick, full, ...outcome }, null, 2));
  if (write) await writeIntoDocument(name, text);
}
