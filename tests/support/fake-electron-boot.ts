import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { FakeElectron, type FakeElectronOptions } from './fake-electron.ts';
import { temporaryFolder } from './host.ts';
import { makeRenderer } from './shell.ts';

/** A folder laid out as the packaged app is, with a stand-in for the renderer. */
async function makeApp(): Promise<string> {
  const renderer = await makeRenderer();
  const appPath = await temporaryFolder();
  await cp(dirname(renderer), join(appPath, 'dist'), { recursive: true });
  return appPath;
}

/** Ends the app as a person would, and waits for it. */
export async function quit(electron: FakeElectron): Promise<void> {
  electron.app.quit();
  await vi.waitFor(() => expect(electron.app.exited).toBe(0));
}

/** Starts main, from its source, in a fake Electron; does not wait for a window. */
export async function startMain(options: Partial<FakeElectronOptions> = {}): Promise<FakeElectron> {
  const electron = new FakeElectron({ appPath: await makeApp(), userData: await temporaryFolder(), ...options });
  vi.resetModules();
  vi.doMock('electron', () => electron.module);
  await import('../../main/app/main.ts');
  return electron;
}

/** Starts main and then the preload in its window; the app ends with the test. */
export async function bootElectron(options: Partial<FakeElectronOptions> = {}): Promise<FakeElectron> {
  const electron = await startMain(options);
  await vi.waitFor(() => expect(electron.window.shown).toBe(true));
  await import('../../main/preload/index.ts');
  onTestFinished(() => quit(electron));
  return electron;
}
