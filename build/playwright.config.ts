import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './scripts/chromium.ts';

const root = resolve(import.meta.dirname, '..');
const executablePath = chromiumPath();

/** True where Electron's program was downloaded; asking the package itself would start the download. */
function hasElectron(): boolean {
  const named = join(root, 'node_modules/electron/path.txt');
  if (!existsSync(named)) return false;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  return existsSync(join(folder, readFileSync(named, 'utf8').trim()));
}

const electron = hasElectron();
// Workers read this file too; the word is said once.
if (!electron && process.env['TEST_WORKER_INDEX'] === undefined) {
  console.log('electron: SKIPPED, its program is not on this machine (npx install-electron fetches it; ELECTRON_MIRROR names a mirror)');
}

export default defineConfig({
  testDir: join(root, 'tests/e2e'),
  outputDir: join(root, 'test-results'),
  // One center, one vault and one port: the tests of a run take turns.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: join(root, '.cache/test-results/e2e.json') }]],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArguments()] },
  },
  projects: [{ name: 'shell' }, ...(electron ? [{ name: 'electron' }] : [])],
});
