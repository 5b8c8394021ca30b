import { join } from 'node:path';
import { enrolFleet, writeFleet } from '../load/fleet.ts';
import { BenchCenter, COUNTY, openPostgresServer, postgresTwins, sqliteTwins, villagesOf, type TwinPlaces } from '../support/center.ts';
import { runLoad } from '../support/child.ts';
import { closing } from '../support/closers.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { sideBySide } from '../support/rounds.ts';
import { figureText, quantile, ratioOf, ratioText, spreadOf } from '../support/statistics.ts';

/** What is pushed: batches of a size, so many under way at a time. */
interface Pushing {
  /** Batches before those that count, so that the center is warm. */
  readonly warm: number;
  readonly batches: number;
  readonly batch: number;
  readonly atOnce: number;
}

/** Records accepted a second, over HTTP and by the bare engine. */
interface PushRun {
  readonly center: number;
  readonly bare: number;
}

const VILLAGES_THAT_PUSH = 8;

/** What a center takes, against its engine alone, and how long an exchange takes with few and with many stations. */
export async function center(options: PartOptions): Promise<Outcome> {
  const { rounds, tiny, quick, say } = options;
  return closing(async (closers) => {
    const server = closers.keep(await openPostgresServer());
    const engines: readonly (readonly [name: string, twins: () => Promise<TwinPlaces>])[] = [
      ['SQLite', sqliteTwins],
      ['PostgreSQL', () => postgresTwins(server)],
    ];
    const tables: Table[] = [];
    const raw: Record<string, unknown> = {};
    const scale = tiny === true ? 0.02 : quick ? 0.2 : 1;
    for (const pushing of [{ warm: 4, batches: Math.ceil(20 * scale), batch: tiny === true ? 50 : 1_000, atOnce: 4 }, { warm: 50, batches: Math.ceil(500 * scale), batch: 20, atOnce: 8 }]) {
      say(`center: ${pushing.batches} batches of ${pushing.batch}`);
      const figures = await sideBySide(engines.map(([name, twins]) => [name, () => pushOnce(name, twins, pushing)] as const), rounds, say, tiny !== true);
      tables.push(pushTable(pushing, figures));
      raw[`push of batches of ${pushing.batch}`] = Object.fromEntries(figures);
    }
    const counts = tiny === true ? [1, 3] : quick ? [1, 64] : [1, 64, 537];
    const exchanges = tiny === true ? 10 : quick ? 200 : 2_000;
    for (const [name, twins] of engines) {
      say(`center: exchanges on ${name}`);
      const figures = await sideBySide(counts.map((count) => [String(count), () => exchangeOnce(twins, count, exchanges)] as const), rounds, (line) => say(line.slice(0, 80)), false);
      tables.push(exchangeTable(name, figures));
      raw[`exchanges on ${name}`] = Object.fromEntries([...figures].map(([count, runs]) => [count, runs.map(summaryOf)]));
    }
    return { tables, raw, notes: [] };
  });
}

function pushOnce(engine: string, twinsOf: () => Promise<TwinPlaces>, pushing: Pushing): Promise<PushRun> {
  const { warm, batches, batch } = pushing;
  return closing(async (closers) => {
    const twins = closers.keep(await twinsOf());
    const pushed = await closing(async (own) => pushInto(own.keep(await BenchCenter.over(twins.place)), pushing));
    if (pushed.accepted !== batches * batch) throw new Error(`${engine}: ${pushed.accepted} of ${batches * batch} were accepted`);
    const script = engine === 'SQLite' ? 'tests/bench/load/bare-sqlite.ts' : 'tests/bench/load/bare-postgres.ts';
    const bare = await runLoad<{ readonly ms: number; readonly rows: Readonly<Record<string, number>> }>(script, [twins.copy, twins.own, String(warm + batches)]);
    const inserted = bare.rows['records'] ?? 0;
    if (inserted !== (warm + batches) * batch) throw new Error(`${engine}: the bare engine inserted ${JSON.stringify(bare.rows)}`);
    return { center: Math.round((pushed.accepted / pushed.ms) * 1_000), bare: Math.round((inserted / bare.ms) * 1_000) };
  });
}

async function pushInto(running: BenchCenter, { warm, batches, batch, atOnce }: Pushing): Promise<{ readonly ms: number; readonly accepted: number }> {
  const sites = (await villagesOf(COUNTY)).slice(0, VILLAGES_THAT_PUSH);
  const fleet = join(running.place.dataDir, 'fleet.json');
  await writeFleet(fleet, await enrolFleet(running.url, running.place, sites));
  return runLoad('tests/bench/load/push-load.ts', [running.url, fleet, String(warm), String(batches), String(batch), String(atOnce)]);
}

function exchangeOnce(twinsOf: () => Promise<TwinPlaces>, stations: number, exchanges: number): Promise<readonly number[]> {
  return closing(async (closers) => {
    const twins = closers.keep(await twinsOf());
    const running = closers.keep(await BenchCenter.over(twins.place));
    const sites = (await villagesOf('2111')).slice(0, stations);
    const fleet = join(twins.place.dataDir, 'fleet.json');
    await writeFleet(fleet, await enrolFleet(running.url, running.place, sites));
    const { times } = await runLoad<{ readonly times: readonly number[] }>('tests/bench/load/exchange-load.ts', [running.url, fleet, String(exchanges), '8', '13']);
    if (times.length !== exchanges) throw new Error(`${times.length} of ${exchanges} exchanges`);
    return times;
  });
}

function pushTable({ batches, batch, atOnce }: Pushing, figures: ReadonlyMap<string, readonly PushRun[]>): Table {
  const rows = [...figures].map(([engine, runs]) => [
    engine,
    figureText(spreadOf(runs.map((run) => run.center))),
    figureText(spreadOf(runs.map((run) => run.bare))),
    ratioText(ratioOf(runs.map((run) => run.center), runs.map((run) => run.bare))),
  ]);
  return {
    title: `Records accepted a second: ${batches} exchanges of ${batch}, ${atOnce} under way at a time`,
    columns: ['', 'over HTTP', 'the bare engine', 'center against engine'],
    rows,
  };
}

function exchangeTable(engine: string, figures: ReadonlyMap<string, readonly (readonly number[])[]>): Table {
  const rows = [...figures].map(([stations, runs]) => {
    const of = (part: number): string => figureText(spreadOf(runs.map((times) => quantile(times, part))));
    return [stations, of(0.5), of(0.99), figureText(spreadOf(runs.map((times) => Math.max(...times))))];
  });
  return { title: `One exchange on ${engine}, milliseconds, by stations connected (at most 8 under way)`, columns: ['stations', 'p50', 'p99', 'longest'], rows };
}

function summaryOf(times: readonly number[]): Readonly<Record<string, number>> {
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), longest: Math.max(...times) };
}
