/**
 * `npm test`: finds or installs a browser, builds, and runs every check and every test; `npm test -- types unit` runs the
 * chosen steps. The last line says how many tests passed and failed; a step that breaks without counting is one failure.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureChineseFont, ensureChromium } from './browser-install.ts';
import { electronBinary } from './electron-binary.ts';
import { runWithin } from './run-within.ts';
import { addCounts, countsLine, NONE, readCounts, readFailures, type Counts } from './test-counts.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const REPORTS = join(ROOT, '.cache/test-results');
/** A step that takes longer than this hangs. */
const STEP_LIMIT_MS = 10 * 60_000;

interface Step {
  readonly name: string;
  /** Parameters for Node. */
  readonly command: readonly string[];
  /** Where the step writes its counts; null for one that only passes or fails. */
  readonly report: string | null;
  /** Runs on what `build` made. */
  readonly needsBuild: boolean;
  readonly needsBrowser: boolean;
}

const NO_ELECTRON = 'Electron: SKIPPED in e2e, its program is not on this machine (npx install-electron fetches it, ELECTRON_MIRROR names a mirror)';

const reportOf = (name: string): string => join(REPORTS, `${name}.json`);

const check = (name: string): Step => ({ name, command: ['--run', name], report: null, needsBuild: false, needsBrowser: false });

const vitest = (name: string, needs: Partial<Step> = {}): Step => ({
  name,
  command: ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts', '--project', name, '--reporter=default', '--reporter=json', `--outputFile=${reportOf(name)}`],
  report: reportOf(name),
  needsBuild: false,
  needsBrowser: false,
  ...needs,
});

const STEPS: readonly Step[] = [
  check('build'),
  check('types'),
  check('arrows'),
  check('lint'),
  check('dead-code'),
  vitest('unit'),
  vitest('contract'),
  vitest('integration'),
  vitest('simulation'),
  vitest('faults'),
  vitest('browser', { needsBrowser: true }),
  vitest('package', { needsBuild: true }),
  {
    name: 'e2e',
    command: ['node_modules/@playwright/test/cli.js', 'test', '--config', 'build/playwright.config.ts'],
    report: reportOf('e2e'),
    needsBuild: true,
    needsBrowser: true,
  },
];

const say = (line: string): void => console.log(`\n== ${line}`);

const secondsSince = (started: number): string => ((performance.now() - started) / 1000).toFixed(1);

/** Runs a step and counts; whatever ends badly without a failed test of its own is one failure. */
async function countedRun(step: Step): Promise<Counts> {
  say(step.name);
  const started = performance.now();
  const ending = await runWithin(step.command, { cwd: ROOT, limitMs: STEP_LIMIT_MS });
  const counts = step.report === null ? NONE : readCounts(step.report);
  const missed = ending !== null && counts.failed === 0 ? 1 : 0;
  say(`${step.name}: ${ending ?? 'done'} after ${secondsSince(started)} s${step.report === null ? '' : `, ${countsLine(counts)}`}`);
  return addCounts(counts, { ...NONE, failed: missed });
}

function chosenSteps(names: readonly string[]): readonly Step[] {
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) throw new Error(`no step is called ${unknown.join(', ')}; there are ${STEPS.map((step) => step.name).join(', ')}`);
  if (names.length === 0) return STEPS;
  const chosen = STEPS.filter((step) => names.includes(step.name));
  const build = STEPS.filter((step) => step.name === 'build' && chosen.some((one) => one.needsBuild));
  return [...new Set([...build, ...chosen])];
}

function prepareBrowser(steps: readonly Step[]): void {
  if (!steps.some((step) => step.needsBrowser)) return;
  process.env['CHROMIUM_PATH'] = ensureChromium(say);
  ensureChineseFont(say);
  say(`browser: ${process.env['CHROMIUM_PATH']}`);
}

async function runAll(steps: readonly Step[]): Promise<Counts> {
  let total = NONE;
  let built = true;
  if (steps.some((step) => step.name === 'e2e') && electronBinary() === null) say(NO_ELECTRON);
  for (const step of steps) {
    if (step.needsBuild && !built) {
      say(`${step.name}: not run, because the build failed`);
      total = addCounts(total, { ...NONE, failed: 1 });
      continue;
    }
    const counts = await countedRun(step);
    if (step.name === 'build') built = counts.failed === 0;
    total = addCounts(total, counts);
  }
  return total;
}

async function main(): Promise<Counts> {
  try {
    const steps = chosenSteps(process.argv.slice(2));
    if (existsSync(REPORTS)) rmSync(REPORTS, { recursive: true });
    mkdirSync(REPORTS, { recursive: true });
    prepareBrowser(steps);
    return await runAll(steps);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { ...NONE, failed: 1 };
  }
}

const began = performance.now();
const total = await main();
say(`all: after ${secondsSince(began)} s`);
for (const failure of STEPS.flatMap((step) => (step.report === null ? [] : readFailures(step.report)))) say(`FAILED: ${failure}`);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${countsLine(total)}`);
