import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './scripts/chromium.ts';
import { electronBinary } from './scripts/electron-binary.ts';

const root = resolve(import.meta.dirname, '..');
const executablePath = chromiumPath();

export default defineConfig({
  testDir: join(root, 'tests/e2e'),
  outputDir: join(root, 'test-results'),
  // Each test has its own center, machines, ports and folders, and waits for most of its time: two run side by side.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: join(root, '.cache/test-results/e2e.json') }]],
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // Without a film of every screen, which costs more than the rest.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArguments()] },
  },
  projects: [{ name: 'shell' }, ...(electronBinary() === null ? [] : [{ name: 'electron' }])],
});
