import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startShell } from '../../../main/shell/start-shell.ts';
import { temporaryFolder } from '../../support/host.ts';
import { callShell, makeRenderer, startTestShell } from '../../support/shell.ts';

const MAIN = resolve(import.meta.dirname, '../../../main/shell/main.ts');

interface Program {
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** The shell as a program of its own, without a window. */
function runShell(...args: readonly string[]): Program {
  return runShellIn({}, '--no-open', ...args);
}

function runShellIn(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Program {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { output: () => text, ended, kill: (signal) => void child.kill(signal) };
}

const addressIn = (text: string): string => /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}/.exec(text)?.[0] ?? '';
const untilReady = (program: Program): Promise<string> => vi.waitFor(() => (expect(addressIn(program.output())).not.toBe(''), addressIn(program.output())), { timeout: 15_000 });

describe('one shell over one data folder', () => {
  it('refuses to be the second, and names the first’s address', async () => {
    const data = await temporaryFolder();
    const first = await startTestShell({ data });
    await expect(startShell({ data, port: 0 })).rejects.toMatchObject({ name: 'AlreadyRuns', url: first.url });
    expect((await callShell(first, 'app.info', null)).status).toBe(200);
  });

  it('guards its lock, which holds the secret', async () => {
    const data = await temporaryFolder();
    const shell = await startShell({ data, port: 0 });
    expect((await stat(join(data, 'shell.lock'))).mode & 0o777).toBe(0o600);
    await shell.close();
    await expect(stat(join(data, 'shell.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes over from one that was killed, also where its number is another program’s now', async () => {
    const data = await temporaryFolder();
    await writeFile(join(data, 'shell.lock'), JSON.stringify({ pid: process.pid, token: 'old', port: 1 }));
    const shell = await startTestShell({ data });
    expect(await readFile(join(data, 'shell.lock'), 'utf8')).toContain(shell.token);
  });

  it('has a new secret at each launch', async () => {
    const data = await temporaryFolder();
    const first = await startShell({ data, port: 0 });
    await first.close();
    const second = await startTestShell({ data });
    expect(second.token).not.toBe(first.token);
    expect(Buffer.from(second.token, 'base64url')).toHaveLength(32);
  });

  it('names the option where its port belongs to another program', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const data = await temporaryFolder();
    await expect(startShell({ data, port })).rejects.toThrow('--port');
    await expect(stat(join(data, 'shell.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('comes back on the port that its records belong to', async () => {
    const data = await temporaryFolder();
    const free = await startShell({ data, port: 0 });
    await free.close();
    const chosen = await startShell({ data, port: free.port });
    await chosen.close();
    const again = await startShell({ data });
    onTestFinished(() => again.close());
    expect(again.port).toBe(free.port);
  });
});

describe('the shell as a program', () => {
  it('prints its address, shows a second start where the first is, and ends on SIGTERM', async () => {
    const data = await temporaryFolder();
    const renderer = await makeRenderer();
    const first = runShell('--data', data, '--port', '0', '--renderer', renderer);
    const address = await untilReady(first);
    const second = runShell('--data', data, '--port', '0');
    expect(await second.ended).toBe(0);
    expect(addressIn(second.output())).toBe(address);
    first.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await expect(stat(join(data, 'shell.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('starts again after SIGKILL', async () => {
    const data = await temporaryFolder();
    const first = runShell('--data', data, '--port', '0');
    await untilReady(first);
    first.kill('SIGKILL');
    await first.ended;
    const second = runShell('--data', data, '--port', '0');
    await untilReady(second);
    second.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('opens the machine’s browser in a profile of its own, and a second start opens it at the first', async () => {
    const data = await temporaryFolder();
    const calls = join(data, 'calls.txt');
    const browser = join(data, 'browser');
    await writeFile(browser, `#!/bin/sh\necho "$@" >> '${calls}'\n`, { mode: 0o755 });
    const environment = { CHROMIUM_PATH: browser, DISPLAY: ':0' };
    const first = runShellIn(environment, '--data', data, '--port', '0');
    const address = await untilReady(first);
    const callsUntil = (count: number): Promise<string[]> =>
      vi.waitFor(async () => {
        const lines = (await readFile(calls, 'utf8')).trim().split('\n');
        expect(lines).toHaveLength(count);
        return lines;
      }, { timeout: 10_000 });
    const [opened] = await callsUntil(1);
    expect(opened).toContain(`--app=${address} --user-data-dir=${join(data, 'browser-profile')} `);
    const second = runShellIn(environment, '--data', data, '--port', '0');
    expect(await second.ended).toBe(0);
    expect(await callsUntil(2)).toEqual([opened, opened]);
  });

  it('says how it is called where it is called wrongly', async () => {
    const program = runShell('--porrt', '1');
    expect(await program.ended).toBe(2);
    expect(program.output()).toContain('--port N');
  });
});
