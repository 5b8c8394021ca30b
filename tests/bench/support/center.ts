import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Role } from '#shared/domain/site-code.ts';
import { endProcess, runProgram, startCenterProcess } from '../../support/center-process.ts';
import { enrolWith, makeKeys, RawDevice } from '../../support/center.ts';
import { MAX_WRITES } from '#shared/protocol/exchange.ts';
import type { Made } from '../data/make-records.ts';

/** Divisions of the demo city: a county, a town of it, a village of that. */
export const COUNTY = '211122';
export const STATION = '211122111205';

const DIVISIONS = resolve(import.meta.dirname, '../../../center/data/divisions-2111.csv');

/** A real center in a process of its own. */
export class BenchCenter {
  readonly url: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly #options: readonly string[];
  readonly #stop: () => Promise<void>;

  private constructor(url: string, pid: number, dataDir: string, options: readonly string[], stop: () => Promise<void>) {
    this.url = url;
    this.pid = pid;
    this.dataDir = dataDir;
    this.#options = options;
    this.#stop = stop;
  }

  /** @param database address of a PostgreSQL database; absent: SQLite in the center's own folder */
  static async open(options: { readonly database?: string; readonly divisions?: string } = {}): Promise<BenchCenter> {
    const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-bench-center-'));
    const place = options.database === undefined ? [] : ['--database', options.database];
    await cli('load-divisions', options.divisions ?? DIVISIONS, '--data', dataDir, ...place);
    const { url, child } = await startCenterProcess(dataDir, ...place);
    return new BenchCenter(url, child.pid ?? 0, dataDir, place, async () => {
      await endProcess(child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    });
  }

  /** A device with a session. */
  async enrol(site: string, role: Role): Promise<RawDevice> {
    const code = await cli('code', '--site', site, '--role', role, '--data', this.dataDir, ...this.#options);
    const keys = makeKeys();
    const enrolled = await enrolWith(this.url, code.split('\n')[0] ?? '', keys);
    if (enrolled.status !== 200) throw new Error(`enrolment failed: ${JSON.stringify(enrolled.body)}`);
    const device = new RawDevice(this.url, enrolled.body, keys);
    await device.openSession();
    return device;
  }

  /** Resident memory of the center's process now and at most so far, MiB. */
  async memory(): Promise<{ readonly now: number; readonly peak: number }> {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
    const of = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024);
    return { now: of('VmRSS'), peak: of('VmHWM') };
  }

  close(): Promise<void> {
    return this.#stop();
  }
}

async function cli(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram('center/ops/cli.ts', argv);
  if (code !== 0) throw new Error(`${argv[0]}: ${stderr}`);
  return stdout;
}

/** Pushes records in the order in which they are given; every one must be accepted. */
export async function fill(device: RawDevice, records: readonly Made[]): Promise<void> {
  for (let start = 0; start < records.length; start += MAX_WRITES) {
    const writes = records.slice(start, start + MAX_WRITES).map(({ kind, record }) => ({ kind, base: null, record }));
    const { results } = await device.exchange(writes);
    const bad = results.find(({ status }) => status !== 'accepted');
    if (bad !== undefined) throw new Error(`the center did not take a record: ${JSON.stringify(bad)}`);
  }
}
