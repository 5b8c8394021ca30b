import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../app/system.ts';
import { fileLog } from '../services/files/file-log.ts';
import { checkAloud } from '../services/vault/check-report.ts';
import { takeLock } from './instance-lock.ts';
import { openShellHost, type ShellOptions } from './start-shell.ts';

/**
 * Checks the photos of a data folder without a window; SIGINT stops it. Throws `AlreadyRuns` where a shell runs over the folder.
 * @returns 0 where all is whole or was made whole, else 1
 */
export async function verifyVault(options: Pick<ShellOptions, 'data' | 'host'>, say: (line: string) => void): Promise<number> {
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const lock = await takeLock(join(options.data, 'shell.lock'), randomBytes(32).toString('base64url'));
  try {
    const host = await openShellHost(options, fileLog(join(options.data, 'log', 'host.log'), systemClock));
    const stop = (): void => host.checker.stop();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    try {
      return (await checkAloud(host.checker, say)) ? 0 : 1;
    } finally {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      await host.close();
    }
  } finally {
    await lock.release();
  }
}
