import type { Page } from 'playwright';
import { freshBuild } from '../../../build/scripts/start/fresh-build.ts';
import { makeRecords } from '../data/make-records.ts';
import { BenchCenter, fill, STATION } from '../support/center.ts';
import { closing, type Closers } from '../support/closers.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { sideBySide } from '../support/rounds.ts';
import { enrolAt, StationApp } from '../support/station-app.ts';
import { figureText, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';

/** One opening of the app. Times are milliseconds from the window's first moment. */
interface Opening {
  /** Until all figures of the first screen are there. */
  readonly firstScreen: number;
  /** From the click on the ledger of hours until its first rows are there. */
  readonly hours: number;
  /** MiB after a garbage collection: the page's JavaScript, and all of the browser's processes. */
  readonly heap: number;
  readonly browser: number;
}

declare global {
  interface Window {
    benchShown?: number;
  }
}

/** Opening the app with a replica of years, against one of a few days. */
export async function open({ rounds, quick, tiny, say }: PartOptions): Promise<Outcome> {
  const counts = tiny === true ? [100, 300] : quick ? [500, 5_000] : [500, 50_000];
  await freshBuild();
  const figures = await closing(async (closers) => {
    const apps: (readonly [name: string, app: StationApp])[] = [];
    for (const count of counts) {
      say(`open: a station of ${count} records`);
      apps.push([count.toLocaleString('en-US'), await stationOf(closers, count)]);
    }
    return sideBySide<Opening>(apps.map(([name, app]) => [name, () => openOnce(app)] as const), rounds, say, tiny !== true);
  });
  return { tables: [openTable(figures)], raw: { open: Object.fromEntries(figures) }, notes: [] };
}

/** A station that is enrolled and has pulled everything; its window is closed. */
async function stationOf(closers: Closers, count: number): Promise<StationApp> {
  const center = closers.keep(await BenchCenter.open());
  const twoYearsAgo = new Date(Date.now() - 730 * 86_400_000).toISOString().slice(0, 10);
  await fill(await center.enrol(STATION, 'station'), makeRecords({ seed: 7, site: STATION, count, from: twoYearsAgo }));
  const app = closers.keep(await StationApp.start());
  const page = await app.open(watchFirstScreen);
  await enrolAt(page, center.url, await center.code(STATION, 'station'));
  await page.waitForFunction(isWhole, undefined, { timeout: 180_000 });
  await app.closeWindow();
  return app;
}

async function openOnce(app: StationApp): Promise<Opening> {
  const page = await app.open(watchFirstScreen);
  await page.waitForFunction(() => window.benchShown !== undefined, undefined, { timeout: 60_000 });
  const firstScreen = await page.evaluate(() => window.benchShown ?? 0);
  const clicked = performance.now();
  await page.getByRole('navigation').getByRole('link', { name: '服务时长' }).click();
  await page.locator('.ant-table-row').first().waitFor();
  const hours = performance.now() - clicked;
  const heap = await heapOf(page);
  const browser = await app.browserMemory();
  await app.closeWindow();
  return { firstScreen: Math.round(firstScreen), hours: Math.round(hours), heap, browser };
}

/** Notes when the last figure of the first screen has replaced its dots. Runs in the page. */
function watchFirstScreen(): void {
  const look = (): void => {
    const figures = document.querySelectorAll('.qy-home-figure dd');
    if (window.benchShown !== undefined || figures.length === 0 || document.querySelector('.qy-home-figure dd [aria-label]') !== null) return;
    window.benchShown = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

/** True when the replica has pulled everything once. Runs in the page. */
async function isWhole(): Promise<boolean> {
  const known = (await indexedDB.databases()).find(({ name }) => name?.startsWith('qiyou-local-') === true);
  if (known?.name === undefined) return false;
  const name = known.name;
  const db = await new Promise<IDBDatabase>((done, fail) => {
    const request = indexedDB.open(name);
    request.addEventListener('success', () => done(request.result));
    request.addEventListener('error', () => fail(request.error ?? new Error('not opened')));
  });
  const state = await new Promise<{ value?: { whole?: boolean } } | undefined>((done) => {
    const request = db.transaction('meta').objectStore('meta').get('state');
    request.addEventListener('success', () => done(request.result as { value?: { whole?: boolean } } | undefined));
  });
  db.close();
  return state?.value?.whole === true;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return Math.round(usedSize / 2 ** 20);
}

function openTable(figures: ReadonlyMap<string, readonly Opening[]>): Table {
  const [first] = figures.values();
  const rows = [...figures].map(([count, runs]) => {
    const of = (figure: (run: Opening) => number): string => figureText(spreadOf(runs.map(figure)));
    const ratio = ratioText(ratioOf(runs.map(({ firstScreen }) => firstScreen), (first ?? []).map(({ firstScreen }) => firstScreen)));
    return [count, of(({ firstScreen }) => firstScreen), ratio, of(({ hours }) => hours), of(({ heap }) => heap), of(({ browser }) => browser)];
  });
  return {
    title: 'Opening the app',
    columns: ['records', "the first screen's figures, ms", 'against the smaller', 'first rows of the hours, ms', 'JavaScript heap, MiB', 'whole browser, MiB'],
    rows,
  };
}
