/** `npm run bench -- [parts] [--rounds N] [--quick] [--full] [--write]`: what the sync costs, against its peers, side by side. */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { center } from './parts/center.ts';
import { growth } from './parts/growth.ts';
import { morning } from './parts/morning.ts';
import { pull } from './parts/pull.ts';
import { push } from './parts/push.ts';
import { describeMachine, machineText } from './support/machine.ts';
import { tableText, type Outcome, type PartOptions } from './support/outcome.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const PARTS: Readonly<Record<string, (options: PartOptions) => Promise<Outcome>>> = { pull, push, center, morning, growth };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, quick: { type: 'boolean' }, full: { type: 'boolean' }, write: { type: 'boolean' } },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const rounds = Number(values.rounds ?? (values.quick === true ? '1' : '5'));
const machine = await describeMachine();
say(machineText(machine));
if (machine.load > 0.5) say(`The machine is not quiet (load ${machine.load}): figures will spread.`);
for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`no part ${name}; there are ${Object.keys(PARTS).join(', ')}`);
  const outcome = await part({ rounds, quick: values.quick === true, full: values.full === true, say });
  for (const table of outcome.tables) say(tableText(table));
  for (const note of outcome.notes) say(note);
  await mkdir(resolve(ROOT, '.cache/bench'), { recursive: true });
  await writeFile(resolve(ROOT, `.cache/bench/${name}.json`), JSON.stringify({ machine, rounds, ...outcome }, null, 2));
}
