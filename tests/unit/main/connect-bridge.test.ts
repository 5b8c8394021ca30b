import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Bridge } from '#shared/bridge/contract.ts';
import { hashOf } from '#shared/schema/version.ts';
import { BridgeLost } from '../../../renderer/bridge/bridge-lost.ts';
import { connectBridge, type BridgePage, type ConnectedBridge } from '../../../renderer/bridge/connect-bridge.ts';
import type { Shell } from '../../../main/shell/start-shell.ts';
import { startShell } from '../../../main/shell/start-shell.ts';
import { startFakeCenter } from '../../support/fake-center.ts';
import { temporaryFolder } from '../../support/host.ts';
import { startTestShell } from '../../support/shell.ts';

interface FakePage extends BridgePage {
  readonly shown: string[];
  readonly kept: Map<string, string>;
  readonly reloads: () => number;
}

/** The parts of a window that the bridge uses. */
function pageAt(address: string, kept = new Map<string, string>(), qiyou?: Bridge): FakePage {
  const url = new URL(address);
  const shown: string[] = [];
  let reloads = 0;
  return {
    shown,
    kept,
    reloads: () => reloads,
    addEventListener: () => undefined,
    location: { hash: url.hash, origin: url.origin, pathname: url.pathname, reload: () => (reloads += 1) } as unknown as Location,
    history: { replaceState: (_state: unknown, _title: string, to: string) => shown.push(to) } as unknown as History,
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    } as unknown as Storage,
    ...(qiyou === undefined ? {} : { qiyou }),
  };
}

function connect(page: BridgePage): ConnectedBridge {
  const bridge = connectBridge(page);
  onTestFinished(() => bridge.close());
  return bridge;
}

describe('the bridge in the browser shell', () => {
  it('calls the host and gets bytes back', async () => {
    const bridge = connect(pageAt((await startTestShell()).url));
    expect(await bridge.invoke('app.info', null)).toMatchObject({ shell: 'browser' });
    const bytes = new Uint8Array([1, 2, 3]);
    await bridge.invoke('photo.put', { hash: hashOf(bytes), bytes });
    expect(await bridge.invoke('photo.read', { hash: hashOf(bytes) })).toEqual({ bytes, from: 'vault' });
  });

  it('takes the secret out of the address, and still has it after a reload', async () => {
    const shell = await startTestShell();
    const page = pageAt(shell.url);
    connect(page);
    expect(page.shown).toEqual(['/']);
    const reloaded = connect(pageAt(`http://127.0.0.1:${shell.port}/#/activities`, page.kept));
    expect(await reloaded.invoke('link.enrolment', null)).toBeNull();
  });

  it('hears the host’s events, until it listens no more', async () => {
    const center = await startFakeCenter();
    const bridge = connect(pageAt((await startTestShell()).url));
    const states: string[] = [];
    const names: (string | undefined)[] = [];
    bridge.on('link.connection', (connection) => states.push(connection.state));
    const stop = bridge.on('link.enrolment', (enrolment) => names.push(enrolment?.siteName));
    await vi.waitFor(() => expect(names).toEqual([undefined]));
    stop();
    expect(await bridge.invoke('link.enrol', { center: center.url, code: 'X', deviceName: '' })).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(states.at(-1)).toBe('online'));
    expect(names).toEqual([undefined]);
    const news: unknown[] = [];
    bridge.on('link.news', (item) => news.push(item));
    center.say('data: {"type":"moved","county":"211122","position":1}\n\n');
    await vi.waitFor(() => expect(news).toEqual([{ type: 'moved', county: '211122', position: 1 }]));
  });

  it('says that the window’s address is no longer good once the host was started anew', async () => {
    const data = await temporaryFolder();
    const first = await startShell({ data, port: 0 });
    const bridge = connect(pageAt(first.url));
    await bridge.invoke('app.info', null);
    await first.close();
    const second = await restartOn(data, first.port);
    await expect(bridge.invoke('app.info', null)).rejects.toMatchObject({ name: 'BridgeLost', reason: 'token' });
    const lost = await new Promise<BridgeLost | null>((told) => bridge.onLost(told));
    expect(lost).toBeInstanceOf(BridgeLost);
    expect(await connect(pageAt(second.url)).invoke('app.info', null)).toMatchObject({ shell: 'browser' });
  });

  it('says that the host is gone where nobody answers', async () => {
    const shell = await startShell({ data: await temporaryFolder(), port: 0 });
    const bridge = connect(pageAt(shell.url));
    await bridge.invoke('app.info', null);
    await shell.close();
    await expect(bridge.invoke('app.info', null)).rejects.toMatchObject({ name: 'BridgeLost', reason: 'unreachable' });
  });

  it('knows that it was opened without a secret', async () => {
    const shell = await startTestShell();
    const bridge = connect(pageAt(`http://127.0.0.1:${shell.port}/`));
    await expect(bridge.invoke('app.info', null)).rejects.toMatchObject({ name: 'BridgeLost', reason: 'token' });
  });

  it('passes on that a call was wrong', async () => {
    const bridge = connect(pageAt((await startTestShell()).url));
    await expect(bridge.invoke('photo.has', { hashes: ['x'] })).rejects.toThrow('badInput');
  });
});

describe('the bridge in Electron', () => {
  it('is the preload’s object, with what comes out of it checked', async () => {
    const calls: unknown[] = [];
    let tell = (_payload: never): void => undefined;
    const preload = {
      invoke: (channel: string, input: unknown) => {
        calls.push([channel, input]);
        return Promise.resolve(channel === 'link.retry' ? null : { not: 'in the contract' });
      },
      on: (event: string, listener: (payload: never) => void) => {
        if (event === 'link.news') tell = listener;
        return () => undefined;
      },
    } as Bridge;
    const bridge = connect(pageAt('app://station/', new Map(), preload));
    expect(await bridge.invoke('link.retry', null)).toBeNull();
    await expect(bridge.invoke('app.info', null)).rejects.toThrow();
    expect(calls).toEqual([['link.retry', null], ['app.info', null]]);
    const news: unknown[] = [];
    bridge.on('link.news', (item) => news.push(item));
    tell({ type: 'unheardOf' } as never);
    tell({ type: 'contact', site: '211122101001' } as never);
    expect(news).toEqual([{ type: 'contact', site: '211122101001' }]);
  });
});

async function restartOn(data: string, port: number): Promise<Shell> {
  return startTestShell({ data, port });
}
