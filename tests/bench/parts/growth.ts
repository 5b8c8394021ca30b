import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RawDevice } from '../../support/center.ts';
import { KINDS } from '#shared/domain/record.ts';
import { makeRecords, type Made } from '../data/make-records.ts';
import { versionOf } from '#shared/schema/version.ts';
import { openDataFolder } from '../../../center/app/data-folder.ts';
import { logOf } from '../../../center/store/scope.ts';
import { BenchCenter, COUNTY, loadDivisions, STATION, villagesOf } from '../support/center.ts';
import { closing, type Closers } from '../support/closers.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { figureText, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';

const CACHE = resolve(import.meta.dirname, '../../../.cache/bench/growth');
const DIVISIONS = resolve(import.meta.dirname, '../../../center/data/divisions-2111.csv');

/** Records of the one station whose scope is pulled, in a log of whatever size. */
const OF_STATION = 500;

/** Records of one village that are made at once. */
const CHUNK = 1_000;

const QUESTIONS = ['pull of the newest 100', "pull of a station's scope", 'push of 100', 'digest of a station'] as const;
type Question = (typeof QUESTIONS)[number];

/** What grows with the county's log, and what does not. */
export async function growth({ rounds, quick, full, tiny, say }: PartOptions): Promise<Outcome> {
  const sizes = tiny === true ? [600, 1_200] : quick ? [10_000, 30_000] : full ? [10_000, 100_000, 1_000_000, 5_000_000] : [10_000, 100_000, 1_000_000];
  await prepare(sizes, say);
  const figures = new Map<string, number[]>();
  await closing(async (closers) => {
    const places = [];
    for (const size of sizes) {
      const center = closers.keep(await BenchCenter.over({ dataDir: await placeOf(closers, size) }));
      places.push({ size, county: await center.enrol(COUNTY, 'county'), station: await center.enrol(STATION, 'station') });
    }
    // Often, since each takes milliseconds: what is told are the medians of rounds.
    for (let round = 0; round <= rounds; round += 1) {
      for (const { size, county, station } of round % 2 === 0 ? places : places.toReversed()) {
        for (const question of QUESTIONS) {
          const ms = await median(question === 'push of 100' ? 5 : 20, () => ask(question, county, station));
          if (round > 0) figures.set(`${question} ${size}`, [...(figures.get(`${question} ${size}`) ?? []), ms]);
        }
        say(`  round ${round}, ${size} records`);
      }
    }
  });
  return { tables: QUESTIONS.map((question) => growthTable(question, sizes, figures)), raw: { growth: Object.fromEntries(figures) }, notes: [] };
}

function folderOf(size: number): string {
  return join(CACHE, String(size));
}

/** Up to this size a copy is measured, because the pushes would make a small log noticeably larger. */
const COPIED = 100_000;

async function placeOf(closers: Closers, size: number): Promise<string> {
  if (size > COPIED) return folderOf(size);
  const copy = `${folderOf(size)}-copy`;
  await rm(copy, { recursive: true, force: true });
  await cp(folderOf(size), copy, { recursive: true });
  closers.keep({ close: () => rm(copy, { recursive: true, force: true }) });
  return copy;
}

/** Fills what is not there yet, each size from the one before it. */
async function prepare(sizes: readonly number[], say: (line: string) => void): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  for (const [index, size] of sizes.entries()) {
    const folder = folderOf(size);
    const note = `${folder}.filled`;
    if ((await readFile(note, 'utf8').catch(() => '')) === String(size)) continue;
    say(`filling a log of ${size} records`);
    await rm(folder, { recursive: true, force: true });
    const smaller = sizes[index - 1];
    if (smaller === undefined) await mkdir(folder, { recursive: true }).then(() => loadDivisions({ dataDir: folder }, DIVISIONS));
    else await cp(folderOf(smaller), folder, { recursive: true });
    await fillFolder(folder, size, smaller ?? 0, say);
    await writeFile(note, String(size));
  }
}

/**
 * Writes records by the store itself, spread over the county's villages. The station's own all come first: in a larger log
 * they lie deeper.
 */
async function fillFolder(dataDir: string, size: number, has: number, say: (line: string) => void): Promise<void> {
  const folder = await openDataFolder(dataDir);
  const villages = (await villagesOf(COUNTY)).filter((code) => code !== STATION);
  const write = async (made: readonly Made[]): Promise<void> => {
    const writes = made.map(({ kind, record }) => ({ kind, base: null, record, version: versionOf(record), county: logOf(record.site) }));
    const results = await folder.store.write(writes, { device: 'bench', at: 0, guarded: false }, COUNTY);
    if (results.some(({ status }) => status !== 'accepted')) throw new Error('the store refused a record');
  };
  try {
    if (has === 0) await write(makeRecords({ seed: 3, site: STATION, count: OF_STATION }));
    for (let at = has === 0 ? OF_STATION : has; at < size; ) {
      const count = Math.min(CHUNK, size - at);
      await write(makeRecords({ seed: 1_000 + at, site: villages[Math.floor(at / CHUNK) % villages.length] ?? STATION, count }));
      at += count;
      if (at % 100_000 === 0) say(`  ${at} records`);
    }
  } finally {
    await folder.close();
  }
}

async function ask(question: Question, county: RawDevice, station: RawDevice): Promise<number> {
  if (question === 'digest of a station') return timed(async () => void (await station.digest()));
  if (question === 'push of 100') {
    // Never the same records twice, also in a log that an earlier run has measured.
    const seed = Date.now() % 2_000_000_000;
    const push = makeRecords({ seed, site: COUNTY, count: 100 }).map(({ kind, record }) => ({ kind, base: null, record }));
    return timed(async () => {
      const { results } = await county.exchange(push);
      if (results.some(({ status }) => status !== 'accepted')) throw new Error(`a push was not accepted: ${JSON.stringify(results.find(({ status }) => status !== 'accepted'))}`);
    });
  }
  if (question === 'pull of the newest 100') {
    const position = (await head(county)) - 100;
    return timed(async () => pulled(await county.exchange([], { from: marks({ [COUNTY]: position }), limit: 100 }), 100, 100));
  }
  return timed(async () => pulled(await station.exchange([], { from: marks({}), limit: 2_000 }), OF_STATION, OF_STATION + 1));
}

function marks(checkpoint: Readonly<Record<string, number>>): Readonly<Record<string, Readonly<Record<string, number>>>> {
  return Object.fromEntries(KINDS.map((kind) => [kind, checkpoint]));
}

/** The last position of the county's log, as an empty push tells it. */
async function head(county: RawDevice): Promise<number> {
  const { pull } = await county.exchange([], { from: marks({ [COUNTY]: 900_000_000 }), limit: 1 });
  return pull?.through[COUNTY] ?? 0;
}

function pulled({ pull }: Awaited<ReturnType<RawDevice['exchange']>>, least: number, most: number): void {
  const count = pull?.changes.length ?? 0;
  if (count < least || count > most) throw new Error(`a pull brought ${count} records`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function median(times: number, run: () => Promise<number>): Promise<number> {
  const figures: number[] = [];
  for (let turn = 0; turn < times; turn += 1) figures.push(await run());
  return spreadOf(figures).median;
}

function growthTable(question: Question, sizes: readonly number[], figures: ReadonlyMap<string, readonly number[]>): Table {
  const of = (size: number): readonly number[] => figures.get(`${question} ${size}`) ?? [];
  const first = of(sizes[0] ?? 0);
  const rows = sizes.map((size) => [size.toLocaleString('en-US'), figureText(spreadOf(of(size))), ratioText(ratioOf(of(size), first))]);
  return { title: `Growth: ${question}`, columns: ['records in the log', 'ms', `against ${(sizes[0] ?? 0).toLocaleString('en-US')}`], rows };
}
