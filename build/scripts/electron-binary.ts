import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PACKAGE = resolve(import.meta.dirname, '../../node_modules/electron');

/** Electron's program on this machine, or null where it was not fetched. The package itself would start to fetch it when asked. */
export function electronBinary(): string | null {
  const named = join(PACKAGE, 'path.txt');
  if (!existsSync(named)) return null;
  const program = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(PACKAGE, 'dist'), readFileSync(named, 'utf8').trim());
  return existsSync(program) ? program : null;
}
