import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinDigests, EMPTY_DIGEST, type SetDigest } from '#shared/protocol/digest.ts';
import type { DataPlace } from '../../../center/app/data-folder.ts';
import { enrolFleet, writeFleet } from '../load/fleet.ts';
import type { Morning } from '../load/morning-load.ts';
import { BenchCenter, loadDivisions, openPostgresServer } from '../support/center.ts';
import { runLoad } from '../support/child.ts';
import { closing, type Closers } from '../support/closers.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { sideBySide } from '../support/rounds.ts';
import { figureText, quantile, spreadOf } from '../support/statistics.ts';

/** A county that is not in the divisions file: as large as the largest there is. */
const COUNTY = '999901';
const TOWNS = 40;

/** A round takes minutes. */
const MOST_ROUNDS = 3;

interface Size {
  readonly stations: number;
  readonly records: number;
  /** Within which all come back, milliseconds. */
  readonly within: number;
}

interface MorningRun {
  readonly totalS: number;
  readonly afterLastArrivalS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly retries: number;
  readonly memoryMiB: number;
  readonly listening: number;
}

/** The morning after an outage: a whole county's stations come back within a minute, each with what it made meanwhile. */
export async function morning({ rounds, quick, tiny, say }: PartOptions): Promise<Outcome> {
  const size: Size =
    tiny === true ? { stations: 6, records: 5, within: 200 } : quick ? { stations: 150, records: 50, within: 5_000 } : { stations: 1_526, records: 200, within: 60_000 };
  say(`morning: ${size.stations} stations with ${size.records} records each within ${size.within} ms`);
  const figures = await closing(async (closers) => {
    const server = tiny === true ? null : closers.keep(await openPostgresServer());
    const engines: (readonly [string, () => Promise<MorningRun>])[] = [['SQLite', () => closing((own) => morningOnce(own, undefined, size))]];
    if (server !== null) engines.push(['PostgreSQL', () => closing(async (own) => morningOnce(own, await server.createDatabase(), size))]);
    return sideBySide<MorningRun>(engines, Math.min(rounds, MOST_ROUNDS), say, false);
  });
  const notes = ["Each run ends with the center's digest of the county equal, kind by kind, to that of what was pushed: nothing is lost, nothing is there twice."];
  return { tables: [morningTable(size, figures)], raw: { morning: Object.fromEntries(figures) }, notes };
}

async function morningOnce(closers: Closers, database: string | undefined, size: Size): Promise<MorningRun> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-bench-morning-'));
  closers.keep({ close: () => rm(dataDir, { recursive: true, force: true }) });
  const place: DataPlace = { dataDir, database };
  const sites = await writeDivisions(join(dataDir, 'divisions.csv'), size.stations);
  await loadDivisions(place, join(dataDir, 'divisions.csv'));
  const center = closers.keep(await BenchCenter.over(place));
  const county = await center.enrol(COUNTY, 'county');
  const before = await county.digest();
  const fleet = join(dataDir, 'fleet.json');
  await writeFleet(fleet, await enrolFleet(center.url, place, sites));
  const argv = [center.url, fleet, String(size.records), String(size.within), '17'];
  const result = await runLoad<Morning>('tests/bench/load/morning-load.ts', argv);
  check(result, size, before.kinds, (await county.digest()).kinds);
  return {
    totalS: round(result.totalMs / 1_000),
    afterLastArrivalS: round((result.totalMs - size.within) / 1_000),
    p50Ms: round(quantile(result.times, 0.5)),
    p99Ms: round(quantile(result.times, 0.99)),
    retries: result.retries,
    memoryMiB: await center.peakMemory(),
    listening: result.listening,
  };
}

/** Nothing lost, nothing twice: what the center has more than before is what was pushed. */
function check(result: Morning, size: Size, before: Readonly<Record<string, SetDigest>>, after: Readonly<Record<string, SetDigest>>): void {
  const wanted = size.stations * size.records;
  if (result.accepted !== wanted) throw new Error(`${result.accepted} of ${wanted} records have a receipt`);
  if (result.listening !== size.stations) throw new Error(`${result.listening} of ${size.stations} stations hear the news`);
  for (const [kind, pushed] of Object.entries(result.digests)) {
    const expected = joinDigests(before[kind] ?? EMPTY_DIGEST, pushed);
    const found = after[kind] ?? EMPTY_DIGEST;
    if (found.count !== expected.count || found.xor !== expected.xor) throw new Error(`${kind}: the center has ${found.count}, ${expected.count} were to be there`);
  }
}

async function writeDivisions(path: string, villages: number): Promise<string[]> {
  const lines = ['code,level,name,parent', '9999,city,试验市,', `${COUNTY},county,试验县,9999`];
  const towns = Array.from({ length: Math.min(TOWNS, villages) }, (_, index) => `${COUNTY}${101 + index}`);
  lines.push(...towns.map((code, index) => `${code},town,第${index + 1}镇,${COUNTY}`));
  const sites = Array.from({ length: villages }, (_, index) => {
    const town = towns[index % towns.length] ?? '';
    return { town, code: `${town}${201 + Math.floor(index / towns.length)}` };
  });
  lines.push(...sites.map(({ code, town }, index) => `${code},village,第${index + 1}村,${town}`));
  await writeFile(path, `${lines.join('\n')}\n`);
  return sites.map(({ code }) => code);
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10;
}

function morningTable({ stations, records, within }: Size, figures: ReadonlyMap<string, readonly MorningRun[]>): Table {
  const rows = [...figures].map(([engine, runs]) => {
    const of = (figure: (run: MorningRun) => number): string => figureText(spreadOf(runs.map(figure)));
    return [engine, of(({ totalS }) => totalS), of(({ afterLastArrivalS }) => afterLastArrivalS), of(({ p50Ms }) => p50Ms), of(({ p99Ms }) => p99Ms), of(({ retries }) => retries), of(({ memoryMiB }) => memoryMiB)];
  });
  return {
    title: `${stations.toLocaleString('en-US')} stations come back within ${within / 1_000} s, ${records} records each`,
    columns: ['', 'all received, s', 'after the last may have come, s', 'a station, p50 ms', 'p99 ms', 'tried again', "center's memory at most, MiB"],
    rows,
  };
}
