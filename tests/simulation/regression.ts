import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Failure } from './run-seed.ts';
import type { Step } from './steps.ts';

/** A world that once broke a rule: replayed by every test run. */
export interface Regression {
  readonly name: string;
  /** The rule that was broken. */
  readonly check: string;
  readonly seed: number;
  readonly steps: readonly Step[];
}

const FOLDER = join(import.meta.dirname, 'regressions');

const number = z.number().int();
const regressionSchema = z.object({
  check: z.string(),
  seed: number,
  steps: z.array(z.object({ do: z.string(), device: number, target: number, field: number, value: number, salt: number })),
});

export function readRegressions(): Regression[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json')).toSorted();
  return files.map((file) => ({ name: file.replace(/\.json$/, ''), ...(regressionSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))) as Omit<Regression, 'name'>) }));
}

/** Writes a failure down; answers the file. */
export function writeRegression(name: string, { check, seed, steps }: Failure): string {
  const file = join(FOLDER, `${name}.json`);
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`);
  writeFileSync(file, `{\n  "check": ${JSON.stringify(check)},\n  "seed": ${seed},\n  "steps": [\n${lines.join(',\n')}\n  ]\n}\n`);
  return file;
}
