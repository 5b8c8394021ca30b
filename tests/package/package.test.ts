import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { hashOf } from '#shared/schema/version.ts';
import { buildHost } from '../../build/scripts/build-host.ts';
import { FakeElectron } from '../support/fake-electron.ts';
import { quit } from '../support/fake-electron-boot.ts';
import { makeElectronDist } from '../support/fake-electron-dist.ts';

const ROOT = resolve(import.meta.dirname, '../..');

let folder = '';
/** The project as electron-builder sees it: the real config and manifest, and a build of its own. */
const project = (): string => join(folder, 'project');
const unpacked = (...path: readonly string[]): string => join(project(), 'out', 'linux-unpacked', ...path);

/** The renderer: the real build where there is one, else a stand-in, said aloud. */
async function layRenderer(to: string): Promise<void> {
  const real = join(ROOT, 'dist', 'renderer');
  if (existsSync(join(real, 'index.html'))) return cp(real, to, { recursive: true });
  console.warn('package test: dist/renderer is not built; a stand-in takes its place');
  await mkdir(join(to, 'assets'), { recursive: true });
  await writeFile(join(to, 'index.html'), '<!doctype html><title>七有</title>');
  await writeFile(join(to, 'assets', 'libheif-abc123.js'), 'export {};');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qiyou-package-'));
  await mkdir(project());
  for (const name of ['package.json', 'electron-builder.yml', 'build/packaging']) await cp(join(ROOT, name), join(project(), name), { recursive: true });
  await buildHost(join(project(), 'dist'));
  await layRenderer(join(project(), 'dist', 'renderer'));
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { devDependencies: { electron: string } };
  const electronVersion = manifest.devDependencies.electron;
  await makeElectronDist(join(folder, 'electron'), electronVersion);
  await build({
    projectDir: project(),
    targets: Platform.LINUX.createTarget('dir', Arch.x64),
    config: { extends: 'electron-builder.yml', electronDist: join(folder, 'electron'), electronVersion },
  });
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Files below a folder, as the asar names them. */
async function filesOf(below: string): Promise<string[]> {
  const entries = await readdir(join(project(), below), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(project().length).replaceAll(sep, '/'));
}

/** Files in the app's archive, without its folders. */
function archived(): string[] {
  const all = listPackage(unpacked('resources', 'app.asar'), { isPack: false }).map((name) => name.replaceAll(sep, '/'));
  return all.filter((name) => !all.some((other) => other.startsWith(`${name}/`))).toSorted();
}

describe('the desktop package', () => {
  it('holds main, preload, renderer and the manifest, and not one file more', async () => {
    const expected = ['/dist/main/index.cjs', '/dist/preload/index.cjs', '/package.json', ...(await filesOf('dist/renderer'))];
    expect(archived()).toEqual(expected.toSorted());
    expect(archived()).toContain('/dist/renderer/index.html');
    expect(archived().filter((name) => name.includes('node_modules'))).toEqual([]);
  });

  it('has nothing but the archive, the decoder that anyone may replace, and the notices beside Electron', async () => {
    expect((await readdir(unpacked('resources'))).filter((name) => !name.startsWith('app.asar'))).toEqual([]);
    const beside = await readdir(unpacked('resources', 'app.asar.unpacked', 'dist', 'renderer', 'assets'));
    expect(beside.length).toBeGreaterThan(0);
    expect(beside.filter((name) => !name.includes('libheif'))).toEqual([]);
    expect(await readFile(unpacked('notices', 'libheif.txt'), 'utf8')).toContain('LGPL-3.0');
  });

  it('has its fuses as the config says', async () => {
    const wire = await getCurrentFuseWire(unpacked('qiyou'));
    const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments, FuseV1Options.GrantFileProtocolExtraPrivileges];
    const on = [FuseV1Options.EnableCookieEncryption, FuseV1Options.OnlyLoadAppFromAsar, FuseV1Options.EnableEmbeddedAsarIntegrityValidation];
    for (const fuse of off) expect([FuseV1Options[fuse], wire[fuse]]).toEqual([FuseV1Options[fuse], FuseState.DISABLE]);
    for (const fuse of on) expect([FuseV1Options[fuse], wire[fuse]]).toEqual([FuseV1Options[fuse], FuseState.ENABLE]);
    expect((await stat(unpacked('qiyou'))).mode & 0o111).not.toBe(0);
  });

  it('keeps the two languages that the screens speak', async () => {
    expect((await readdir(unpacked('locales'))).toSorted()).toEqual(['en-US.pak', 'zh-CN.pak']);
  });

  it('starts: the packaged main and preload carry a call to the host and back', async () => {
    const app = join(folder, 'app');
    extractAll(unpacked('resources', 'app.asar'), app);
    const electron = await bootPackaged(app);
    const { bridge } = electron;
    expect(await bridge.invoke('app.info', null)).toMatchObject({ shell: 'electron' });
    const bytes = new Uint8Array([1, 2, 3]);
    await bridge.invoke('photo.put', { hash: hashOf(bytes), bytes });
    expect(await bridge.invoke('photo.read', { hash: hashOf(bytes) })).toEqual({ bytes, from: 'vault' });
    const page = await electron.protocols.get('app')?.(new Request('app://station/'));
    expect(page?.status).toBe(200);
    expect(await page?.text()).toContain('<title>');
  });
});

/** Requires the packaged files as Electron does, with a fake Electron in the place of its own. */
async function bootPackaged(app: string): Promise<FakeElectron> {
  const electron = new FakeElectron({ appPath: app, userData: join(folder, 'user-data') });
  const manifest = JSON.parse(await readFile(join(app, 'package.json'), 'utf8')) as { main: string };
  await mkdir(join(app, 'node_modules', 'electron'), { recursive: true });
  await writeFile(join(app, 'node_modules', 'electron', 'index.js'), 'module.exports = globalThis.fakeElectron;');
  vi.stubGlobal('fakeElectron', electron.module);
  onTestFinished(() => void vi.unstubAllGlobals());
  const require = createRequire(join(app, 'package.json'));
  require(join(app, manifest.main));
  await vi.waitFor(() => expect(electron.window.shown).toBe(true));
  onTestFinished(() => quit(electron));
  require(String(electron.window.options.webPreferences['preload']));
  return electron;
}
