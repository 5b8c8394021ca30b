import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AlreadyRunning, lockDataFolder } from '../../../center/app/instance-lock.ts';
import { buildAll } from '../build.ts';
import { say } from './say.ts';
import { readSmall, writeSmall } from './small-file.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');

const SOURCES = ['main', 'renderer', 'shared', 'center', 'build', 'package-lock.json'];
const OUTPUTS = ['shell/main.js', 'main/index.cjs', 'preload/index.cjs', 'renderer/index.html'];
const NOTES = join(ROOT, '.cache/start');
const STAMP = join(NOTES, 'built.json');
const STEP_MS = 300;

const stampSchema = z.object({ sources: z.string() });

/** Builds into `dist` where a source has changed since the last start. Answers the folder. */
export async function freshBuild(): Promise<string> {
  const dist = join(ROOT, 'dist');
  if (isFresh(dist)) {
    say('已是最新构建，直接启动。', 'The build is up to date.');
    return dist;
  }
  const unlock = await lockBuild();
  try {
    // Another start may have built while this one waited.
    if (isFresh(dist)) return dist;
    say('正在构建，大约需要半分钟…', 'Building, about half a minute…');
    const sources = fingerprint();
    await buildAll();
    writeSmall(STAMP, { sources } satisfies z.infer<typeof stampSchema>);
    say('构建完成。', 'Built.');
    return dist;
  } finally {
    unlock();
  }
}

function isFresh(dist: string): boolean {
  return OUTPUTS.every((file) => existsSync(join(dist, file))) && readSmall(STAMP, stampSchema)?.sources === fingerprint();
}

/** Changes with any source's name, size or time. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts === undefined) return;
    if (facts.isDirectory()) for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    else hash.update(`${path}\0${facts.size}\0${facts.mtimeMs}\n`);
  };
  for (const source of SOURCES) visit(join(ROOT, source));
  return hash.digest('hex');
}

/** Two starts at once must not build into one folder; the second waits for the first. */
async function lockBuild(): Promise<() => void> {
  mkdirSync(NOTES, { recursive: true });
  for (let told = false; ; told = true) {
    try {
      return lockDataFolder(NOTES);
    } catch (error) {
      if (!(error instanceof AlreadyRunning)) throw error;
      if (!told) say('另一个启动正在构建，请稍候…', 'Another start is building; waiting for it…');
      await wait(STEP_MS);
    }
  }
}
