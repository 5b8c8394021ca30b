import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { DataPlace } from '../../center/app/data-folder.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Exited {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of the center in a process of its own, as a person starts it. */
function startProgram(script: string, argv: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [resolve(root, script), ...argv], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
}

/** What names a center's PostgreSQL database to its programs; its folder is named by `--data`. */
export function environmentOf({ database }: DataPlace): NodeJS.ProcessEnv {
  return database === undefined ? {} : { QIYOU_DATABASE: database };
}

/** Runs a program to its end. */
export async function runProgram(script: string, argv: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Exited> {
  const child = startProgram(script, argv, environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** A center in a process of its own; answers once it listens. */
export async function startCenterProcess(at: string | DataPlace, ...more: readonly string[]): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const place = typeof at === 'string' ? { dataDir: at } : at;
  const child = startProgram('center/app/main.ts', ['--data', place.dataDir, '--port', '0', '--log-level', 'silent', ...more], environmentOf(place));
  if (child.stdout === null || child.stderr === null) throw new Error('no output of the center');
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (http\S+)/.exec(line)?.[1];
    if (url !== undefined) return { url, child };
  }
  throw new Error(`the center did not start: ${said}`);
}

/** Ends a process by a signal and waits until it has ended; answers its exit code. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = (await ended) as [number | null];
  return code;
}
