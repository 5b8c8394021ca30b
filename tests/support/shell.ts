import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Channel, Input } from '#shared/bridge/contract.ts';
import { pack, unpack } from '#shared/bridge/framing.ts';
import { startShell, type Shell, type ShellOptions } from '../../main/shell/start-shell.ts';
import { temporaryFolder } from './host.ts';

/** A stand-in for the built renderer. */
export async function makeRenderer(): Promise<string> {
  const folder = join(await temporaryFolder(), 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>七有</title>');
  await writeFile(join(folder, 'assets', 'app-abc123.js'), 'export {};');
  await writeFile(join(folder, 'assets', 'heic-abc123.wasm'), 'wasm');
  await writeFile(join(folder, '..', 'secret.txt'), 'secret');
  return folder;
}

/** A shell on any free port, closed when the test ends. */
export async function startTestShell(options: Partial<ShellOptions> = {}): Promise<Shell> {
  const data = options.data ?? (await temporaryFolder());
  const shell = await startShell({ port: 0, renderer: await makeRenderer(), ...options, data });
  onTestFinished(() => shell.close());
  return shell;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** A request with every header as the test wants it, `Host` too; `fetch` would not let it. */
export function rawRequest(port: number, { method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((done, fail) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body: new Uint8Array(Buffer.concat(parts)) }));
      response.on('error', fail);
    });
    request.on('error', fail);
    request.end(body);
  });
}

/** A value as the shell takes it. */
export function frame(value: unknown): Uint8Array {
  return pack(value, (text) => new TextEncoder().encode(text));
}

/** A value as the shell gives it. */
export function unframe(bytes: Uint8Array): unknown {
  return unpack(bytes, (text) => new TextDecoder().decode(text));
}

/** Calls a channel as the window does. */
export async function callShell<C extends Channel>(shell: Shell, channel: C, input: Input<C>): Promise<RawAnswer> {
  return rawRequest(shell.port, { method: 'POST', path: `/bridge/${channel}`, headers: { authorization: `Bearer ${shell.token}` }, body: frame(input) });
}
