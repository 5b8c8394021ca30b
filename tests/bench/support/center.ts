import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { DataPlace } from '../../../center/app/data-folder.ts';
import type { Role } from '#shared/domain/site-code.ts';
import { MAX_WRITES } from '#shared/protocol/exchange.ts';
import { endProcess, environmentOf, runProgram, startCenterProcess } from '../../support/center-process.ts';
import { enrolWith, makeKeys, RawDevice } from '../../support/center.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import type { Made } from '../data/make-records.ts';

/** Divisions of the demo city: a county, a village of it. */
export const COUNTY = '211122';
export const STATION = '211122111205';

const DIVISIONS = resolve(import.meta.dirname, '../../../center/data/divisions-2111.csv');

/** A real center in a process of its own. */
export class BenchCenter {
  readonly url: string;
  readonly pid: number;
  readonly place: DataPlace;
  readonly #close: () => Promise<void>;

  private constructor(url: string, pid: number, place: DataPlace, close: () => Promise<void>) {
    this.url = url;
    this.pid = pid;
    this.place = place;
    this.#close = close;
  }

  /** A center over the demo city's divisions, in a folder of its own. */
  static async open(divisions = DIVISIONS): Promise<BenchCenter> {
    const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-bench-center-'));
    await loadDivisions({ dataDir }, divisions);
    return BenchCenter.over({ dataDir }, () => rm(dataDir, { recursive: true, force: true }));
  }

  /** A center over what is there already. */
  static async over(place: DataPlace, after: () => Promise<unknown> = () => Promise.resolve()): Promise<BenchCenter> {
    const { url, child } = await startCenterProcess(place);
    return new BenchCenter(url, child.pid ?? 0, place, async () => {
      await endProcess(child, 'SIGTERM');
      await after();
    });
  }

  /** A one-time code, as its command line makes them. */
  async code(site: string, role: Role): Promise<string> {
    return (await cli(this.place, 'code', '--site', site, '--role', role)).split('\n')[0] ?? '';
  }

  /** A device with a session. */
  async enrol(site: string, role: Role): Promise<RawDevice> {
    const keys = makeKeys();
    const enrolled = await enrolWith(this.url, await this.code(site, role), keys);
    if (enrolled.status !== 200) throw new Error(`enrolment failed: ${JSON.stringify(enrolled.body)}`);
    const device = new RawDevice(this.url, enrolled.body, keys);
    await device.openSession();
    return device;
  }

  /** Resident memory of the center's process at most so far, MiB. */
  async peakMemory(): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
  }

  /** Time that the center's process has had of any core so far, milliseconds. */
  async cpuMs(): Promise<number> {
    const fields = (await readFile(`/proc/${this.pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
    // Fields 14 and 15 of proc(5), in hundredths of a second, counted behind the name.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** A center's data before anything is pushed, and a copy of it for the bare engine. */
export interface TwinPlaces {
  readonly place: DataPlace;
  /** Of the copy: the file of the SQLite database, or the address of the PostgreSQL one. */
  readonly copy: string;
  /** Of the center's own. */
  readonly own: string;
  close(): Promise<void>;
}

export async function sqliteTwins(): Promise<TwinPlaces> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-bench-center-'));
  await loadDivisions({ dataDir }, DIVISIONS);
  const [own, copy] = [join(dataDir, 'center.db'), join(dataDir, 'bare.db')];
  await copyFile(own, copy);
  return { place: { dataDir }, own, copy, close: () => rm(dataDir, { recursive: true, force: true }) };
}

/** @param server one that flushes its log, as in use */
export async function postgresTwins(server: TestPostgres): Promise<TwinPlaces> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-bench-center-'));
  const own = await server.createDatabase();
  await loadDivisions({ dataDir, database: own }, DIVISIONS);
  const name = new URL(own).pathname.slice(1);
  const admin = new pg.Client(server.url('postgres'));
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}_bare TEMPLATE ${name}`);
  await admin.end();
  const copy = server.url(`${name}_bare`);
  const close = async (): Promise<void> => {
    await server.dropDatabase(own);
    await server.dropDatabase(copy);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { place: { dataDir, database: own }, own, copy, close };
}

export async function openPostgresServer(): Promise<TestPostgres & { close(): Promise<void> }> {
  const server = await startPostgres({ durable: true });
  return { ...server, close: () => server.stop() };
}

export async function loadDivisions(place: DataPlace, path: string): Promise<void> {
  await cli(place, 'load-divisions', path);
}

/** Villages of the demo city's county. */
export async function villagesOf(county: string): Promise<string[]> {
  const lines = (await readFile(DIVISIONS, 'utf8')).split('\n');
  return lines.map((line) => line.split(',')[0] ?? '').filter((code) => code.length === 12 && code.startsWith(county));
}

async function cli(place: DataPlace, ...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram('center/ops/cli.ts', [...argv, '--data', place.dataDir], environmentOf(place));
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
