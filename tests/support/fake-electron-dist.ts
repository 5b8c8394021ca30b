import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What Electron's fuse wire follows in its binary. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const VERSION = 1;
const ENABLED = '1';
const DISABLED = '0';

/** Electron's own defaults, in the order of the wire. */
const DEFAULTS = [ENABLED, DISABLED, ENABLED, ENABLED, DISABLED, DISABLED, DISABLED, ENABLED, ENABLED].join('');

const LOCALES = ['am', 'de', 'en-GB', 'en-US', 'fr', 'zh-CN', 'zh-TW'];

/** Lays out a folder that looks to electron-builder like an unpacked Electron for Linux: a binary with fuses, and nothing that runs. */
export async function makeElectronDist(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  await mkdir(join(folder, 'resources'), { recursive: true });
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([VERSION, DEFAULTS.length]), Buffer.from(DEFAULTS)]);
  await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.from('not a program\n'), wire, Buffer.alloc(512)]));
  await chmod(join(folder, 'electron'), 0o755);
  await writeFile(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'icudtl.dat']) await writeFile(join(folder, name), name);
  for (const locale of LOCALES) await writeFile(join(folder, 'locales', `${locale}.pak`), locale);
}
