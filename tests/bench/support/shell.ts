import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../../e2e/support/processes.ts';

/** The page of the benchmarks. */
export const PAGE = '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/bench.js"></script>';

/** The browser shell with a host of its own, in a process of its own, serving the benchmarks' page in place of the app. */
export async function startBenchShell(script: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-bench-host-'));
  const renderer = join(folder, 'renderer');
  await mkdir(renderer);
  await writeFile(join(renderer, 'index.html'), PAGE);
  await writeFile(join(renderer, 'bench.js'), script);
  const host = await startProgram('main/shell/main.ts', ['--data', join(folder, 'data'), '--port', '0', '--renderer', renderer, '--no-open'], /http:\/\/127\.0\.0\.1:\d+\/#token=/);
  const close = async (): Promise<void> => {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: /http:\S+/.exec(host.ready)?.[0] ?? '', close };
}
