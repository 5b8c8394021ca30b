import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { freshBuild } from '../../../build/scripts/start/fresh-build.ts';
import { cameraPhotos } from '../data/camera-photos.ts';
import { BenchCenter, STATION } from '../support/center.ts';
import { closing } from '../support/closers.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { sideBySide } from '../support/rounds.ts';
import { enrolAt, StationApp } from '../support/station-app.ts';
import { figureText, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';

/** One import of all photos. */
interface Import {
  /** Seconds of wall time for each photo. */
  readonly perPhoto: number;
  /** Milliseconds of the longest task of the page while it went on; 0 where none took 50. Absent for the reference. */
  readonly longestTask?: number;
  /** Most memory of the whole browser, MiB. */
  readonly browser?: number;
}

declare global {
  interface Window {
    benchTasks?: number[];
  }
}

const EDGE = 1_600;
const THUMB = 320;

/** Importing photos of 12 megapixels through the app as a person does, against sharp doing the same work in Node. */
export async function photos({ rounds, quick, tiny, say }: PartOptions): Promise<Outcome> {
  const count = tiny === true ? 2 : quick ? 10 : 100;
  await freshBuild();
  say(`photos: ${count} files`);
  const files = await cameraPhotos(resolve(import.meta.dirname, '../../../.cache/bench/camera'), count);
  const ours = `the app, ${count} photos`;
  const third = Math.ceil(count / 3);
  const few = `the app, ${third} photos`;
  const theirs = `sharp in Node, ${count} photos`;
  const figures = await sideBySide<Import>([[few, () => importOnce(files.slice(0, third))], [ours, () => importOnce(files)], [theirs, () => withSharp(files)]], rounds, say, tiny !== true);
  return { tables: [importTable(figures, theirs)], raw: { photos: Object.fromEntries(figures) }, notes: [] };
}

/** A new station each time: the same photo is not taken in twice. */
function importOnce(files: readonly string[]): Promise<Import> {
  return closing(async (closers) => {
    const center = closers.keep(await BenchCenter.open());
    const app = closers.keep(await StationApp.start());
    const page = await app.open(watchTasks);
    await enrolAt(page, center.url, await center.code(STATION, 'station'));
    await page.getByRole('navigation').getByRole('link', { name: '七有' }).click();
    await page.getByText('相册', { exact: true }).first().click();
    const field = page.locator('input[type="file"]:not([webkitdirectory])').first();
    await field.waitFor({ state: 'attached' });
    await page.evaluate(() => (window.benchTasks ?? []).splice(0));
    const memory = watchMemory(app);
    const from = performance.now();
    await field.setInputFiles([...files]);
    await page.getByText(`已添加 ${files.length} 张照片`).first().waitFor({ timeout: 600_000 });
    const perPhoto = (performance.now() - from) / 1_000 / files.length;
    return { perPhoto: round3(perPhoto), longestTask: await longestTask(page), browser: await memory.most() };
  });
}

/** Looks at the browser's memory once a second (to look is work too) until it is asked for the most. */
function watchMemory(app: StationApp): { most(): Promise<number> } {
  let most = 0;
  const look = async (): Promise<void> => {
    most = Math.max(most, await app.browserMemory());
  };
  const watching = setInterval(() => void look(), 1_000);
  return {
    async most() {
      clearInterval(watching);
      await look();
      return most;
    },
  };
}

/** Notes long tasks of the page. Runs in the page. */
function watchTasks(): void {
  window.benchTasks = [];
  new PerformanceObserver((list) => window.benchTasks?.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
}

async function longestTask(page: Page): Promise<number> {
  return Math.round(await page.evaluate(() => Math.max(0, ...(window.benchTasks ?? []))));
}

/** The same work by sharp on two threads: upright, scaled, thumbnail, three hashes, both files flushed. */
async function withSharp(files: readonly string[]): Promise<Import> {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-bench-sharp-'));
  sharp.concurrency(1);
  const left = files.entries();
  const from = performance.now();
  const lane = async (): Promise<void> => {
    for (const [index, file] of left) await sharpOne(file, join(folder, String(index)));
  };
  await Promise.all([lane(), lane()]);
  const perPhoto = (performance.now() - from) / 1_000 / files.length;
  await rm(folder, { recursive: true, force: true });
  return { perPhoto: round3(perPhoto) };
}

async function sharpOne(file: string, to: string): Promise<void> {
  const bytes = await readFile(file);
  createHash('sha256').update(bytes).digest('hex');
  const picture = await sharp(bytes).rotate().resize(EDGE, EDGE, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 85 }).toBuffer();
  const thumb = await sharp(picture).resize(THUMB, THUMB, { fit: 'inside' }).jpeg({ quality: 80 }).toBuffer();
  for (const [name, content] of [['', picture], ['-thumb', thumb]] as const) {
    createHash('sha256').update(content).digest('hex');
    const handle = await open(`${to}${name}`, 'w');
    await handle.writeFile(content);
    await handle.sync();
    await handle.close();
  }
}

function round3(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

function importTable(figures: ReadonlyMap<string, readonly Import[]>, reference: string): Table {
  const references = (figures.get(reference) ?? []).map(({ perPhoto }) => perPhoto);
  const rows = [...figures].map(([name, runs]) => {
    const of = (figure: (run: Import) => number | undefined): string => {
      const known = runs.flatMap((run) => figure(run) ?? []);
      return known.length === 0 ? '' : figureText(spreadOf(known));
    };
    return [name, of(({ perPhoto }) => perPhoto), ratioText(ratioOf(runs.map(({ perPhoto }) => perPhoto), references)), of(({ longestTask: task }) => task), of(({ browser }) => browser)];
  });
  return { title: 'Importing photos of 12 megapixels', columns: ['', 's a photo', 'of the reference', 'longest task of the page, ms', 'most memory of the whole browser, MiB'], rows };
}
