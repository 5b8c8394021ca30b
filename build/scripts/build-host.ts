import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { build } from 'rolldown';
import { BUNDLES, optionsOf } from '../rolldown.config.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

/**
 * Bundles Electron's main and preload, the browser shell and the center into `dist` (or `outDir`). A part whose source is
 * not there is left out, and named. Answers the names of what was built.
 */
export async function buildHost(outDir = resolve(ROOT, 'dist')): Promise<readonly string[]> {
  const built: string[] = [];
  for (const folder of new Set(BUNDLES.map((bundle) => dirname(bundle.file)))) rmSync(resolve(outDir, folder), { recursive: true, force: true });
  for (const bundle of BUNDLES) {
    const options = optionsOf(bundle, ROOT, outDir);
    if (options === null) {
      console.log(`${bundle.name}: ${bundle.entry} is not there; left out`);
      continue;
    }
    await build(options);
    built.push(bundle.name);
  }
  return built;
}

if (import.meta.main) console.log(`built ${(await buildHost()).join(', ')}`);
