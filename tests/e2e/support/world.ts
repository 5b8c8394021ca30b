import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../../../build/scripts/chromium.ts';
import type { Role } from '#shared/domain/site-code.ts';
import { enrolWith, makeKeys, RawDevice } from '../../support/center.ts';
import { CutLink } from './cut-link.ts';
import { freePort, ROOT, startProgram, type Program } from './processes.ts';

const run = promisify(execFile);

/** A real center in its own process, over the real city's divisions. */
export class Center {
  readonly folder: string;
  readonly port: number;
  #program: Program | null = null;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  static async open(): Promise<Center> {
    const center = new Center(await mkdtemp(join(tmpdir(), 'qiyou-e2e-center-')), await freePort());
    await center.cli('load-divisions', join(ROOT, 'center/data/divisions-2111.csv'));
    await center.start();
    return center;
  }

  async start(): Promise<void> {
    this.#program = await startProgram('center/app/main.ts', ['--data', this.folder, '--port', String(this.port), '--name', '盘山县新时代文明实践中心'], /listening on/);
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#program?.kill();
    this.#program = null;
  }

  async close(): Promise<void> {
    await this.#program?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs the center's command line; answers what it printed. */
  async cli(command: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [join(ROOT, 'center/ops/cli.ts'), command, ...args, '--data', this.folder]);
    return stdout;
  }

  async code(site: string, role: Role): Promise<string> {
    return (await this.cli('code', '--site', site, '--role', role)).split('\n')[0] ?? '';
  }

  /** A bare client of the protocol, enrolled with a code. */
  async device(site: string, role: Role): Promise<RawDevice> {
    const url = `http://127.0.0.1:${this.port}`;
    const keys = makeKeys();
    const enrolled = await enrolWith(url, await this.code(site, role), keys);
    if (enrolled.status !== 200) throw new Error(JSON.stringify(enrolled.body));
    const device = new RawDevice(url, enrolled.body, keys);
    await device.openSession();
    return device;
  }

  /** Hashes of the photos on the center's disk, each recomputed from its bytes; the name must be the hash. */
  async photosOnDisk(): Promise<{ readonly name: string; readonly hash: string }[]> {
    const entries = await readdir(join(this.folder, 'blobs'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name));
    return Promise.all(files.map(async (file) => ({ name: file.name, hash: createHash('sha256').update(await readFile(join(file.parentPath, file.name))).digest('hex') })));
  }

  /** Rows of a query on the center's database, read beside the running center. */
  query(sql: string, ...params: readonly (string | number)[]): Record<string, unknown>[] {
    const database = new DatabaseSync(this.databasePath, { readOnly: true });
    try {
      return database.prepare(sql).all(...params);
    } finally {
      database.close();
    }
  }

  get databasePath(): string {
    return join(this.folder, 'center.db');
  }
}

/** One machine: a host process, a browser profile, and its own line to the center. */
export class Machine {
  readonly folder: string;
  readonly port: number;
  readonly link: CutLink;
  #host: Program | null = null;
  #context: BrowserContext | null = null;
  #page: Page | null = null;

  private constructor(folder: string, port: number, link: CutLink) {
    this.folder = folder;
    this.port = port;
    this.link = link;
  }

  /** @param disk where its folder lies */
  static async open(center: Center, disk = tmpdir()): Promise<Machine> {
    const machine = new Machine(await mkdtemp(join(disk, 'qiyou-e2e-machine-')), await freePort(), await CutLink.open(() => center.port));
    await machine.start();
    return machine;
  }

  /** The page; its window is open. */
  get page(): Page {
    if (this.#page === null) throw new Error('the machine is off');
    return this.#page;
  }

  /** The folder that stands for a stick. */
  get stick(): string {
    return join(this.folder, 'stick');
  }

  /** Starts what is not running, host or browser, and opens the window, as after a power cut. */
  async start(): Promise<void> {
    this.#host ??= await startProgram('dist/shell/main.js', ['--data', this.folder, '--port', String(this.port), '--no-open', '--place', `${this.stick}=U盘`], /http:\/\/127\.0\.0\.1:\d+\/#token=/);
    const url = /http:\S+/.exec(this.#host.ready)?.[0] ?? '';
    this.#context ??= await this.#launch();
    // A new page, because the token lies behind the # of the address, and a page that is there would not load again.
    const [before] = this.#context.pages();
    this.#page = await this.#context.newPage();
    await before?.close();
    await this.#page.goto(url);
  }

  #launch(): Promise<BrowserContext> {
    const executablePath = chromiumPath();
    return chromium.launchPersistentContext(join(this.folder, 'profile'), {
      ...(executablePath === null ? {} : { executablePath }),
      args: [...chromiumArguments()],
      viewport: { width: 1366, height: 768 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
  }

  /** SIGKILL of the browser and of the host, nothing said before. */
  async kill(): Promise<void> {
    await this.killBrowser();
    await this.killHost();
  }

  /** SIGKILL of every process of this machine's browser. */
  async killBrowser(): Promise<void> {
    await run('pkill', ['-9', '-f', join(this.folder, 'profile')]).catch(() => undefined);
    await this.#context?.close().catch(() => undefined);
    this.#context = null;
    this.#page = null;
  }

  /** SIGKILL of the host; its window stays open. */
  async killHost(): Promise<void> {
    await this.#host?.kill();
    this.#host = null;
  }

  async close(): Promise<void> {
    await this.#context?.close();
    await this.#host?.stop();
    await this.link.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
