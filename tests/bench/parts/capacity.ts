import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { DataPlace } from '../../../center/app/data-folder.ts';
import { enrolFleet, writeFleet } from '../load/fleet.ts';
import { BenchCenter, COUNTY, openPostgresServer, postgresTwins, sqliteTwins, villagesOf, type TwinPlaces } from '../support/center.ts';
import { runLoad } from '../support/child.ts';
import { closing } from '../support/closers.ts';
import type { Outcome, PartOptions, Table } from '../support/outcome.ts';
import { sideBySide } from '../support/rounds.ts';
import { figureText, spreadOf } from '../support/statistics.ts';

/** One kind of exchange: how many writes each carries; 0 for a look that finds nothing. */
interface Exchanges {
  readonly writes: number;
  readonly count: number;
}

interface CapacityRun {
  /** By the number of writes: exchanges a second, and what one costs of a core, milliseconds. */
  readonly exchanges: Readonly<Record<number, { readonly perSecond: number; readonly cpuMs: number }>>;
  /** Bytes on disk a write; of PostgreSQL also of its log. */
  readonly disk: number;
  readonly wal: number | null;
}

const VILLAGES_THAT_PUSH = 8;

/** What docs/operations.md reckons with: exchanges a second and core, bytes a write, memory a stream. */
export async function capacity({ rounds, tiny, quick, say }: PartOptions): Promise<Outcome> {
  const scale = tiny === true ? 0.01 : quick ? 0.1 : 1;
  const kinds: readonly Exchanges[] = [0, 1, 20, 200].map((writes) => ({ writes, count: Math.ceil((writes === 200 ? 200 : 2_000) * scale) }));
  return closing(async (closers) => {
    const server = closers.keep(await openPostgresServer());
    say('capacity: exchanges');
    const figures = await sideBySide<CapacityRun>(
      [
        ['SQLite', () => capacityOnce(sqliteTwins, kinds)],
        ['PostgreSQL', () => capacityOnce(() => postgresTwins(server), kinds)],
      ],
      Math.min(rounds, 3),
      say,
      tiny !== true,
    );
    const counts = tiny === true ? [2, 4] : quick ? [50, 150] : [500, 1_500];
    say('capacity: streams');
    const streams = await sideBySide<number>([['SQLite', () => streamsOnce(counts)]], Math.min(rounds, 3), say, false);
    return {
      tables: [exchangeTable(kinds, figures), diskTable(figures), streamTable(counts, streams.get('SQLite') ?? [])],
      notes: ['Each kind of exchange is pushed with 8 under way at a time into one county; the load runs on the same two cores.'],
      raw: { capacity: Object.fromEntries(figures), streams: Object.fromEntries(streams) },
    };
  });
}

function capacityOnce(twinsOf: () => Promise<TwinPlaces>, kinds: readonly Exchanges[]): Promise<CapacityRun> {
  return closing(async (closers) => {
    const twins = closers.keep(await twinsOf());
    const before = await sizeOf(twins.place);
    const exchanges: Record<number, { perSecond: number; cpuMs: number }> = {};
    let written = 0;
    await closing(async (own) => {
      const center = own.keep(await BenchCenter.over(twins.place));
      const fleet = join(twins.place.dataDir, 'fleet.json');
      await writeFleet(fleet, await enrolFleet(center.url, twins.place, (await villagesOf(COUNTY)).slice(0, VILLAGES_THAT_PUSH)));
      for (const [index, { writes, count }] of kinds.entries()) {
        const seed = 100_000 * (index + 1);
        // A run of its own warms up, and does not count.
        written += (await push({ center, fleet, writes, count: Math.ceil(count / 10), seed })).accepted;
        const cpu = await center.cpuMs();
        const { ms, accepted } = await push({ center, fleet, writes, count, seed: seed + 50_000 });
        if (accepted !== writes * count) throw new Error(`${accepted} of ${writes * count} writes were accepted`);
        written += accepted;
        exchanges[writes] = { perSecond: count / (ms / 1_000), cpuMs: ((await center.cpuMs()) - cpu) / count };
      }
    });
    const after = await sizeOf(twins.place);
    return { exchanges, disk: (after.disk - before.disk) / written, wal: after.wal === null ? null : (after.wal - (before.wal ?? 0)) / written };
  });
}

interface Push extends Exchanges {
  readonly center: BenchCenter;
  readonly fleet: string;
  readonly seed: number;
}

function push({ center, fleet, writes, count, seed }: Push): Promise<{ readonly ms: number; readonly accepted: number }> {
  return runLoad('tests/bench/load/push-load.ts', [center.url, fleet, '0', String(count), String(writes), '8', String(seed)]);
}

/** Bytes of a database that nobody writes to, and of its log so far. A SQLite center folds its log into the file when it ends. */
async function sizeOf({ dataDir, database }: DataPlace): Promise<{ readonly disk: number; readonly wal: number | null }> {
  if (database === undefined) return { disk: (await stat(join(dataDir, 'center.db'))).size, wal: null };
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query<{ disk: string; wal: string }>("SELECT pg_database_size(current_database()) AS disk, pg_current_wal_lsn() - '0/0' AS wal");
    return { disk: Number(rows[0]?.disk), wal: Number(rows[0]?.wal) };
  } finally {
    await client.end();
  }
}

/** Resident memory of the center at each number of streams, KiB: what one costs is told by the difference. */
function streamsOnce(counts: readonly number[]): Promise<number> {
  return closing(async (closers) => {
    const twins = closers.keep(await sqliteTwins());
    const center = closers.keep(await BenchCenter.over(twins.place));
    const fleet = join(twins.place.dataDir, 'fleet.json');
    const villages = await villagesOf('2111');
    const most = counts.at(-1) ?? 0;
    await writeFleet(fleet, await enrolFleet(center.url, twins.place, Array.from({ length: most }, (_, index) => villages[index % villages.length] ?? '')));
    const { kib } = await runLoad<{ readonly kib: readonly number[] }>('tests/bench/load/streams-load.ts', [center.url, fleet, String(center.pid), ...counts.map(String)]);
    return ((kib.at(-1) ?? 0) - (kib[0] ?? 0)) / (most - (counts[0] ?? 0));
  });
}

function exchangeTable(kinds: readonly Exchanges[], figures: ReadonlyMap<string, readonly CapacityRun[]>): Table {
  const rows = kinds.map(({ writes }) => {
    const cells = [...figures.values()].flatMap((runs) => {
      const of = (figure: (run: CapacityRun) => number | undefined): string => figureText(spreadOf(runs.map((run) => figure(run) ?? Number.NaN)));
      return [of(({ exchanges }) => exchanges[writes]?.perSecond), of(({ exchanges }) => exchanges[writes]?.cpuMs)];
    });
    return [writes === 0 ? 'a look that finds nothing' : `${writes} ${writes === 1 ? 'write' : 'writes'}`, ...cells];
  });
  return { title: 'Exchanges with one county', columns: ['an exchange with', ...[...figures.keys()].flatMap((name) => [`${name}, a second`, "of the center's core, ms"])], rows };
}

function diskTable(figures: ReadonlyMap<string, readonly CapacityRun[]>): Table {
  const rows = [...figures].map(([name, runs]) => {
    const logged = runs.flatMap(({ wal }) => (wal === null ? [] : [wal]));
    return [name, figureText(spreadOf(runs.map(({ disk }) => disk))), logged.length === 0 ? '' : figureText(spreadOf(logged))];
  });
  return { title: 'Bytes a write', columns: ['', 'tables and indexes', "the database's own log"], rows };
}

function streamTable(counts: readonly number[], figures: readonly number[]): Table {
  return { title: 'Memory', columns: ['', 'KiB'], rows: [[`a stream of news, from ${counts[0]} to ${counts.at(-1)} of them`, figureText(spreadOf(figures))]] };
}
