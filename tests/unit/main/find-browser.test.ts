import { describe, expect, it } from 'vitest';
import { findBrowser, hasDisplay } from '../../../main/shell/find-browser.ts';
import { browserArguments } from '../../../main/shell/open-browser.ts';

const only = (...there: readonly string[]) => (path: string): boolean => there.includes(path);

describe('the machine’s browser', () => {
  it('is the one that was named, where it is there', () => {
    expect(findBrowser({ CHROMIUM_PATH: '/opt/c' }, 'linux', only('/opt/c'))).toBe('/opt/c');
    expect(findBrowser({ CHROMIUM_PATH: '/opt/c', PATH: '/usr/bin' }, 'linux', only('/usr/bin/chromium'))).toBe('/usr/bin/chromium');
  });

  it('is looked for on the path, in the usual places of Windows and of macOS', () => {
    expect(findBrowser({ PATH: '/bin:/usr/bin' }, 'linux', only('/usr/bin/google-chrome', '/bin/microsoft-edge'))).toBe('/usr/bin/google-chrome');
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(findBrowser({ 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, 'win32', only(edge))).toBe(edge);
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser({}, 'darwin', only(chrome))).toBe(chrome);
    expect(findBrowser({ PATH: '/bin' }, 'linux', () => false)).toBeNull();
  });

  it('needs a display on Linux', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'win32')).toBe(true);
  });

  it('opens the app in a window and a profile of its own, without a sandbox only as root', () => {
    const args = browserArguments('http://127.0.0.1:1/#token=x', '/data/browser-profile', false);
    expect(args).toContain('--app=http://127.0.0.1:1/#token=x');
    expect(args).toContain('--user-data-dir=/data/browser-profile');
    expect(args).not.toContain('--no-sandbox');
    expect(browserArguments('', '', true)).toContain('--no-sandbox');
  });
});
