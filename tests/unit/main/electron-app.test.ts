import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { channelNames, eventNames } from '#shared/bridge/contract.ts';
import { hashOf } from '#shared/schema/version.ts';
import { startFakeCenter } from '../../support/fake-center.ts';
import { bootElectron, quit, startMain } from '../../support/fake-electron-boot.ts';
import { temporaryFolder } from '../../support/host.ts';

describe('the contract through Electron', () => {
  it('has a handler for every channel and no other', async () => {
    const electron = await bootElectron();
    expect([...electron.ipcHandlers.keys()].toSorted()).toEqual(channelNames.map((name) => `bridge:${name}`).toSorted());
  });

  it('carries calls from the page to the service and back, bytes and all', async () => {
    const { bridge } = await bootElectron();
    expect(await bridge.invoke('app.info', null)).toMatchObject({ shell: 'electron', keyStore: 'keyring', developer: false });
    const bytes = new Uint8Array([0, 1, 2, 255]);
    const hash = hashOf(bytes);
    expect(await bridge.invoke('photo.put', { hash, bytes })).toEqual({ ok: true, value: { hash } });
    expect(await bridge.invoke('photo.read', { hash })).toEqual({ bytes, from: 'vault' });
  });

  it('tells the page that its input was wrong', async () => {
    const { bridge } = await bootElectron();
    await expect(bridge.invoke('photo.has', { hashes: ['x'] })).rejects.toThrow('photo.has: hashes');
  });

  it('carries every event to the page, until it listens no more', async () => {
    const center = await startFakeCenter();
    const { bridge } = await bootElectron();
    const heard: string[] = [];
    const stops = eventNames.map((event) => bridge.on(event, () => heard.push(event)));
    await bridge.invoke('link.enrol', { center: center.url, code: 'X', deviceName: '' });
    await vi.waitFor(() => expect(center.count('GET /v1/news')).toBe(1));
    await vi.waitFor(async () => expect(await bridge.invoke('link.connection', null)).toMatchObject({ state: 'online' }));
    center.say('data: {"type":"contact","site":"211122101001"}\n\n');
    await vi.waitFor(() => expect(new Set(heard)).toEqual(new Set(eventNames)));
    stops.forEach((stop) => stop());
    const before = heard.length;
    center.say('data: {"type":"contact","site":"211122101001"}\n\n');
    await bridge.invoke('app.info', null);
    expect(heard).toHaveLength(before);
  });

  it('keeps the device’s key sealed by the keyring', async () => {
    const center = await startFakeCenter();
    const userData = await temporaryFolder();
    const { bridge } = await bootElectron({ userData });
    await bridge.invoke('link.enrol', { center: center.url, code: 'X', deviceName: '' });
    const file = JSON.parse(await readFile(join(userData, 'host', 'credentials', 'device.json'), 'utf8')) as { sealed: string; data: string };
    expect(file.sealed).toBe('keyring');
    expect(Buffer.from(file.data, 'base64').toString()).not.toContain('secret');
  });

  it('says that keys lie in plain where Linux has no keyring', async () => {
    const { bridge } = await bootElectron({ backend: 'basic_text' });
    expect(await bridge.invoke('app.info', null)).toMatchObject({ keyStore: process.platform === 'linux' ? 'plain' : 'keyring' });
  });
});

describe('the app’s life', () => {
  it('shows its window once it has something to show', async () => {
    const electron = await bootElectron();
    expect(electron.window.options.show).toBe(false);
    expect(electron.window.shown).toBe(true);
    expect(electron.window.webContents.getURL()).toBe('app://station/');
  });

  it('is one: a second start ends, and brings the first forward', async () => {
    const second = await startMain({ second: true });
    expect(second.app.exited).toBe(0);
    expect(second.windows).toEqual([]);
    const first = await bootElectron();
    first.window.minimized = true;
    first.app.emit('second-instance');
    expect(first.window.minimized).toBe(false);
    expect(first.window.focused).toBe(1);
  });

  it('keeps its data where it is told to', async () => {
    const data = await temporaryFolder();
    const electron = await bootElectron({ switches: { data } });
    expect(electron.app.getPath('userData')).toBe(data);
  });

  it('loads a crashed page anew, and says so', async () => {
    const electron = await bootElectron();
    electron.window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
    await vi.waitFor(() => expect(electron.window.webContents.reloads).toBe(1));
    expect(electron.messages).toHaveLength(1);
    electron.window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    expect(electron.messages).toHaveLength(1);
  });

  it('lets the host end before the process does', async () => {
    const electron = await bootElectron();
    await quit(electron);
    expect(electron.app.exited).toBe(0);
  });

  it('says why it did not start', async () => {
    const userData = join(await temporaryFolder(), 'file');
    await writeFile(userData, '');
    const electron = await startMain({ userData });
    await vi.waitFor(() => expect(electron.app.exited).toBe(1));
    expect(electron.messages.join()).toContain('七有没有启动');
  });

  it('checks the photos and ends where it is asked to, without a window', async () => {
    const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const electron = await startMain({ switches: { 'verify-vault': '' } });
    await vi.waitFor(() => expect(electron.app.exited).toBe(0));
    const words = said.mock.calls.map(([line]) => String(line)).join('');
    said.mockRestore();
    expect(words).toContain('没有发现问题。Nothing is wrong.');
    expect(electron.windows).toEqual([]);
  });

  it('has a Chinese menu with what a keyboard needs, and tools for developers alone', async () => {
    const menu = JSON.stringify((await bootElectron()).menu);
    for (const label of ['复制', '粘贴', '放大', '缩小', '退出']) expect(menu).toContain(label);
    expect(menu).not.toContain('toggleDevTools');
    expect(JSON.stringify((await bootElectron({ switches: { dev: '' } })).menu)).toContain('toggleDevTools');
  });
});

describe('closing a window whose page is in the middle of something', () => {
  it('asks first, and closes only when the person says so', async () => {
    const electron = await bootElectron();
    const { webContents } = electron.window;
    expect(webContents.lets('will-prevent-unload', {})).toBe(true);
    electron.button = 1;
    expect(webContents.lets('will-prevent-unload', {})).toBe(false);
    expect(electron.messages).toEqual(['照片还没有添加完，现在关闭吗？', '照片还没有添加完，现在关闭吗？']);
  });
});
