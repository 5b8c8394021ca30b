import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../main/services/security-headers.ts';
import { bootElectron } from '../../support/fake-electron-boot.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const EVIL = ['https://evil.example/', 'http://127.0.0.1:47615/', 'file:///etc/passwd', 'app://station.evil/', 'app://evil/', 'javascript:alert(1)', 'not an address'];

/** Electron's security checklist, by its numbers; what does not apply is in docs/electron-security.md with its reason. */
describe('Electron’s security checklist', () => {
  it('1. Only load secure content: pages reach no network at all', async () => {
    const electron = await bootElectron();
    expect(electron.window.webContents.getURL()).toBe('app://station/');
    for (const url of ['app://station/assets/a.js', 'blob:app://station/1', 'data:image/png;base64,AA']) expect(electron.session.allows(url)).toBe(true);
    for (const url of ['https://center.example/', 'http://center.example/', 'ws://center.example/', 'file:///etc/passwd', 'devtools://devtools/', 'x']) {
      expect(electron.session.allows(url)).toBe(false);
    }
  });

  it('2. Do not enable Node.js integration for remote content: there is none in any page', async () => {
    const { webPreferences } = (await bootElectron()).window.options;
    expect(webPreferences).toMatchObject({ nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false });
  });

  it('3. Enable context isolation in all renderers', async () => {
    expect((await bootElectron()).window.options.webPreferences).toMatchObject({ contextIsolation: true });
  });

  it('4. Enable process sandboxing', async () => {
    expect((await bootElectron()).window.options.webPreferences).toMatchObject({ sandbox: true });
  });

  it('5. Handle session permission requests from remote content: all denied but to keep the replica', async () => {
    const { session } = await bootElectron();
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read', 'fileSystem', 'usb', 'unknown']) {
      expect(session.grants(permission, 'app://station/')).toBe(false);
      expect(session.onPermissionCheck(null, permission, 'app://station')).toBe(false);
    }
    expect(session.grants('persistent-storage', 'app://station/')).toBe(true);
    expect(session.grants('persistent-storage', 'app://station.evil/')).toBe(false);
    expect(session.onDevice()).toBe(false);
  });

  it('6. Do not disable webSecurity', async () => {
    expect((await bootElectron()).window.options.webPreferences).toMatchObject({ webSecurity: true });
  });

  it('7. Define a Content Security Policy: in the header of every answer', async () => {
    const serve = (await bootElectron()).protocols.get('app');
    for (const path of ['', 'assets/app-abc123.js', 'nothing']) {
      const response = await serve?.(new Request(`app://station/${path}`));
      expect(response?.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
  });

  it('8. Do not enable allowRunningInsecureContent', async () => {
    expect((await bootElectron()).window.options.webPreferences).toMatchObject({ allowRunningInsecureContent: false });
  });

  it('9. Do not enable experimental features', async () => {
    expect((await bootElectron()).window.options.webPreferences).toMatchObject({ experimentalFeatures: false });
  });

  it('10. Do not use enableBlinkFeatures', async () => {
    const { webPreferences } = (await bootElectron()).window.options;
    expect(Object.keys(webPreferences)).not.toContain('enableBlinkFeatures');
  });

  it('12. Verify WebView options and params before creation: no webview is let be', async () => {
    const { window } = await bootElectron();
    expect(window.options.webPreferences).toMatchObject({ webviewTag: false });
    expect(window.webContents.lets('will-attach-webview', {})).toBe(false);
  });

  it('13. Disable or limit navigation: the page stays where it is', async () => {
    const { webContents } = (await bootElectron()).window;
    for (const url of EVIL) {
      expect(webContents.lets('will-navigate', { url })).toBe(false);
      expect(webContents.lets('will-frame-navigate', { url })).toBe(false);
    }
    expect(webContents.lets('will-redirect', { url: 'app://station/' })).toBe(false);
    expect(webContents.lets('will-navigate', { url: 'app://station/#/activities' })).toBe(true);
  });

  it('14. Disable or limit creation of new windows: none', async () => {
    const { webContents } = (await bootElectron()).window;
    for (const url of [...EVIL, 'app://station/']) expect(webContents.onOpen({ url })).toEqual({ action: 'deny' });
  });

  it('15. Do not use shell.openExternal with untrusted content: it is not used at all', async () => {
    const files = await readdir(join(ROOT, 'main'), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      expect(await readFile(join(ROOT, 'main', file), 'utf8')).not.toContain('openExternal');
    }
  });

  it('16. Use a current version of Electron: pinned exactly', async () => {
    const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    expect(manifest.devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number.parseInt(manifest.devDependencies['electron'] ?? '', 10)).toBeGreaterThanOrEqual(45);
  });

  it('17. Validate the sender of all IPC messages: the station’s own main frame alone', async () => {
    const electron = await bootElectron();
    const channels = [...electron.ipcHandlers.keys()];
    const station = { url: 'app://station/', parent: null };
    const strangers = [null, { url: 'app://station/', parent: station }, ...EVIL.map((url) => ({ url, parent: null }))];
    for (const frame of strangers) for (const channel of channels) await expect(electron.call(channel, null, frame)).rejects.toThrow('refused');
    expect(await electron.call('bridge:link.enrolment', null, { url: 'app://station/#/sync', parent: null })).toBeNull();
  });

  it('18. Avoid usage of the file:// protocol: a standard, secure scheme of our own, which serves one folder', async () => {
    const electron = await bootElectron();
    expect(electron.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);
    const serve = electron.protocols.get('app');
    const statusOf = async (url: string): Promise<number | undefined> => (await serve?.(new Request(url)))?.status;
    expect(await statusOf('app://station/')).toBe(200);
    for (const url of ['app://station.evil/', 'app://evil/', 'app://station/%2e%2e/secret.txt', 'app://station/..%2fsecret.txt', 'app://station/..%5csecret.txt']) {
      expect([400, 404]).toContain(await statusOf(url));
    }
  });

  it('19. Check which fuses you can change: the list that the package test reads back', async () => {
    const config = await readFile(join(ROOT, 'electron-builder.yml'), 'utf8');
    const off = ['runAsNode', 'enableNodeOptionsEnvironmentVariable', 'enableNodeCliInspectArguments', 'grantFileProtocolExtraPrivileges'];
    for (const fuse of off) expect(config).toContain(`${fuse}: false`);
    for (const fuse of ['enableCookieEncryption', 'onlyLoadAppFromAsar', 'enableEmbeddedAsarIntegrityValidation']) expect(config).toContain(`${fuse}: true`);
  });

  it('20. Do not expose Electron APIs to untrusted web content: the contract’s two functions and nothing else', async () => {
    const { world, bridge, window } = await bootElectron();
    expect(Object.keys(world)).toEqual(['qiyou']);
    expect(Object.keys(bridge).toSorted()).toEqual(['invoke', 'on']);
    await expect(bridge.invoke('app.quit' as never, null as never)).rejects.toThrow('no such channel');
    expect(() => bridge.on('console-message' as never, () => undefined)).toThrow('no such event');
    const heard: unknown[][] = [];
    bridge.on('link.enrolment', (...values) => heard.push(values));
    window.webContents.send('event:link.enrolment', null);
    expect(heard).toEqual([[null]]);
  });
});
