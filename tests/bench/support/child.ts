import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from '../../support/center-process.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Starts one of the benchmarks' own processes; answers the rest of the line that begins with `listening on `. */
export async function startServer(script: string, argv: readonly string[]): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, [resolve(ROOT, script), ...argv], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { url, close: async () => void (await endProcess(child, 'SIGTERM')) };
  }
  throw new Error(`${script} did not start`);
}

/** Runs one of the benchmarks' own processes to its end; what it prints is the JSON of its answer. */
export async function runLoad<T>(script: string, argv: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, [resolve(ROOT, script), ...argv], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (part) => (out += String(part)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(out) as T;
}
