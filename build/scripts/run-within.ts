import { spawn } from 'node:child_process';

/** How a program is run. */
export interface RunWithin {
  readonly cwd: string;
  /** It is killed when it takes longer, milliseconds. */
  readonly limitMs: number;
}

/**
 * Runs Node with these parameters, its output shown, until it ends or its time is up; what it started goes with it. Answers
 * null where it went well, else how it ended, in words.
 */
export function runWithin(parameters: readonly string[], { cwd, limitMs }: RunWithin): Promise<string | null> {
  return new Promise((done) => {
    const child = spawn(process.execPath, parameters, { cwd, stdio: 'inherit', detached: process.platform !== 'win32' });
    let late = false;
    const kill = (): void => void (child.pid !== undefined && process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL'));
    const limit = setTimeout(() => {
      late = true;
      kill();
    }, limitMs);
    const interrupted = (): void => {
      kill();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const end = (ending: string | null): void => {
      clearTimeout(limit);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      done(ending);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => {
      if (late) end(`KILLED, because it took longer than its limit of ${lengthOf(limitMs)}; a test that it was in hangs or is too slow`);
      else end(code === 0 ? null : `ended with ${signal ?? `code ${code ?? '?'}`}`);
    });
  });
}

function lengthOf(milliseconds: number): string {
  return milliseconds < 60_000 ? `${milliseconds / 1000} s` : `${milliseconds / 60_000} minutes`;
}
