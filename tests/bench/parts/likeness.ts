import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../../center/store/sql.ts';
import { openDataFolder } from '../../../center/app/data-folder.ts';
import { findAlike } from '../../../center/store/likeness/find-alike.ts';
import { followLog } from '../../../center/store/likeness/follow.ts';
import { compareLikeness, formsOf, LIKENESS_RADIUS } from '#shared/domain/likeness/compare.ts';
import { hashesOf, likenessText } from '#shared/domain/likeness/likeness-text.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { versionOf } from '#shared/schema/version.ts';
import { dice } from '../../support/likeness/made-scene.ts';
import { recognition } from '../data/recognition.ts';
import { madePhotos } from '../data/made-photos.ts';
import { COUNTY } from '../support/center.ts';
import { closing, type Closers } from '../support/closers.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { figureText, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';

/** Photos that one round looks up by the index, and by a scan. */
const LOOKUPS = 20;
const SCANS = 2;

/** Photos of one write, and of one transaction of the index. */
const CHUNK = 1_000;
const INDEXED_AT_ONCE = 5_000;

interface Lookups {
  readonly size: number;
  readonly indexed: number[];
  readonly scanned: number[];
  /** Copies whose original the index found, of all that were looked up. */
  found: number;
  sought: number;
  readonly fillMs: number;
}

/** What is found again, and how fast, in a county of so many photos. */
export async function likeness({ rounds, quick, full, tiny, say }: PartOptions): Promise<Outcome> {
  const sizes = tiny === true ? [2_000] : quick ? [10_000, 50_000] : full ? [100_000, 1_000_000] : [100_000];
  const recognised = await recognition(tiny === true ? 10 : quick ? 40 : 200, say);
  const lookups: Lookups[] = [];
  await closing(async (closers) => {
    for (const size of sizes) lookups.push(await lookUp(closers, size, rounds, say));
  });
  return {
    tables: [...recognised.tables, lookupTable(lookups)],
    raw: { recognised: recognised.raw, lookups },
    notes: [
      ...recognised.notes,
      ...lookups.map(({ size, found, sought, fillMs }) => `${size.toLocaleString('en-US')} photos: the index found the original of ${found} of ${sought} copies that differ in 0 to 24 bits, anywhere; it was made at ${Math.round((size / fillMs) * 1_000).toLocaleString('en-US')} photos a second.`),
    ],
  };
}

async function lookUp(closers: Closers, size: number, rounds: number, say: (line: string) => void): Promise<Lookups> {
  const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-bench-likeness-'));
  closers.keep({ close: () => rm(dataDir, { recursive: true, force: true }) });
  const folder = closers.keep(await openDataFolder(dataDir));
  const { db } = folder.access;
  say(`filling a county with ${size} photos`);
  for (const records of madePhotos(size, CHUNK)) {
    const writes = records.map((record) => ({ kind: 'evidence', base: null, record, version: versionOf(record), county: COUNTY }));
    const results = await folder.store.write(writes, { device: 'bench', at: 0, guarded: false }, '');
    if (results.some(({ status }) => status !== 'accepted')) throw new Error('a photo was not accepted');
  }
  const start = performance.now();
  const { behind } = await followLog(db, COUNTY, Number.POSITIVE_INFINITY, INDEXED_AT_ONCE);
  if (behind !== 0) throw new Error(`the index is behind by ${behind}`);
  const lookups: Lookups = { size, indexed: [], scanned: [], found: 0, sought: 0, fillMs: performance.now() - start };
  for (let round = 0; round <= rounds; round += 1) await measureRound(db, lookups, round, say);
  return lookups;
}

/** Copies of photos that are there, each with so many bits turned as the distances of real copies are; the first round is not counted. */
async function measureRound(db: Database, lookups: Lookups, round: number, say: (line: string) => void): Promise<void> {
  const copies = await someCopies(db, lookups.size, round);
  const indexed = await timed(copies, async ({ record }) => (await db.snapshot((tx) => findAlike(tx, COUNTY, record, COUNTY))).map(([{ id }]) => id));
  const scanned = await timed(copies.slice(0, SCANS), ({ record }) => scan(db, record));
  if (scanned.answers.some((ids, at) => !ids.includes(copies[at]?.original ?? ''))) throw new Error('the scan did not find an original');
  lookups.sought += copies.length;
  lookups.found += indexed.answers.filter((ids, at) => ids.includes(copies[at]?.original ?? '')).length;
  say(`  round ${round}, ${lookups.size} photos: index ${indexed.ms.toFixed(1)} ms, scan ${scanned.ms.toFixed(0)} ms`);
  if (round === 0) return;
  lookups.indexed.push(indexed.ms);
  lookups.scanned.push(scanned.ms);
}

async function timed(copies: readonly MadeCopy[], work: (copy: MadeCopy) => Promise<readonly string[]>): Promise<{ readonly ms: number; readonly answers: readonly (readonly string[])[] }> {
  const answers: (readonly string[])[] = [];
  const start = performance.now();
  for (const copy of copies) answers.push(await work(copy));
  return { ms: (performance.now() - start) / copies.length, answers };
}

interface MadeCopy {
  readonly record: AnyRecord;
  /** Id of the record that it is a copy of. */
  readonly original: string;
}

async function someCopies(db: Database, size: number, round: number): Promise<MadeCopy[]> {
  const random = dice(1_000 + round);
  const copies: MadeCopy[] = [];
  while (copies.length < LOOKUPS) {
    const row = await db.get('SELECT id, likeness FROM likeness_photos WHERE county = ? AND number = ?', COUNTY, 1 + Math.floor(random() * size));
    const hashes = hashesOf(row?.['likeness'])?.map((hash) => Uint32Array.from(hash));
    if (hashes === undefined) throw new Error('the index lacks a photo');
    const count = Math.floor(random() * (LIKENESS_RADIUS + 1));
    for (const hash of hashes) for (const bit of bitsTurned(count, random)) hash[bit >>> 5] = ((hash[bit >>> 5] ?? 0) ^ (1 << (bit & 31))) >>> 0;
    const [record] = [...madePhotos(1, 1, 10_000_000 + round * LOOKUPS + copies.length)].flat();
    copies.push({ record: { ...(record as AnyRecord), likeness: likenessText(hashes) }, original: String(row?.['id']) });
  }
  return copies;
}

function bitsTurned(count: number, random: () => number): ReadonlySet<number> {
  const bits = new Set<number>();
  while (bits.size < count) bits.add(Math.floor(random() * 128));
  return bits;
}

/** The limit of what needs no index: the texts alone, read in portions and compared in all forms. */
async function scan(db: Database, record: AnyRecord): Promise<string[]> {
  const forms = formsOf(hashesOf(record['likeness']) ?? []);
  const found: string[] = [];
  for (let after = 0; ; ) {
    const rows = await db.all('SELECT number, id, likeness FROM likeness_photos WHERE county = ? AND number > ? ORDER BY number LIMIT 10000', COUNTY, after);
    for (const row of rows) {
      const hashes = hashesOf(row['likeness']);
      if (hashes !== null && compareLikeness(forms, hashes).distance <= LIKENESS_RADIUS) found.push(String(row['id']));
    }
    const last = rows.at(-1);
    if (last === undefined) return found;
    after = Number(last['number']);
  }
}

function lookupTable(all: readonly Lookups[]): Table {
  const rows = all.map(({ size, indexed, scanned }) => [size.toLocaleString('en-US'), figureText(spreadOf(indexed)), figureText(spreadOf(scanned)), ratioText(ratioOf(scanned, indexed))]);
  return { title: 'Lookup of the photos alike to one, SQLite', columns: ['photos of the county', 'by the index, ms', 'by a full scan, ms', 'scan : index'], rows };
}
