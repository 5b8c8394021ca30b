import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isSystemError } from '../../../main/services/files/atomic-write.ts';
import type { AccessContext } from '../../../center/access/context.ts';
import { findDivision, loadDivisions } from '../../../center/access/divisions.ts';
import { databasePath, openDataFolder } from '../../../center/app/data-folder.ts';
import { AlreadyRunning } from '../../../center/app/instance-lock.ts';
import { startCenter, type RunningCenter } from '../../../center/app/start-center.ts';
import { COUNTY, HOME_STATION } from '../../demo/stations.ts';
import { ROOT } from './fresh-build.ts';
import { freePort } from './free-port.ts';
import { say } from './say.ts';
import { readSmall, writeSmall } from './small-file.ts';

const DEFAULT_PORT = 47_616;
const NAME = '盘山县新时代文明实践中心';

/** How long a start waits for the center of another start. */
const JOIN_MS = 60_000;
const STEP_MS = 200;
const WATCH_MS = 3_000;

const portSchema = z.object({ port: z.number().int().min(1).max(65_535) });

/** The demo's center: this process's own, or the one of another start over the same folder. */
export interface DemoCenter {
  readonly url: string;
  /** The center itself where this process runs it. */
  readonly own: RunningCenter | null;
  readonly access: AccessContext;
  /** The center had another address before, so devices that know that one are lost to it. */
  readonly moved: boolean;
  close(): Promise<void>;
}

/** Starts the demo's center, or joins the one that runs. */
export async function openDemoCenter(data: string, signal: AbortSignal): Promise<DemoCenter> {
  const folder = join(data, 'center');
  for (let waited = 0; waited < JOIN_MS && !signal.aborted; waited += STEP_MS) {
    const center = (await startOwn(folder)) ?? (await joinOther(folder));
    if (center !== null) return center;
    await wait(STEP_MS);
  }
  throw new Error(`the center over ${folder} does not answer; end the process that holds it and start again`);
}

/** Null where another start holds the folder, or took the port in the same moment. */
async function startOwn(folder: string): Promise<DemoCenter | null> {
  const remembered = readSmall(join(folder, 'port.json'), portSchema)?.port ?? null;
  const port = await freePort(remembered ?? DEFAULT_PORT);
  try {
    const own = await startCenter({ dataDir: folder, port, name: NAME });
    const moved = remembered !== null && remembered !== port;
    if (port !== (remembered ?? DEFAULT_PORT)) say(`端口 ${remembered ?? DEFAULT_PORT} 被其他程序占用，演示中心改用 ${port}。`, `Another program has that port; the demo center takes ${port}.`);
    writeSmall(join(folder, 'port.json'), { port });
    return { url: `http://127.0.0.1:${port}`, own, access: own.access, moved, close: () => own.close() };
  } catch (error) {
    if (error instanceof AlreadyRunning || isSystemError(error, 'EADDRINUSE')) return null;
    throw error;
  }
}

/** Null until the center of another start answers and knows its villages. */
async function joinOther(folder: string): Promise<DemoCenter | null> {
  const port = readSmall(join(folder, 'port.json'), portSchema)?.port;
  if (port === undefined || !existsSync(databasePath(folder)) || !(await isHealthy(port))) return null;
  const { access, close } = await openDataFolder(folder);
  if ((await findDivision(access.db, HOME_STATION)) === null) {
    await close();
    return null;
  }
  return { url: `http://127.0.0.1:${port}`, own: null, access, moved: false, close };
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_000) });
    return ((await response.json()) as { readonly name?: unknown }).name === NAME;
  } catch {
    return false;
  }
}

/** Calls back once the center of another start has ended. Answers how to stop watching. */
export function watchCenter(center: DemoCenter, onEnd: () => void): () => void {
  const timer = setInterval(() => {
    void isHealthy(Number(new URL(center.url).port)).then((healthy) => {
      if (healthy) return;
      clearInterval(timer);
      onEnd();
    });
  }, WATCH_MS);
  return () => clearInterval(timer);
}

/** Loads the county's own towns and villages from the divisions file. */
export async function loadCounty({ access, store }: RunningCenter): Promise<void> {
  const lines = readFileSync(join(ROOT, 'center/data/divisions-2111.csv'), 'utf8').split(/\r?\n/);
  const own = lines.filter((line, index) => index === 0 || line.startsWith(`${COUNTY.slice(0, 4)},`) || line.startsWith(COUNTY));
  await loadDivisions(access, store, own.join('\n'));
}
