import { spawn, type ChildProcess } from 'node:child_process';

/** How long a child may take to end by itself. */
const GRACE_MS = 8_000;

/** How a child ended: its exit code, or what kept it from running. */
export interface Ending {
  readonly code: number | null;
  readonly problem: string;
  /** Milliseconds that it ran. */
  readonly ran: number;
}

/** The processes that this one has started, so that it leaves none behind. */
export class Children {
  readonly #running = new Map<ChildProcess, Promise<Ending>>();

  /** Starts a program; its output goes to the terminal. Answers how it ended, once it has. */
  start(command: string, parameters: readonly string[], cwd: string): Promise<Ending> {
    const started = performance.now();
    // A group of its own: Ctrl-C in the terminal reaches this process alone, and the child gets one signal, not two.
    const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'inherit', 'inherit'], detached: process.platform !== 'win32' });
    const ended = new Promise<Ending>((done) => {
      const finish = (code: number | null, problem: string): void => {
        this.#running.delete(child);
        done({ code, problem, ran: performance.now() - started });
      };
      child.once('error', (error) => finish(null, error.message));
      child.once('exit', (code, signal) => finish(code, signal ?? `code ${code ?? '?'}`));
    });
    this.#running.set(child, ended);
    return ended;
  }

  /** Asks all to end, and ends those that do not. */
  async end(): Promise<void> {
    const all = [...this.#running];
    for (const [child] of all) child.kill('SIGTERM');
    const force = setTimeout(() => {
      for (const [child] of this.#running) child.kill('SIGKILL');
    }, GRACE_MS);
    await Promise.all(all.map(([, ended]) => ended));
    clearTimeout(force);
  }
}
