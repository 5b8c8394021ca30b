import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './scripts/chromium.ts';
import { electronBinary } from './scripts/electron-binary.ts';

const root = resolve(import.meta.dirname, '..');
const executablePath = chromiumPath();

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
  projects: [{ name: 'shell' }, ...(electronBinary() === null ? [] : [{ name: 'electron' }])],
});
