import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './fresh-build.ts';
import { say } from './say.ts';
import { readSmall, writeSmall } from './small-file.ts';

const FOLDER = join(ROOT, 'node_modules/electron');
const TRIED = join(ROOT, '.cache/start/electron.json');
const LIMIT_MS = 20_000;
const AGAIN_AFTER_MS = 24 * 3_600_000;

const triedSchema = z.object({ at: z.number() });

/** Electron's program; null where it is not on this machine. Asking the package itself would start a download. */
export function electronProgram(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = join(FOLDER, 'path.txt');
  if (!existsSync(named)) return null;
  const path = join(environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(FOLDER, 'dist'), readFileSync(named, 'utf8').trim());
  return existsSync(path) ? path : null;
}

/** Lets Electron's package fetch its program, for a short while, once a day; at once where a mirror is named. */
export async function fetchElectron(environment: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const tried = readSmall(TRIED, triedSchema)?.at ?? 0;
  const isNew = Math.abs(Date.now() - tried) > AGAIN_AFTER_MS || (environment['ELECTRON_MIRROR'] ?? '') !== '';
  if (!isNew || !existsSync(join(FOLDER, 'install.js'))) return null;
  say('没有 Electron 程序，正在尝试下载（最多 20 秒）…', 'No Electron program here; trying to fetch it (20 s at most)…');
  await new Promise<void>((done) => {
    const child = spawn(process.execPath, ['install.js'], { cwd: FOLDER, stdio: 'ignore', timeout: LIMIT_MS, killSignal: 'SIGKILL' });
    child.once('error', () => done());
    child.once('exit', () => done());
  });
  const program = electronProgram(environment);
  if (program === null) writeSmall(TRIED, { at: Date.now() } satisfies z.infer<typeof triedSchema>);
  return program;
}
