import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { truncate } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hashOf } from '#shared/schema/version.ts';
import { temporaryFolder } from '../../support/host.ts';
import { callShell, startTestShell } from '../../support/shell.ts';

const MAIN = resolve(import.meta.dirname, '../../../main/shell/main.ts');
const RECORD = '0192f0c1-0000-7000-8000-0000000000e1';
const photo = new Uint8Array(500).fill(7);
const hash = hashOf(photo);

async function verify(data: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [MAIN, '--verify-vault', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr.on('data', (part: Buffer) => (output += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('--verify-vault', () => {
  it('says that all is whole, and names an altered photo with its record, without a browser', async () => {
    const data = await temporaryFolder();
    const shell = await startTestShell({ data });
    await callShell(shell, 'photo.put', { hash, bytes: photo });
    const entries = [{ hash, record: RECORD, part: 'picture' as const, name: '包饺子.jpg', day: '2026-05-20', here: true }];
    await callShell(shell, 'vault.refer', { replica: '211122101200', from: 0, entries, end: 'whole' });
    const running = await verify(data);
    expect(running.code).toBe(3);
    expect(running.output).toContain('七有正在运行');
    await shell.close();

    const whole = await verify(data);
    expect(whole.output).toContain('没有发现问题。Nothing is wrong.');
    expect(whole.code).toBe(0);

    await truncate(join(data, 'photos', hash.slice(0, 2), hash), 100);
    const altered = await verify(data);
    expect(altered.code).toBe(1);
    expect(altered.output).toContain(`损坏 altered: ${hash}`);
    expect(altered.output).toContain('连不上中心');
    expect(altered.output).toContain(`2026-05-20 包饺子.jpg（照片 picture） ${RECORD}`);
    expect((await verify(data)).output).toContain(`丢失 missing: ${hash}`);
  });
});
