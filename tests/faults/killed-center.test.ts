import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '#shared/ports/random.ts';
import type { DataPlace } from '../../center/app/data-folder.ts';
import { endProcess, startCenterProcess } from '../support/center-process.ts';
import { CenterPrograms } from '../support/center-programs.ts';
import { COUNTY, OTHER_VILLAGE, TOWN, VILLAGE } from '../support/center-records.ts';
import type { RawDevice } from '../support/center.ts';
import { ownFolder } from '../support/data-folders.ts';
import { atAMoment, faultRounds, until, untilCut } from '../support/kill-loop.ts';
import { heldBy, Ledger, recount, saidDigests, writeUntilCut } from '../support/ledger.ts';
import { startPostgres } from '../support/postgres.ts';

const SITES = [
  [VILLAGE, 'station'],
  [OTHER_VILLAGE, 'station'],
  [TOWN, 'institute'],
] as const;

const SEED = Number(process.env['QIYOU_FAULT_SEED'] ?? '1');
const POSITIONS = 'SELECT min(position) AS first, max(position) AS last, count(DISTINCT position) AS n FROM history WHERE county = ';

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

/** Nothing of what was promised is broken. */
const KEPT = { recordsLost: [] as string[], positionsGivenTwice: [] as string[], photosLost: [] as string[], digestsDiffer: [] as string[], gaps: [] as string[] };

/** Several processes of one center, and what they were made to promise. */
class Killed {
  readonly place: DataPlace;
  readonly programs: CenterPrograms;
  readonly ledger = new Ledger();
  readonly random = seededRandom(SEED);
  readonly running: Running[] = [];
  readonly writers: { readonly site: string; readonly device: RawDevice }[] = [];
  #county: RawDevice | null = null;
  #round = 0;

  private constructor(place: DataPlace) {
    this.place = place;
    this.programs = new CenterPrograms(place);
  }

  static async start(place: DataPlace, processes: number): Promise<Killed> {
    const killed = new Killed(place);
    await killed.programs.loadDivisions();
    for (let n = 0; n < processes; n += 1) killed.running.push(await startCenterProcess(place));
    onTestFinished(async () => void (await Promise.all(killed.running.map(({ child }) => endProcess(child, 'SIGKILL')))));
    for (const [index, [site, role]] of SITES.entries()) killed.writers.push({ site, device: await killed.programs.enrol(killed.urlFor(index), site, role) });
    killed.#county = await killed.programs.enrol(killed.urlFor(0), COUNTY, 'county');
    return killed;
  }

  urlFor(index: number): string {
    return this.running[index % this.running.length]?.url ?? '';
  }

  /** Devices write until something dies, each at a process of its own; `kill` strikes at a moment that nothing decides. */
  async round(kill: () => Promise<unknown>): Promise<void> {
    this.#round += 1;
    const over = new AbortController();
    const writing = this.writers.map(({ device, site }, index) => untilCut(writeUntilCut(device, site, this.ledger, seededRandom(SEED * 1_000 + this.#round * 10 + index), over.signal)));
    await atAMoment(this.random, { from: 30, to: 1_000 }, kill);
    over.abort();
    await Promise.all(writing);
  }

  async restart(index: number): Promise<void> {
    this.running[index] = await startCenterProcess(this.place);
    for (const [n, { device }] of this.writers.entries()) device.url = this.urlFor(n);
  }

  /** What of all that was promised is not kept; {@link KEPT} where all is. */
  async broken(): Promise<typeof KEPT> {
    const county = this.#county as RawDevice;
    county.url = this.urlFor(0);
    const held = await heldBy(county);
    const { first, last, n } = await this.#positions();
    const broken = {
      recordsLost: this.ledger.lostIn(held),
      positionsGivenTwice: this.ledger.positionsGivenTwice(),
      photosLost: await this.ledger.photosLost(county.url),
      digestsDiffer: isDeepStrictEqual(await saidDigests(county), recount(held)) ? [] : ['they do'],
      gaps: first === 1 && last === n ? [] : [`${n} positions from ${first} to ${last}`],
    };
    for (const [index, { device }] of this.writers.entries()) device.url = this.urlFor(index);
    return broken;
  }

  async #positions(): Promise<Readonly<Record<string, number>>> {
    if (this.place.database === undefined) {
      const database = new DatabaseSync(join(this.place.dataDir, 'center.db'), { readOnly: true });
      try {
        return database.prepare(`${POSITIONS} ?`).get(COUNTY) as Record<string, number>;
      } finally {
        database.close();
      }
    }
    const client = new pg.Client({ connectionString: this.place.database });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, string>>(`${POSITIONS} $1`, [COUNTY]);
      return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
    } finally {
      await client.end();
    }
  }

  /** Stops all in good order; answers the exit codes that are not 0, and says what came of it all. */
  async stop(what: string): Promise<number[]> {
    const codes = await Promise.all(this.running.map(({ child }) => endProcess(child, 'SIGTERM')));
    console.warn(`${what}: killed ${this.#round} times; ${this.ledger.receipts} receipts and ${this.ledger.photos.size} photos, none lost`);
    return codes.map((code) => code ?? -1).filter((code) => code !== 0);
  }
}

it('P1 L1 C1 C2 a center killed at random moments in a loop has all that it ever acknowledged: records in that very version, photos by their hash, logs without gaps, digests, the audit chain', { timeout: 60_000 + faultRounds(6) * 20_000 }, async () => {
  const killed = await Killed.start({ dataDir: await ownFolder('killed') }, 1);
  const rounds = faultRounds(6);
  for (let round = 0; round < rounds; round += 1) {
    await killed.round(() => endProcess(killed.running[0]?.child as ChildProcess, 'SIGKILL'));
    await killed.restart(0);
    expect(await killed.broken()).toEqual(KEPT);
  }
  expect(await killed.programs.output('audit', '--verify')).toContain('is whole');
  expect(killed.ledger.receipts).toBeGreaterThan(rounds * 5);
  expect(await killed.stop('SQLite')).toEqual([]);
});

it('P1 L1 C1 C2 the same on PostgreSQL: one of several centers is killed while the others go on, then the database server itself, and all of them come back to it', { timeout: 60_000 + faultRounds(3) * 40_000 }, async () => {
  const server = await startPostgres({ durable: true });
  onTestFinished(() => server.stop());
  const database = await server.createDatabase();
  const killed = await Killed.start({ dataDir: await ownFolder('killed-pg'), database }, 2);
  const rounds = faultRounds(3);
  for (let round = 0; round < rounds; round += 1) {
    await killed.round(() => endProcess(killed.running[1]?.child as ChildProcess, 'SIGKILL'));
    await killed.restart(1);
    await killed.round(() => server.kill9());
    await untilAnswers(killed);
    expect(await killed.broken()).toEqual(KEPT);
  }
  expect(await killed.programs.output('audit', '--verify')).toContain('is whole');
  expect(killed.ledger.receipts).toBeGreaterThan(rounds * 5);
  expect(await killed.stop('PostgreSQL')).toEqual([]);
});

/** The centers were not started again: they find the database that is back by themselves. */
async function untilAnswers(killed: Killed): Promise<void> {
  for (const { device } of killed.writers) await until(() => device.pullAll(['sites']).then(() => true, () => false), 60_000);
}
