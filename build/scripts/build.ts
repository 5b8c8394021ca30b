import { resolve } from 'node:path';
import { build } from 'vite';
import { buildHost } from './build-host.ts';

/** Builds the renderer into `dist/renderer`. */
export async function buildRenderer(): Promise<void> {
  await build({ configFile: resolve(import.meta.dirname, '../vite.config.ts'), configLoader: 'native', logLevel: 'warn' });
}

/** Builds all that the product runs: the host's programs and the renderer. */
export async function buildAll(): Promise<void> {
  await buildHost();
  await buildRenderer();
}

if (import.meta.main) await buildAll();
