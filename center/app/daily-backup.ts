import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#shared/ports/clock.ts';
import { listBackups } from '../store/backup/list-backups.ts';

export interface DailyBackupOptions {
  readonly dataDir: string;
  /** The folder of backups. */
  readonly to: string;
  /** How many are kept. */
  readonly keep: number;
  readonly clock: Clock;
  readonly info: (message: string) => void;
  /** A day without a backup is what a person must hear of. */
  readonly failed: (message: string) => void;
}

const DAY = 24 * 3_600_000;

/** How often it is looked whether the newest backup is a day old, in milliseconds: also how soon one that failed is tried again. */
const LOOK_EVERY = 15 * 60_000;

/**
 * Backs the data folder up each day while the center runs, in a process of its own, so that no station waits for it.
 * Answers how to stop; a backup that is under way then is none.
 */
export function backUpDaily(options: DailyBackupOptions): () => void {
  let running: ChildProcess | null = null;
  const look = async (): Promise<void> => {
    if (running !== null || !(await isDue(options))) return;
    running = start(options);
    running.once('exit', () => (running = null));
  };
  const lookNow = (): void => void look().catch((error: unknown) => options.failed(`looking for backups failed: ${String(error)}`));
  const timer = setInterval(lookNow, LOOK_EVERY);
  lookNow();
  return () => {
    clearInterval(timer);
    running?.kill('SIGKILL');
  };
}

/** True where the newest backup is a day old; also where it is of a day to come, because a clock was wrong. */
async function isDue({ to, clock }: DailyBackupOptions): Promise<boolean> {
  const newest = (await listBackups(to))[0];
  return newest === undefined || Math.abs(clock.now() - newest.manifest.madeAt) >= DAY;
}

function start({ dataDir, to, keep, info, failed }: DailyBackupOptions): ChildProcess {
  const child = spawn(process.execPath, [commandLine(), 'backup', '--data', dataDir, '--to', to, '--keep', String(keep)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  child.once('error', (error) => failed(`the backup did not start: ${error.message}`));
  child.once('close', (code, signal) => {
    if (code === 0) info(`backup: ${said.trim()}`);
    else if (signal === null) failed(`the backup to ${to} failed: ${said.trim()}`);
  });
  return child;
}

/** The command line beside this program, from its source or bundled. */
function commandLine(): string {
  const bundled = join(import.meta.dirname, 'cli.js');
  return existsSync(bundled) ? bundled : join(import.meta.dirname, '..', 'ops', 'cli.ts');
}
