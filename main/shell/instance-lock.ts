import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { pack } from '#shared/bridge/framing.ts';
import { atomicWrite, isSystemError } from '../services/files/atomic-write.ts';
import { AlreadyRuns } from './shell-errors.ts';

const lockSchema = z.object({ pid: z.number().int(), token: z.string(), port: z.number().int().nullable() });
type LockFile = z.infer<typeof lockSchema>;

/** The right to be the one host of a data folder. */
export interface InstanceLock {
  /** Writes down where this instance answers, for the next start to find. */
  announce(port: number): Promise<void>;
  release(): Promise<void>;
}

const STARTING_MS = 10_000;
const STEP_MS = 100;
const ASK_MS = 3_000;

/**
 * Takes the lock of a data folder. The file (0600) names the process, its port and its secret. One that was left by a
 * killed process is taken over: what counts is whether somebody answers there with that secret, because a process's
 * number is soon used again. Throws {@link AlreadyRuns} where somebody does.
 */
export async function takeLock(path: string, token: string): Promise<InstanceLock> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const own: LockFile = { pid: process.pid, token, port: null };
  for (let waited = 0; !(await create(path, own)); waited += STEP_MS) {
    const holder = await read(path);
    const starting = holder === null || (holder.port === null && isAlive(holder.pid));
    if (starting && waited < STARTING_MS) await wait(STEP_MS);
    else if (holder?.port != null && (await answers(holder.port, holder.token))) throw new AlreadyRuns(addressOf(holder.port, holder.token));
    else await rm(path, { force: true });
  }
  return {
    announce: (port) => atomicWrite(path, JSON.stringify({ ...own, port } satisfies LockFile)),
    async release() {
      if ((await read(path))?.token === token) await rm(path, { force: true });
    },
  };
}

/** The address that opens the app; the secret is in the fragment, which no browser sends to a server. */
export function addressOf(port: number, token: string): string {
  return `http://127.0.0.1:${port}/#token=${token}`;
}

async function create(path: string, content: LockFile): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(content));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}

/** The holder; null where the file is gone or is just being written. */
async function read(path: string): Promise<LockFile | null> {
  try {
    return lockSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

async function answers(port: number, token: string): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/bridge/app.info`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: pack(null, (text) => new TextEncoder().encode(text)) as Uint8Array<ArrayBuffer>,
      signal: AbortSignal.timeout(ASK_MS),
    });
    return response.ok;
  } catch (error) {
    // Somebody who holds the port in silence may be this folder's host, stopped or too busy; the port settles it.
    if (error instanceof Error && error.name === 'TimeoutError') throw new Error(`Qiyou on port ${port} does not answer; end it and start again`, { cause: error });
    return false;
  }
}
