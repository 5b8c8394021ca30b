import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { channelNames, type Handlers } from '#shared/bridge/contract.ts';
import { dispatcher } from '../../../main/services/dispatch.ts';
import { VERSION } from '../../../main/app/version.ts';
import { MemoryLog, openTestHost } from '../../support/host.ts';

/** Handlers that all answer the same. */
function answering(answer: () => Promise<unknown>): Handlers {
  return Object.fromEntries(channelNames.map((name) => [name, answer])) as unknown as Handlers;
}

describe('dispatch', () => {
  it('refuses a channel that is not in the contract', async () => {
    const dispatch = dispatcher(answering(() => Promise.resolve(null)), new MemoryLog());
    await expect(dispatch('vault.path', null)).rejects.toMatchObject({ code: 'unknownChannel' });
    await expect(dispatch('constructor', null)).rejects.toMatchObject({ code: 'unknownChannel' });
  });

  it('refuses an input outside of the contract before it reaches a handler, and says which field', async () => {
    let reached = false;
    const handlers = answering(() => {
      reached = true;
      return Promise.resolve(null);
    });
    const dispatch = dispatcher(handlers, new MemoryLog());
    await expect(dispatch('photo.put', { hash: '../../etc', bytes: new Uint8Array() })).rejects.toMatchObject({
      code: 'badInput',
      message: expect.stringContaining('photo.put: hash') as unknown,
    });
    await expect(dispatch('photo.put', { hash: 'a'.repeat(64), bytes: [1, 2] })).rejects.toMatchObject({ code: 'badInput' });
    expect(reached).toBe(false);
  });

  it('lets no answer out that is not in the contract', async () => {
    const log = new MemoryLog();
    const dispatch = dispatcher(answering(() => Promise.resolve({ shell: 'browser', key: 'secret' })), log);
    await expect(dispatch('app.info', null)).rejects.toMatchObject({ code: 'badOutput' });
    expect(log.lines.join()).not.toContain('secret');
  });

  it('tells the window that a call failed, and the log why', async () => {
    const log = new MemoryLog();
    const dispatch = dispatcher(answering(() => Promise.reject(new Error('ENOENT /home/somebody'))), log);
    await expect(dispatch('app.info', null)).rejects.toMatchObject({ code: 'failed', message: expect.not.stringContaining('somebody') as unknown });
    expect(log.lines.join()).toContain('/home/somebody');
  });
});

describe('the host', () => {
  it('says what it is', async () => {
    const manifest = JSON.parse(await readFile(resolve(import.meta.dirname, '../../../package.json'), 'utf8')) as { version: string };
    const host = await openTestHost({ version: VERSION });
    expect(await host.dispatch('app.info', null)).toEqual({ shell: 'browser', version: manifest.version, platform: process.platform, keyStore: 'plain', developer: false });
  });

  it('writes the renderer’s faults into its log', async () => {
    const host = await openTestHost();
    expect(await host.dispatch('app.report', { message: 'it broke', stack: 'here' })).toBeNull();
    expect(host.log.lines).toContain('error renderer: it broke\nhere');
  });
});
