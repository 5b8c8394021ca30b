import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** The browser to use: CHROMIUM_PATH, Playwright's own, the system's; null where there is none. */
export function chromiumPath(): string | null {
  const own = process.env['CHROMIUM_PATH'];
  const candidates = [...(own === undefined ? [] : [own]), chromium.executablePath(), ...SYSTEM];
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null;
}

/** What Chromium must be started with here: it refuses its own sandbox to root, and to nobody else. */
export function chromiumArguments(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
