import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { instantOf, type Clock } from '#shared/ports/clock.ts';
import type { Log } from '../log.ts';

const LARGEST = 2 * 1024 * 1024;

/**
 * A log that appends to a file and starts a new one at 2 MB, keeping one old. It writes at once, because the line before
 * a crash is the one that matters, and it never throws: a full disk must not stop the host.
 */
export function fileLog(path: string, clock: Clock): Log {
  const write = (level: string, message: string): void => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) renameSync(path, `${path}.1`);
      appendFileSync(path, `${instantOf(clock)} ${level} ${message.replaceAll('\n', '\n  ')}\n`, { mode: 0o600 });
    } catch {
      // Nowhere is left to say it.
    }
  };
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message) => write('error', message),
  };
}
