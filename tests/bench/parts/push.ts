import { makeRecords } from '../data/make-records.ts';
import type { Page } from 'playwright';
import type { Done, Job, Sample } from '../page/job.ts';
import { STATION } from '../support/center.ts';
import { closing } from '../support/closers.ts';
import type { Front, Traffic } from '../support/front.ts';
import { aimText, type Outcome, type PartOptions, type Table } from '../support/outcome.ts';
import { callPage, inFreshBrowser } from '../support/page.ts';
import { sideBySide } from '../support/rounds.ts';
import { figureText, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';
import { openStage, runOf, type Run } from './pull.ts';

/** A push, and the syncs after it: one that finds nothing to do, and one with one record more. */
interface PushRun extends Run {
  readonly idle: Traffic;
  readonly one: Traffic;
}

/** Records made offline, pushed when the network is back. Each run has servers of its own, since what is pushed is there. */
export async function push({ rounds, quick, tiny, say }: PartOptions): Promise<Outcome> {
  const count = tiny === true ? 300 : quick ? 2_000 : 10_000;
  say(`push of ${count} records`);
  const more = makeRecords({ seed: 99, site: STATION, count: 10 }).slice(-1);
  const turn = (name: string, prefix: string, steps: Steps) => [name, () => pushRun({ name, count, prefix, steps, more })] as const;
  const figures = await sideBySide<PushRun>(
    [
      turn('ours', 'center', {
        prepare: (page, job) => callPage(page, 'prepareOurs', job, '@made'),
        push: (page, job) => callPage(page, 'pushOurs', job),
        sync: (page, job, records) => callPage(page, 'syncOurs', job, records),
      }),
      turn('PouchDB', 'peers', {
        prepare: (page) => callPage(page, 'preparePouch', '@made'),
        push: (page, job) => callPage(page, 'pushPouch', job),
        sync: (page, _job, records) => callPage(page, 'syncPouch', records),
      }),
      turn('plain Dexie', 'peers', {
        prepare: (page) => callPage(page, 'preparePlain', '@made'),
        push: (page, job) => callPage(page, 'pushPlain', job),
        sync: () => Promise.resolve(),
      }),
    ],
    rounds,
    say,
    tiny !== true,
  );
  return { tables: [pushTable(count, figures), smallTable(figures)], raw: { [`push ${count}`]: Object.fromEntries(figures) }, notes: [] };
}

interface Steps {
  readonly prepare: (page: Page, job: Job) => Promise<void>;
  readonly push: (page: Page, job: Job) => Promise<Done>;
  readonly sync: (page: Page, job: Job, more: readonly Sample[]) => Promise<void>;
}

interface Turn {
  readonly name: string;
  readonly count: number;
  readonly prefix: string;
  readonly steps: Steps;
  readonly more: readonly Sample[];
}

function pushRun({ name, count, prefix, steps, more }: Turn): Promise<PushRun> {
  return closing(async (closers) => {
    const { front, job } = await openStage(closers, count, false);
    return inFreshBrowser(front.url, async (page) => {
      await steps.prepare(page, job);
      front.take(prefix);
      const done = await steps.push(page, job);
      const run = runOf(name, done, job, front.take(prefix));
      await checkArrived(name, front, count);
      front.take(prefix);
      await steps.sync(page, job, []);
      const idle = front.take(prefix);
      await steps.sync(page, job, more);
      return { ...run, idle, one: front.take(prefix) };
    });
  });
}

/** The peers' servers say how many they have; the center's receipts were counted by the replica. */
async function checkArrived(name: string, front: Front, count: number): Promise<void> {
  if (name === 'ours') return;
  const { inbox, taken } = (await (await fetch(`${front.url}/peers/counts`)).json()) as { inbox: number; taken: number };
  const arrived = name === 'PouchDB' ? inbox : taken;
  if (arrived < count) throw new Error(`${name}: ${arrived} of ${count} arrived`);
}

function pushTable(count: number, figures: ReadonlyMap<string, readonly PushRun[]>): Table {
  const speeds = (name: string): number[] => (figures.get(name) ?? []).map(({ perSecond }) => perSecond);
  const [toPouch, toPlain] = [ratioOf(speeds('ours'), speeds('PouchDB')), ratioOf(speeds('ours'), speeds('plain Dexie'))];
  const rows = [...figures].map(([name, runs]) => [
    name,
    figureText(spreadOf(speeds(name))),
    figureText(spreadOf(runs.map(({ up }) => up / count))),
    figureText(spreadOf(runs.map(({ down }) => down / count))),
    figureText(spreadOf(runs.map(({ requests }) => requests))),
    name === 'PouchDB' ? ratioText(toPouch) : name === 'ours' ? '' : ratioText(toPlain),
    name === 'PouchDB' ? aimText(toPouch.median, 2.5) : name === 'ours' ? '' : aimText(toPlain.median, 0.35),
  ]);
  return {
    title: `Push of ${count.toLocaleString('en-US')} records made offline`,
    columns: ['', 'records/s', 'bytes up a record', 'bytes down a record', 'requests', 'ours against it', 'aim'],
    rows,
  };
}

function smallTable(figures: ReadonlyMap<string, readonly PushRun[]>): Table {
  const rows = ['ours', 'PouchDB'].map((name) => {
    const runs = figures.get(name) ?? [];
    const of = (figure: (run: PushRun) => number): string => figureText(spreadOf(runs.map(figure)));
    return [name, of(({ idle }) => idle.requests), of(({ idle }) => idle.up + idle.down), of(({ one }) => one.requests), of(({ one }) => one.up + one.down)];
  });
  return { title: 'A sync with little to do', columns: ['', 'requests, nothing new', 'bytes', 'requests, one record', 'bytes'], rows };
}
