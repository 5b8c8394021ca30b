import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** A program of the project that a test started, and may kill. */
export interface Program {
  /** The line that said it was ready. */
  readonly ready: string;
  /** SIGKILL, as a power cut would end it. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
}

/** Starts a script with this Node; resolves with the line of its output that matches. */
export async function startProgram(script: string, args: readonly string[], ready: RegExp, environment: Readonly<Record<string, string>> = {}): Promise<Program> {
  const child = spawn(process.execPath, [resolve(ROOT, script), ...args], { cwd: ROOT, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const line = await readyLine(child, ready);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { ready: line, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

function readyLine(child: ChildProcess, ready: RegExp): Promise<string> {
  return new Promise((done, fail) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const line = output.split('\n').find((candidate) => ready.test(candidate));
      if (line !== undefined) done(line);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`ended with ${code} before it was ready:\n${output}`)));
  });
}

/** Below the ports that a system hands out by itself, so that none takes this one while its program is being started anew. */
const PORTS = { from: 20_000, to: 32_000 } as const;

/** Tests run side by side: each of their processes looks from a place of its own. */
let port = PORTS.from + ((process.pid * 97) % (PORTS.to - PORTS.from));

/** A port that nothing listens on now, and that this process has not handed out before. */
export async function freePort(): Promise<number> {
  do port = port + 1 < PORTS.to ? port + 1 : PORTS.from;
  while (!(await isFree(port)));
  return port;
}

function isFree(candidate: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(candidate, '127.0.0.1', () => server.close(() => done(true)));
  });
}
