import { closing } from '../support/closers.ts';
import type { IndexTime } from '../page/pouch.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { callPage, inFreshBrowser } from '../support/page.ts';
import { sideBySide } from '../support/rounds.ts';
import { figureText, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';
import { openStage, runOf, type Run } from './pull.ts';

/** Ways to configure PouchDB: when its indexes are made, documents in a batch, batches that may wait. */
const WAYS: readonly (readonly [name: string, indexes: IndexTime, batch: number, waiting: number])[] = [
  ['indexes first, batches of 1,000, 10 waiting', 'before', 1_000, 10],
  ['batches of 500', 'before', 500, 10],
  ['batches of 2,000', 'before', 2_000, 10],
  ['batches of 5,000', 'before', 5_000, 10],
  ['2 waiting', 'before', 1_000, 2],
  ['indexes afterwards', 'after', 1_000, 10],
  ['no indexes at all', 'never', 1_000, 10],
];

/** Which configuration of PouchDB is its fastest: the one that the other parts take. */
export async function peer({ rounds, quick, tiny, say }: PartOptions): Promise<Outcome> {
  const count = tiny === true ? 300 : quick ? 2_000 : 10_000;
  say(`PouchDB's configurations, pull of ${count} records`);
  const figures = await closing(async (closers) => {
    const { front, job } = await openStage(closers, count, true);
    const run = (indexes: IndexTime, batch: number, waiting: number) => async (): Promise<Run> => {
      front.take('peers');
      const done = await inFreshBrowser(front.url, (page) => callPage(page, 'pullPouch', job, indexes, { batch_size: batch, batches_limit: waiting }));
      return runOf('PouchDB', done, job, front.take('peers'));
    };
    return sideBySide<Run>(WAYS.map(([name, indexes, batch, waiting]) => [name, run(indexes, batch, waiting)] as const), rounds, say, tiny !== true);
  });
  return { tables: [peerTable(count, figures)], raw: { peer: Object.fromEntries(figures) }, notes: [] };
}

function peerTable(count: number, figures: ReadonlyMap<string, readonly Run[]>): Table {
  const speeds = (runs: readonly Run[]): number[] => runs.map(({ perSecond }) => perSecond);
  const [first = []] = figures.values();
  const rows = [...figures].map(([name, runs]) => [name, figureText(spreadOf(speeds(runs))), ratioText(ratioOf(speeds(runs), speeds(first)))]);
  return { title: `PouchDB's configurations, first pull of ${count.toLocaleString('en-US')} records`, columns: ['', 'records/s', 'against the first'], rows };
}
