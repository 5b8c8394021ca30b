import { spawn } from 'node:child_process';

/**
 * The arguments that open the app in a window of its own. The profile is the app's alone: the replica lives in it, and
 * nobody clears it along with the browser's history. `asRoot`: Chromium's sandbox does not run as root.
 */
export function browserArguments(url: string, profile: string, asRoot: boolean): readonly string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-extensions',
    '--disable-background-networking',
    '--lang=zh-CN',
    ...(asRoot ? ['--no-sandbox'] : []),
  ];
}

/** Opens the app's window; resolves when that process ended, which is at once where a browser with this profile runs already. */
export function openBrowser(browser: string, url: string, profile: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(browser, browserArguments(url, profile, process.getuid?.() === 0), { stdio: 'ignore', detached: true });
    child.once('error', fail);
    child.once('exit', () => done());
    child.unref();
  });
}
