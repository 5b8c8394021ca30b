import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, chromiumPath } from './scripts/chromium.ts';
import { photoCommands } from './scripts/shared-photos.ts';

const root = resolve(import.meta.dirname, '..');
const executablePath = chromiumPath();

/** Libraries that the browser tests' pages load. */
const PREBUNDLED = [
  '@noble/hashes/sha2.js',
  '@noble/hashes/utils.js',
  'dexie',
  'exifr',
  'fast-check',
  'libheif-js/libheif-wasm/libheif.js',
  'pinyin-pro',
  'rxdb',
  'rxdb/plugins/migration-schema',
  'rxdb/plugins/storage-dexie',
  'rxjs',
  'uuid',
  'zod',
  'antd',
  'antd/locale/en_US',
  'antd/locale/zh_CN',
  'dayjs',
  'dayjs/locale/zh-cn.js',
  'i18next',
  'react',
  'react-dom',
  'react-dom/client',
  'react-i18next',
  'react-router',
  'zustand',
  '@ant-design/icons',
] as const;

/** A project of tests that run in Node. The time is for what hangs: two files run at once, maybe on a slow machine. */
const inNode = (name: string, include: string, timeout = 60_000) => ({
  root,
  test: { name, include: [include], environment: 'node' as const, testTimeout: timeout, hookTimeout: timeout },
});

export default defineConfig({
  root,
  cacheDir: '.cache/vitest',
  test: {
    // Vitest would keep a core to itself, and so on two run one file after the other. Each file has folders, ports and databases of its own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      inNode('unit', 'tests/unit/**/*.test.ts'),
      inNode('contract', 'tests/contract/**/*.test.ts'),
      inNode('integration', 'tests/integration/**/*.test.ts'),
      inNode('simulation', 'tests/simulation/**/*.test.ts'),
      inNode('package', 'tests/package/**/*.test.ts', 180_000),
      // Kills, full disks, damaged files, a slow line.
      inNode('faults', 'tests/faults/**/*.test.ts', 120_000),
      {
        root,
        // Named here, or the first test to meet them reloads the page under all that run.
        optimizeDeps: { include: [...PREBUNDLED] },
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/browser/**/*.test.tsx'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath === null ? {} : { executablePath }), args: [...chromiumArguments()] },
            }),
            commands: photoCommands,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
