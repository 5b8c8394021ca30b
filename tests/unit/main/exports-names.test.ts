import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findFont } from '../../../main/services/exports/find-font.ts';
import { findPlaces, parsePlace, type Machine } from '../../../main/services/exports/places.ts';
import { numbered, safeName } from '../../../main/services/exports/safe-name.ts';

describe('names of exported files', () => {
  it.each([
    ['甜水村/打水.jpg', '甜水村_打水.jpg'],
    ['a:b*c?"<>|\\.jpg', 'a_b_c______.jpg'],
    ['CON', 'CON_'],
    ['nul.txt', 'nul_.txt'],
    ['完成. . ', '完成'],
    ['..', '_'],
    ['.hidden', '_hidden'],
    ['', '_'],
    ['\u0000\u001f', '__'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('keep their ending where they are cut, and fit into 255 bytes with a number', () => {
    const cut = numbered(safeName(`${'井'.repeat(200)}.jpeg`), 1_000);
    expect(Buffer.byteLength(cut)).toBeLessThan(255);
    expect(cut).toMatch(/井 \(1000\)\.jpeg$/);
  });
});

async function home(): Promise<{ folder: string; machine: Machine }> {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-home-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { folder, machine: { platform: 'linux', home: folder, mediaFolders: [join(folder, 'media')] } };
}

describe('places', () => {
  it('are those given, sticks, and the folders that the user has, by the names that the desktop gave them', async () => {
    const { folder, machine } = await home();
    for (const name of ['.config', 'Papers', '桌面', 'media/STICK']) await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, '.config', 'user-dirs.dirs'), 'XDG_DOCUMENTS_DIR="$HOME/Papers"\nXDG_DOWNLOAD_DIR="$HOME/"\n');
    const places = await findPlaces(machine, [parsePlace(`${folder}=优盘`)], 'salt');
    expect(places.filter(({ folder: path }) => path.startsWith(folder)).map(({ kind, label, folder: path }) => [kind, label, path.slice(folder.length)])).toEqual([
      ['given', '优盘', ''],
      ['removable', 'STICK', '/media/STICK'],
      ['documents', '文档', '/Papers'],
      ['desktop', '桌面', '/桌面'],
    ]);
    expect(places.every(({ id, freeBytes }) => !id.includes('/') && freeBytes > 0)).toBe(true);
  });

  it('are the home folder where the user has none of them', async () => {
    const { folder, machine } = await home();
    expect((await findPlaces(machine, [], 'salt')).map((place) => place.folder)).toContain(folder);
  });
});

it('a file that is a font by its name alone is no font', async () => {
  const { folder } = await home();
  await writeFile(join(folder, 'simhei.ttf'), 'no font');
  expect(await findFont([folder])).toBeNull();
});
