import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Channel, Input, Output } from '#shared/bridge/contract.ts';
import { openDataFolder } from '../../center/app/data-folder.ts';
import { listDevices, type Device } from '../../center/access/devices.ts';
import { buildHost } from '../../build/scripts/build-host.ts';
import { endProcess } from './center-process.ts';
import { frame, rawRequest, unframe } from './shell.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Builds the host into a folder, with a stand-in for the renderer. */
export async function buildStandIn(dist: string): Promise<void> {
  await buildHost(dist);
  await mkdir(join(dist, 'renderer'), { recursive: true });
  await writeFile(join(dist, 'renderer', 'index.html'), '<!doctype html><title>七有</title>');
}

/** `npm start` in a process of its own, as a terminal without a display starts it. */
export class DemoStart {
  readonly child: ChildProcess;
  #said = '';

  constructor(data: string, dist: string, ...more: readonly string[]) {
    const parameters = ['build/scripts/start.ts', '--no-open', '--photo-width', '32', '--data', data, '--dist', dist, ...more];
    this.child = spawn(process.execPath, parameters, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk) => (this.#said += String(chunk)));
    onTestFinished(() => void this.end());
  }

  /** All that it has printed. */
  get said(): string {
    return this.#said;
  }

  /** Waits until it has printed this. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#said);
      if (found !== null) return found;
      if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}: ${this.#said}`);
      await pause();
    }
  }

  /** Calls the app's host as its window does. */
  async call<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
    const [, port = '', token = ''] = await this.says(/http:\/\/127\.0\.0\.1:(\d+)\/#token=(\S+)/);
    const answer = await rawRequest(Number(port), { method: 'POST', path: `/bridge/${channel}`, headers: { authorization: `Bearer ${token}` }, body: frame(input) });
    return unframe(answer.body) as Output<C>;
  }

  /** Waits until the app's host is enrolled. */
  async enrolled(): Promise<NonNullable<Output<'link.enrolment'>>> {
    for (;;) {
      const enrolment = await this.call('link.enrolment', null);
      if (enrolment !== null) return enrolment;
      await pause();
    }
  }

  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return endProcess(this.child, signal);
  }
}

function pause(): Promise<void> {
  return new Promise((go) => setTimeout(go, 50));
}

/** What lies in the demo center's data folder. */
export async function lookInto(data: string): Promise<{ readonly counts: Readonly<Record<string, number>>; readonly devices: readonly Device[]; readonly plan: { readonly seed: number; readonly today: string } }> {
  const { access, store, close } = await openDataFolder(join(data, 'center'));
  try {
    const counts = Object.fromEntries(Object.entries(await store.digest('211122')).map(([kind, { count }]) => [kind, count]));
    const plan = JSON.parse(await readFile(join(data, 'center', 'demo.json'), 'utf8')) as { seed: number; today: string };
    return { counts, devices: await listDevices(access.db, '211122'), plan };
  } finally {
    await close();
  }
}
