import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright';
import { chromiumArguments, chromiumPath } from '../../../build/scripts/chromium.ts';
import { compareLikeness, formsOf, LIKENESS_RADIUS } from '#shared/domain/likeness/compare.ts';
import { hashesOf, type Hashes } from '#shared/domain/likeness/likeness-text.ts';
import { FOUND_COPIES, HARD_COPIES, likenessOf, type Copy } from '../../support/likeness/copies.ts';
import { dice, madeScene, type Picture } from '../../support/likeness/made-scene.ts';
import type { Outcome, Table } from '../support/outcome.ts';
import { spreadOf } from '../support/statistics.ts';

/** Photos of real cameras that may lie beside the project. */
const PHOTOS = resolve(import.meta.dirname, '../../../../shared/photos');

/** Of the same scene as another of them, or no picture. */
const LEFT_OUT = /corrupted|_6\.jpg|_8\.jpg/;

interface Judged {
  readonly name: string;
  readonly made: readonly number[];
  readonly real: readonly number[];
}

/** How many copies of made (and real, where they are there) pictures are found again, and how many different pictures are taken for alike. */
export async function recognition(count: number, say: (line: string) => void): Promise<Outcome> {
  const made = Array.from({ length: count }, (_, index) => madeScene(index + 1));
  const real = await realPhotos(say);
  const prints = { made: made.map(printOf), real: real.map(printOf) };
  const judged = Object.entries<Copy>({ ...FOUND_COPIES, ...HARD_COPIES }).map(([name, copy]): Judged => {
    const distances = (pictures: readonly Picture[], own: readonly Hashes[]): number[] => pictures.map((picture, index) => distance(own[index] ?? [], printOf(copy(picture, dice(index)))));
    const result = { name, made: distances(made, prints.made), real: distances(real, prints.real) };
    say(`  ${name}: found ${shareText(result.made)} of made ones, ${shareText(result.real)} of real ones`);
    return result;
  });
  const all = [...prints.made, ...prints.real];
  const others = all.flatMap((one, index) => all.slice(0, index).map((other) => distance(one, other)));
  const alarms = others.filter(isFound).length;
  return {
    tables: [recallTable(judged)],
    raw: { judged, nearestOthers: others.toSorted((a, b) => a - b).slice(0, 100) },
    notes: [
      `False alarms: ${alarms} of ${others.length.toLocaleString('en-US')} pairs of different pictures (${made.length} made, ${real.length} real); the nearest pair differs in ${Math.min(...others)} of 128 bits, the radius is ${LIKENESS_RADIUS}.`,
    ],
  };
}

function printOf(picture: Picture): Hashes {
  return hashesOf(likenessOf(picture)) ?? [];
}

function distance(one: Hashes, other: Hashes): number {
  return Math.min(128, compareLikeness(formsOf(one), other).distance);
}

function isFound(bits: number): boolean {
  return bits <= LIKENESS_RADIUS;
}

function shareText(distances: readonly number[]): string {
  return distances.length === 0 ? '–' : `${Math.round((100 * distances.filter(isFound).length) / distances.length)} %`;
}

function recallTable(judged: readonly Judged[]): Table {
  const bits = (distances: readonly number[]): string => {
    const { median, max } = spreadOf(distances);
    return `${median} / ${max}`;
  };
  const rows = judged.map(({ name, made, real }) => [Object.hasOwn(HARD_COPIES, name) ? `*${name}*` : name, shareText(made), bits(made), shareText(real), real.length === 0 ? '–' : bits(real)]);
  return { title: 'Copies that are found again', columns: ['copy', 'made pictures', 'bits, median / most', 'real photos', 'bits, median / most'], rows };
}

/** Brightness of the real photos, decoded by the browser; none, said aloud, where they are not there. */
async function realPhotos(say: (line: string) => void): Promise<Picture[]> {
  const names = (await readdir(PHOTOS).catch(() => [])).filter((name) => name.endsWith('.jpg') && !LEFT_OUT.test(name)).toSorted((a, b) => (a < b ? -1 : 1));
  if (names.length === 0) {
    say('  shared/photos is not beside the project: made pictures alone are measured');
    return [];
  }
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArguments()] });
  try {
    const page = await browser.newPage();
    await page.setContent('<input type="file" multiple>');
    await page.locator('input').setInputFiles(names.map((name) => join(PHOTOS, name)));
    const decoded = await page.evaluate(decodeChosen);
    return decoded.map(({ width, height, values }) => ({ width, height, values: Float32Array.from(values) }));
  } finally {
    await browser.close();
  }
}

/** Runs in the page: the chosen files' brightness, scaled to 480 pixels at most. */
async function decodeChosen(): Promise<{ readonly width: number; readonly height: number; readonly values: number[] }[]> {
  const result = [];
  for (const file of document.querySelector('input')?.files ?? []) {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, 480 / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const values = Array.from({ length: width * height }, (_, at) => Math.round(0.299 * (data[at * 4] ?? 0) + 0.587 * (data[at * 4 + 1] ?? 0) + 0.114 * (data[at * 4 + 2] ?? 0)));
    result.push({ width, height, values });
  }
  return result;
}
