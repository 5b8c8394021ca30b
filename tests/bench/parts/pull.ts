import type { Page } from 'playwright';
import type { Done, Job, Sample } from '../page/job.ts';
import { makeRecords } from '../data/make-records.ts';
import { BenchCenter, fill, STATION } from '../support/center.ts';
import { startServer } from '../support/child.ts';
import { closing, type Closers } from '../support/closers.ts';
import { Front, type Traffic } from '../support/front.ts';
import { aimText, type Outcome, type PartOptions, type Table } from '../support/outcome.ts';
import { bundlePage, callPage, inFreshBrowser } from '../support/page.ts';
import { sideBySide } from '../support/rounds.ts';
import { PAGE, startBenchShell } from '../support/shell.ts';
import { figureText, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';

const SEED = 7;

const AFTERWARDS = 'PouchDB, indexes made afterwards';
const MOST_AFTERWARDS = 10_000;

/** Everything that a part needs which measures in the browser. */
export interface Stage {
  readonly front: Front;
  readonly job: Job;
  readonly center: BenchCenter;
  /** The page's script. */
  readonly script: string;
}

/** A center and the peers' servers, with the same records where `filled`, and the page in front of them. */
export async function openStage(closers: Closers, count: number, filled: boolean): Promise<Stage> {
  const script = await bundlePage();
  const made = makeRecords({ seed: SEED, site: STATION, count });
  const center = closers.keep(await BenchCenter.open());
  const device = await center.enrol(STATION, 'station');
  if (filled) await fill(device, made);
  const peers = closers.keep(await startServer('tests/bench/servers/peers.ts', [STATION, String(filled ? count : 0), String(SEED)]));
  const lines = made.map((one) => JSON.stringify(one)).join('\n');
  const front = closers.keep(
    await Front.open({
      files: {
        '/': { type: 'text/html', body: () => PAGE },
        '/bench.js': { type: 'text/javascript', body: () => script },
        '/made': { type: 'application/x-ndjson', body: () => lines },
      },
      behind: { center: center.url, peers: peers.url },
    }),
  );
  const every = Math.max(1, Math.floor(count / 50));
  const sample: Sample[] = made.filter((_, index) => index % every === 0);
  return { front, center, script, job: { count, sample, site: STATION, token: device.token, enrol: null } };
}

/** A figure of a run in the page, with what went over the wire. */
export interface Run extends Traffic {
  readonly ms: number;
  readonly restMs: number;
  readonly perSecond: number;
}

/** Checks that everything arrived as it should, and adds what went over the wire. */
export function runOf(name: string, done: Done, job: Job, traffic: Traffic): Run {
  if (done.count !== job.count || done.right !== job.sample.length) throw new Error(`${name}: ${done.count} of ${job.count} records, ${done.right} of ${job.sample.length} looked at are right`);
  return { ms: Math.round(done.ms), restMs: Math.round(done.restMs ?? done.ms), perSecond: Math.round((job.count / done.ms) * 1_000), ...traffic };
}

/** The first pull into an empty replica, against PouchDB and against plain tables. */
export async function pull(options: PartOptions): Promise<Outcome> {
  const counts = options.tiny === true ? [300] : options.quick ? [2_000] : [10_000, 50_000];
  const tables: Table[] = [];
  const raw: Record<string, unknown> = {};
  for (const count of counts) {
    const { table, runs } = await pullOf(count, options);
    tables.push(table);
    raw[`pull ${count}`] = runs;
  }
  return { tables, raw, notes: [] };
}

async function pullOf(count: number, { rounds, say, tiny }: PartOptions): Promise<{ readonly table: Table; readonly runs: Readonly<Record<string, readonly Run[]>> }> {
  say(`pull of ${count} records`);
  return closing(async (closers) => {
    const stage = await openStage(closers, count, true);
    const { front, job } = stage;
    const run = (name: string, prefix: string, call: (page: Page) => Promise<Done>) => async (): Promise<Run> => {
      front.take(prefix);
      const done = await inFreshBrowser(front.url, call);
      return runOf(name, done, job, front.take(prefix));
    };
    // So slow that it is left out of what takes minutes.
    const afterwards = count > MOST_AFTERWARDS ? [] : [[AFTERWARDS, run(AFTERWARDS, 'peers', (page) => callPage(page, 'pullPouch', job, 'after'))] as const];
    const figures = await sideBySide<Run>(
      [
        ['ours', run('ours', 'center', (page) => callPage(page, 'pullOurs', job))],
        ['PouchDB', run('PouchDB', 'peers', (page) => callPage(page, 'pullPouch', job, 'before'))],
        ...afterwards,
        ['ours through a host', () => throughHost(stage)],
        ['plain Dexie', run('plain Dexie', 'peers', (page) => callPage(page, 'pullPlain', job))],
      ],
      rounds,
      say,
      tiny !== true,
    );
    return { table: pullTable(count, figures), runs: Object.fromEntries(figures) };
  });
}

/** As in use: the page's bridge, the browser shell and its host between page and center, each checking what passes. */
function throughHost({ center, script, job }: Stage): Promise<Run> {
  return closing(async (closers) => {
    const shell = closers.keep(await startBenchShell(script));
    const enrol = { center: center.url, code: await center.code(STATION, 'station') };
    const done = await inFreshBrowser(shell.url, (page) => callPage(page, 'pullOurs', { ...job, enrol }));
    return runOf('ours through a host', done, job, { requests: 0, up: 0, down: 0 });
  });
}

function pullTable(count: number, figures: ReadonlyMap<string, readonly Run[]>): Table {
  const speeds = (name: string): number[] => (figures.get(name) ?? []).map(({ perSecond }) => perSecond);
  const ours = speeds('ours');
  const aims = new Map([['PouchDB', 3.5], [AFTERWARDS, 3.5], ['plain Dexie', 0.75]]);
  const rows = [...figures].map(([name, runs]) => {
    const counted = runs.some(({ requests }) => requests > 0);
    const of = (figure: (run: Run) => number): string => (counted ? figureText(spreadOf(runs.map(figure))) : '');
    const [ratio, aim] = [ratioOf(ours, speeds(name)), aims.get(name)];
    return [
      name,
      figureText(spreadOf(speeds(name))),
      of(({ down }) => down / count),
      of(({ up }) => up / count),
      of(({ requests }) => requests),
      name === 'ours' ? '' : ratioText(ratio),
      aim === undefined ? '' : aimText(ratio.median, aim),
    ];
  });
  return { title: `First pull of ${count.toLocaleString('en-US')} records`, columns: ['', 'records/s', 'bytes down a record', 'bytes up a record', 'requests', 'ours against it', 'aim'], rows };
}
