import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { chromiumArguments, chromiumPath } from '../../../build/scripts/chromium.ts';
import { freePort, startProgram, type Program } from '../../e2e/support/processes.ts';

/** The built app of one station as a person runs it: the browser shell's host, and a window with a profile on disk. */
export class StationApp {
  readonly #folder: string;
  readonly #host: Program;
  #context: BrowserContext | null = null;

  private constructor(folder: string, host: Program) {
    this.#folder = folder;
    this.#host = host;
  }

  static async start(): Promise<StationApp> {
    const folder = await mkdtemp(join(tmpdir(), 'qiyou-bench-station-'));
    const host = await startProgram('dist/shell/main.js', ['--data', folder, '--port', String(await freePort()), '--no-open'], /http:\/\/127\.0\.0\.1:\d+\/#token=/);
    return new StationApp(folder, host);
  }

  /** Opens the window in a browser that was not running. `watch` runs in the page before anything of it. */
  async open(watch: () => void): Promise<Page> {
    const executablePath = chromiumPath();
    this.#context = await chromium.launchPersistentContext(join(this.#folder, 'profile'), {
      ...(executablePath === null ? {} : { executablePath }),
      args: [...chromiumArguments()],
      viewport: { width: 1366, height: 768 },
      locale: 'zh-CN',
    });
    await this.#context.addInitScript(watch);
    const [before] = this.#context.pages();
    const page = await this.#context.newPage();
    await before?.close();
    await page.goto(/http:\S+/.exec(this.#host.ready)?.[0] ?? '');
    return page;
  }

  async closeWindow(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  /** Memory of all of this window's browser, MiB; what processes share is counted once. */
  async browserMemory(): Promise<number> {
    const parents = new Map<string, string>();
    let root = '';
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const [command, stat] = await Promise.all([read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/stat`)]);
      parents.set(pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '');
      if (command.includes(`--user-data-dir=${join(this.#folder, 'profile')}`) && !command.includes('--type=')) root = pid;
    }
    const isOurs = (pid: string): boolean => pid === root || (parents.has(pid) && isOurs(parents.get(pid) ?? ''));
    const sizes = await Promise.all([...parents.keys()].filter(isOurs).map(async (pid) => Number(/^Pss:\s+(\d+)/m.exec(await read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)));
    return Math.round(sizes.reduce((total, size) => total + size, 0) / 1_024);
  }

  async close(): Promise<void> {
    await this.closeWindow();
    await this.#host.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Enrols the station as a person does, and says who is at the keyboard. */
export async function enrolAt(page: Page, center: string, code: string): Promise<void> {
  await page.getByLabel('县中心的地址').fill(center);
  await page.getByLabel('一次性登记码').fill(code);
  await page.getByLabel('给这台电脑起个名字').fill('办公电脑');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByLabel('您的姓名').fill('王秀英');
  await page.getByRole('button', { name: '开始使用' }).click();
}

/** A process may have ended meanwhile. */
function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
