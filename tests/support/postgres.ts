import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openPostgres } from '../../center/store/postgres/database.ts';
import type { KeeperOptions, KeptServer } from './postgres-keeper.ts';

/** A real PostgreSQL server for tests. */
export interface TestPostgres {
  /** The address of a database of this server. */
  url(database: string): string;
  /** A database of its own with the center's tables, empty; answers its address. */
  createDatabase(): Promise<string>;
  /** Removes a database of {@link createDatabase}, whoever is connected to it. */
  dropDatabase(url: string): Promise<void>;
  /** Ends the server and removes all its data; one that is shared stays until the run is over. */
  stop(): Promise<void>;
  /** Kills the server's main process as a power cut would. One that is durable is started again over what is on its disk. */
  kill9(): Promise<void>;
}

const KEEPER = resolve(import.meta.dirname, 'postgres-keeper.ts');
const TEMPLATE = 'qiyou_template';
const START_MS = 120_000;

/** Starts a server of the test's own. It ends with this process, also where that is killed. */
export async function startPostgres({ durable = false }: { readonly durable?: boolean } = {}): Promise<TestPostgres> {
  const { child, server } = await startKeeper({ owner: 0, durable });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.stdin?.end();
    await gone;
  };
  return testServer(server, stop);
}

/**
 * The server that all test files of this run share; the first who asks starts it. It ends with the run.
 */
export async function sharedPostgres(): Promise<TestPostgres> {
  // A file of tests runs in a process of its own, whose parent lives as long as the run.
  const owner = process.env['VITEST'] === undefined ? process.pid : process.ppid;
  const note = join(tmpdir(), `qiyou-pg-of-${owner}.json`);
  return testServer(await readOrStart(note, owner), () => Promise.resolve());
}

async function readOrStart(note: string, owner: number): Promise<KeptServer> {
  const claim = `${note}.claim`;
  for (const end = performance.now() + START_MS; performance.now() < end; await pause(50)) {
    if (existsSync(note)) {
      const server = JSON.parse(readFileSync(note, 'utf8')) as KeptServer;
      if (existsSync(server.folder)) return server;
      rmSync(note, { force: true });
    }
    try {
      writeFileSync(claim, '', { flag: 'wx' });
    } catch {
      continue;
    }
    try {
      const { child, server } = await startKeeper({ owner, durable: false, note });
      child.unref();
      return server;
    } finally {
      rmSync(claim, { force: true });
    }
  }
  throw new Error('the shared PostgreSQL did not start in time');
}

async function startKeeper(options: KeeperOptions): Promise<{ readonly child: ChildProcess; readonly server: KeptServer }> {
  // Of a session of its own, so that what ends a test's process group lets it tidy up.
  const child = spawn(process.execPath, [KEEPER, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  if (child.stdout === null) throw new Error('no output of the keeper');
  for await (const line of createInterface({ input: child.stdout })) {
    const server = JSON.parse(line) as KeptServer;
    const { note } = options;
    if (note !== undefined) {
      writeFileSync(`${note}.new`, line, { mode: 0o600 });
      renameSync(`${note}.new`, note);
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    }
    return { child, server };
  }
  throw new Error(`PostgreSQL did not start: ${said}`);
}

function testServer(server: KeptServer, stop: () => Promise<void>): TestPostgres {
  const url = (database: string): string => `postgres://${server.user}:${server.password}@127.0.0.1:${server.port}/${database}`;
  return {
    url,
    stop,
    createDatabase: async () => {
      const name = `t_${process.pid}_${randomBytes(6).toString('hex')}`;
      await asAdmin(url('postgres'), async (client) => {
        await makeTemplate(client, url(TEMPLATE));
        // Copying its files is the fastest of two ways; older servers have no other.
        const { rows } = await client.query<{ readonly server_version_num: string }>('SHOW server_version_num');
        const strategy = Number(rows[0]?.server_version_num) >= 150_000 ? ' STRATEGY FILE_COPY' : '';
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}${strategy}`);
      });
      return url(name);
    },
    dropDatabase: (of) => asAdmin(url('postgres'), async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${new URL(of).pathname.slice(1)} WITH (FORCE)`))),
    kill9: async () => {
      // Another one than at first, where it was killed before.
      const pid = Number(readFileSync(join(server.folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await pause(20);
    },
  };
}

/** Made once, by whichever test file comes first. */
async function makeTemplate(client: pg.Client, url: string): Promise<void> {
  const isThere = async (): Promise<boolean> => (await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [TEMPLATE])).rowCount === 1;
  if (await isThere()) return;
  await client.query('SELECT pg_advisory_lock(1)');
  try {
    if (await isThere()) return;
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    await (await openPostgres(url)).close();
    await client.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true`);
  } finally {
    await client.query('SELECT pg_advisory_unlock(1)');
  }
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
