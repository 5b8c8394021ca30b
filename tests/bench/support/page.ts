import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { rolldown } from 'rolldown';
import { chromiumArguments, chromiumPath } from '../../../build/scripts/chromium.ts';
import type { BenchPage } from '../page/main.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The page's script, bundled as for a release but for its names, so that an error says what it is. */
export function bundlePage(): Promise<string> {
  return (bundled ??= bundle());
}

let bundled: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const page = await rolldown({
    input: resolve(ROOT, 'tests/bench/page/main.ts'),
    cwd: ROOT,
    platform: 'browser',
    transform: { define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' } },
  });
  const { output } = await page.generate({ format: 'esm', codeSplitting: false });
  await page.close();
  return output[0].code;
}

/** Opens the page in a browser with a fresh profile on disk, runs `work` in it, and throws profile and browser away. */
export async function inFreshBrowser<T>(url: string, work: (page: Page) => Promise<T>): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'qiyou-bench-profile-'));
  const executablePath = chromiumPath();
  const context = await chromium.launchPersistentContext(profile, { ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArguments()] });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(url);
    await page.waitForFunction(() => 'bench' in globalThis);
    const result = await work(page);
    if (faults.length > 0) throw new Error(`the page failed: ${faults[0]}`);
    return result;
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Calls one of the page's functions; everything crosses as JSON. */
export function callPage<N extends Exclude<keyof BenchPage, 'records'>>(page: Page, name: N, ...args: Serializable<Parameters<BenchPage[N]>>): Promise<Awaited<ReturnType<BenchPage[N]>>> {
  return page.evaluate(
    async ({ name: called, args: given }) => {
      const bench = (globalThis as unknown as { readonly bench: Readonly<Record<string, (...all: unknown[]) => Promise<unknown>>> }).bench;
      const all = given.map((arg) => (arg === '@made' ? bench['records']?.() : arg));
      return bench[called]?.(...(await Promise.all(all)));
    },
    { name, args: args as unknown[] },
  ) as Promise<Awaited<ReturnType<BenchPage[N]>>>;
}

/** `@made` stands for the run's records, which the page fetches itself. */
type Serializable<T extends readonly unknown[]> = { readonly [I in keyof T]: T[I] | '@made' };
