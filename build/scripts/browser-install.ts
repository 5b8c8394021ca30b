import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromiumPath } from './chromium.ts';

const PLAYWRIGHT = join(resolve(import.meta.dirname, '../..'), 'node_modules/playwright/cli.js');

const HELP = `no Chromium was found and none could be installed. One of these helps:
  - set CHROMIUM_PATH to the program of a Chromium or Chrome
  - Debian, Ubuntu:  apt-get install chromium fonts-noto-cjk   (as root)
  - any system:      npx playwright install chromium           (PLAYWRIGHT_DOWNLOAD_HOST names a mirror)`;

function runs(command: string, ...parameters: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, parameters, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

function installPackages(...names: string[]): boolean {
  return runs('apt-get', 'update') && runs('apt-get', 'install', '-y', ...names);
}

/** True where the machine has a font with Chinese characters, or gives no way to ask. */
function hasChineseFont(): boolean {
  const asked = spawnSync('fc-list', [':lang=zh-cn', 'file'], { encoding: 'utf8' });
  return asked.status !== 0 || asked.stdout.trim() !== '';
}

/**
 * Finds a Chromium, or installs one: as root on Debian from its packages, elsewhere by Playwright's download.
 * Says what it does by `say`.
 * @throws Error that tells what to do, where there is none in the end
 */
export function ensureChromium(say: (line: string) => void): string {
  const own = process.env['CHROMIUM_PATH'];
  if (own !== undefined && !existsSync(own)) say(`CHROMIUM_PATH names ${own}, which is not there; looking elsewhere`);
  const found = chromiumPath();
  if (found !== null) return found;
  if (canInstall()) {
    say('no Chromium here: installing chromium and fonts-noto-cjk');
    installPackages('chromium', 'fonts-noto-cjk');
  }
  if (chromiumPath() === null) {
    say('no Chromium here: downloading one');
    runs(process.execPath, PLAYWRIGHT, 'install', 'chromium');
  }
  const installed = chromiumPath();
  if (installed === null) throw new Error(HELP);
  return installed;
}

/** Sees that Chinese text can be drawn: installs a font where it may, else warns, because pictures would show boxes. */
export function ensureChineseFont(say: (line: string) => void): void {
  if (hasChineseFont()) return;
  if (canInstall()) {
    say('no Chinese font here: installing fonts-noto-cjk');
    installPackages('fonts-noto-cjk');
  }
  if (!hasChineseFont()) say('warning: no Chinese font on this machine; screens are tested, but pictures of them show boxes');
}
