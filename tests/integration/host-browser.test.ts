import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright';
import { build } from 'rolldown';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ConnectedBridge } from '../../renderer/bridge/connect-bridge.ts';
import { chromiumPath } from '../../build/scripts/chromium.ts';
import { startShell, type Shell } from '../../main/shell/start-shell.ts';
import { startFakeCenter } from '../support/fake-center.ts';
import { temporaryFolder } from '../support/host.ts';
import { startTestShell } from '../support/shell.ts';

declare global {
  interface Window {
    readonly bridge: ConnectedBridge;
    readonly heard: unknown[];
  }
}

const BRIDGE = resolve(import.meta.dirname, '../../renderer/bridge/connect-bridge.ts');
const ENTRY = `import { connectBridge } from ${JSON.stringify(BRIDGE)};
window.heard = [];
window.bridge = connectBridge();
window.bridge.on('link.news', (news) => window.heard.push(news));
window.bridge.onLost((lost) => window.heard.push(lost?.reason ?? 'found'));`;

let script = '';

beforeAll(async () => {
  const { output } = await build({
    input: 'entry',
    write: false,
    plugins: [{ name: 'entry', resolveId: (id) => (id === 'entry' ? id : null), load: (id) => (id === 'entry' ? ENTRY : null) }],
    cwd: resolve(import.meta.dirname, '../..'),
    tsconfig: false,
  });
  script = output[0].code;
});

/** A page that has the bridge and nothing else, as a folder that a shell can serve. */
async function rendererWithBridge(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>七有</title><script type="module" src="/assets/page.js"></script>');
  await writeFile(join(folder, 'assets', 'page.js'), script);
  return folder;
}

async function openPage(url: string): Promise<{ page: Page; complaints: string[] }> {
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ ...(executablePath === null ? {} : { executablePath }), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  await page.waitForFunction(() => 'bridge' in window);
  return { page, complaints };
}

const hostOf = async (): Promise<Shell> => startTestShell({ renderer: await rendererWithBridge() });

describe('the browser shell in a real Chromium', () => {
  it('is called under its own policy, with bytes both ways, and the secret leaves the address', async () => {
    const shell = await hostOf();
    const { page, complaints } = await openPage(shell.url);
    expect(page.url()).toBe(`http://127.0.0.1:${shell.port}/`);
    const answer = await page.evaluate(async () => {
      const bytes = new TextEncoder().encode('photo');
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const put = await window.bridge.invoke('photo.put', { hash, bytes });
      const read = await window.bridge.invoke('photo.read', { hash });
      return { put: put.ok, text: new TextDecoder().decode(read.bytes ?? new Uint8Array()), from: read.from };
    });
    expect(answer).toEqual({ put: true, text: 'photo', from: 'vault' });
    await page.reload();
    await page.waitForFunction(() => 'bridge' in window);
    expect(await page.evaluate(() => window.bridge.invoke('link.connection', null))).toMatchObject({ state: 'notEnrolled' });
    expect(complaints.filter((text) => !text.includes('favicon') && !text.includes('404'))).toEqual([]);
  });

  it('has the center’s news within a second', async () => {
    const center = await startFakeCenter();
    const { page } = await openPage((await hostOf()).url);
    await page.evaluate((url) => window.bridge.invoke('link.enrol', { center: url, code: 'X', deviceName: '' }), center.url);
    await vi.waitFor(() => expect(center.count('GET /v1/news')).toBe(1));
    await page.waitForFunction(async () => (await window.bridge.invoke('link.connection', null)).state === 'online');
    center.say('data: {"type":"contact","site":"211122101001"}\n\n');
    await page.waitForFunction(() => window.heard.length === 1, undefined, { timeout: 1_000 });
    expect(await page.evaluate(() => window.heard)).toEqual([{ type: 'contact', site: '211122101001' }]);
  });

  it('knows that its host was started anew', async () => {
    const [data, renderer] = [await temporaryFolder(), await rendererWithBridge()];
    const first = await startShell({ data, renderer, port: 0 });
    const { page } = await openPage(first.url);
    await first.close();
    const second = await startTestShell({ data, renderer, port: first.port });
    await page.waitForFunction(() => window.heard.includes('token'));
    await page.goto(second.url);
    await page.waitForFunction(() => 'bridge' in window && window.bridge.invoke('app.info', null).then((info) => info.shell === 'browser', () => false));
    expect(page.url()).toBe(`http://127.0.0.1:${second.port}/`);
  });

  it('loads itself anew when a developer built the screens again', async () => {
    const renderer = await rendererWithBridge();
    const shell = await startTestShell({ renderer, developer: true });
    const { page } = await openPage(shell.url);
    await page.evaluate(() => {
      document.title = 'before';
    });
    await vi.waitFor(async () => {
      await writeFile(join(renderer, 'index.html'), '<!doctype html><title>after</title><script type="module" src="/assets/page.js"></script>');
      expect(await page.title()).toBe('after');
    }, { timeout: 15_000, interval: 1_000 });
  });

  it('cannot be called by a page of another origin that knows its address', async () => {
    const shell = await hostOf();
    const { page } = await openPage((await hostOf()).url);
    const outcome = await page.evaluate(
      async ([port, token]) => fetch(`http://127.0.0.1:${port}/bridge/app.info`, { method: 'POST', headers: { authorization: `Bearer ${token}` } }).then(() => 'answered', () => 'refused'),
      [shell.port, shell.token] as const,
    );
    expect(outcome).toBe('refused');
  });
});
