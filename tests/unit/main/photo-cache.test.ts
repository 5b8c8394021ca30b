import { mkdir, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ok } from '#shared/protocol/errors.ts';
import { hashOf } from '#shared/schema/version.ts';
import { PhotoCache, type PhotoCacheOptions } from '../../../main/services/photo-cache/photo-cache.ts';
import { createPhotoSource } from '../../../main/services/vault/photo-source.ts';
import { openVault } from '../../../main/services/vault/vault.ts';
import { MemoryLog, temporaryFolder } from '../../support/host.ts';

const ORIGINAL = 300 * 1024;
const THUMBNAIL = 20 * 1024;

function picture(seed: number, size = ORIGINAL): { readonly bytes: Uint8Array; readonly hash: string } {
  const bytes = new Uint8Array(size).fill(seed);
  return { bytes, hash: hashOf(bytes) };
}

/** A clock that ticks a second at each look. */
function ticking(): PhotoCacheOptions['clock'] {
  let now = Date.UTC(2026, 4, 20);
  return {
    now: () => {
      now += 1_000;
      return now;
    },
    today: () => '2026-05-20',
  };
}

async function makeCache(limit: number, more: Partial<PhotoCacheOptions> = {}) {
  const options = { folder: join(await temporaryFolder(), 'photo-cache'), clock: ticking(), log: new MemoryLog(), freeBytes: () => Promise.resolve(1e12), ...more };
  const cache = new PhotoCache(options);
  await cache.setLimit(limit);
  const pathOf = (hash: string): string => join(options.folder, hash.slice(0, 2), hash);
  return { cache, options, pathOf };
}

async function bytesOnDisk(folder: string): Promise<number> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((total, size) => total + size, 0);
}

async function cached(cache: PhotoCache, pictures: readonly { readonly hash: string }[]): Promise<readonly boolean[]> {
  return Promise.all(pictures.map(async ({ hash }) => (await cache.read(hash)) !== null));
}

describe('the photo cache', () => {
  it('never holds more than its limit, on the disk too, however many are put in at once', async () => {
    const { cache, options } = await makeCache(4 * ORIGINAL);
    await Promise.all(Array.from({ length: 40 }, (_, seed) => picture(seed)).map(({ hash, bytes }) => cache.put(hash, bytes)));
    expect(await bytesOnDisk(options.folder)).toBe(4 * ORIGINAL);
    expect(await cache.state()).toMatchObject({ bytes: 4 * ORIGINAL, files: 4, limitBytes: 4 * ORIGINAL });
  });

  it('lets the longest unused go first, also after it is opened again', async () => {
    const { cache, options } = await makeCache(3 * ORIGINAL);
    const [first, second, third, fourth, fifth] = [picture(1), picture(2), picture(3), picture(4), picture(5)];
    for (const { hash, bytes } of [first, second, third]) await cache.put(hash, bytes);
    await cache.read(first.hash);
    await cache.put(fourth.hash, fourth.bytes);
    const again = new PhotoCache(options);
    await again.put(fifth.hash, fifth.bytes);
    expect(await cached(again, [first, second, third, fourth, fifth])).toEqual([true, false, false, true, true]);
  });

  it('keeps thumbnails where originals push, up to their share', async () => {
    const { cache } = await makeCache(4 * ORIGINAL);
    const thumbnails = Array.from({ length: 10 }, (_, seed) => picture(seed, THUMBNAIL));
    for (const { hash, bytes } of thumbnails) await cache.put(hash, bytes);
    for (let seed = 50; seed < 70; seed += 1) await cache.put(picture(seed).hash, picture(seed).bytes);
    expect(await cached(cache, thumbnails)).toEqual(thumbnails.map(() => true));
  });

  it('removes what is over a lowered limit at once, and remembers the limit', async () => {
    const { cache, options } = await makeCache(5 * ORIGINAL);
    for (let seed = 1; seed <= 5; seed += 1) await cache.put(picture(seed).hash, picture(seed).bytes);
    expect(await cache.setLimit(2 * ORIGINAL)).toMatchObject({ bytes: 2 * ORIGINAL, files: 2 });
    expect(await bytesOnDisk(options.folder)).toBe(2 * ORIGINAL);
    expect(await new PhotoCache(options).state()).toMatchObject({ limitBytes: 2 * ORIGINAL });
  });

  it('never removes what is being read, and gives its bytes whole', async () => {
    const { cache } = await makeCache(2 * ORIGINAL);
    const held = picture(1);
    await cache.put(held.hash, held.bytes);
    const [read] = await Promise.all([cache.read(held.hash), ...[2, 3, 4, 5].map((seed) => cache.put(picture(seed).hash, picture(seed).bytes)), cache.clear()]);
    expect(read).toEqual(held.bytes);
  });

  it('drops an altered or vanished file when it is read, and takes it anew', async () => {
    const { cache, pathOf, options } = await makeCache(4 * ORIGINAL);
    const { hash, bytes } = picture(1);
    await cache.put(hash, bytes);
    await truncate(pathOf(hash), 10);
    expect(await cache.read(hash)).toBeNull();
    expect(await bytesOnDisk(options.folder)).toBe(0);
    expect(await cache.put(hash, bytes)).toBe(true);
    expect(await cache.read(hash)).toEqual(bytes);
  });

  it('refuses bytes that do not have the hash', async () => {
    const { cache } = await makeCache(4 * ORIGINAL);
    expect(await cache.put(picture(1).hash, picture(2).bytes)).toBe(false);
    expect(await cache.state()).toMatchObject({ files: 0 });
  });

  it('counts no half-written file, and clears it when it is opened', async () => {
    const { options } = await makeCache(4 * ORIGINAL);
    const half = join(options.folder, 'incoming', picture(1).hash);
    await mkdir(dirname(half), { recursive: true });
    await writeFile(half, 'half');
    const again = new PhotoCache(options);
    expect(await again.read(picture(1).hash)).toBeNull();
    expect(await readdir(dirname(half))).toEqual([]);
  });

  it('takes the limit of 2 GiB again where its file is broken', async () => {
    const { cache, options } = await makeCache(4 * ORIGINAL);
    await cache.put(picture(1).hash, picture(1).bytes);
    await writeFile(join(options.folder, 'limit.json'), '{');
    expect(await new PhotoCache(options).state()).toMatchObject({ limitBytes: 2 * 1024 ** 3, files: 1 });
  });

  it('leaves the reserve free, and gives back what it has where the disk fills up', async () => {
    let free = 10 * ORIGINAL;
    const { cache } = await makeCache(100 * ORIGINAL, { freeBytes: () => Promise.resolve(free), reserveBytes: 5 * ORIGINAL });
    expect(await cache.put(picture(1).hash, picture(1).bytes)).toBe(true);
    free = 0;
    expect(await cache.put(picture(2).hash, picture(2).bytes)).toBe(false);
    expect(await cache.state()).toMatchObject({ files: 0 });
  });
});

describe('photos of others', () => {
  async function makeSource(isForeign: boolean, freeBytes = 1e12) {
    const { cache } = await makeCache(4 * ORIGINAL, { freeBytes: () => Promise.resolve(freeBytes) });
    const vault = await openVault({ folder: await temporaryFolder(), log: new MemoryLog(), freeBytes: () => Promise.resolve(1e12) });
    const { bytes, hash } = picture(1);
    const asked: string[] = [];
    const download = (wanted: string) => {
      asked.push(wanted);
      return Promise.resolve(ok(bytes));
    };
    return { source: createPhotoSource({ vault, download, log: new MemoryLog(), cache, isForeign: () => isForeign }), vault, cache, bytes, hash, asked };
  }

  it('go to the cache and not to the vault, several who ask sharing one transfer', async () => {
    const { source, vault, hash, bytes, asked } = await makeSource(true);
    expect(await Promise.all([source.read(hash), source.read(hash)])).toEqual([{ bytes, from: 'center' }, { bytes, from: 'center' }]);
    expect(await source.read(hash)).toEqual({ bytes, from: 'cache' });
    expect(asked).toEqual([hash]);
    expect(await vault.has(hash)).toBe(false);
  });

  it('are shown all the same where the disk is full', async () => {
    const { source, hash, bytes } = await makeSource(true, 0);
    expect(await source.read(hash)).toEqual({ bytes, from: 'center' });
    expect(await source.read(hash)).toEqual({ bytes, from: 'center' });
  });

  it('are no concern of a photo of its own, which goes to the vault, nor of mending', async () => {
    const own = await makeSource(false);
    await own.source.read(own.hash);
    expect([await own.vault.has(own.hash), (await own.cache.state()).files]).toEqual([true, 0]);
    const mended = await makeSource(true);
    await mended.source.fetch(mended.hash);
    expect(await mended.vault.has(mended.hash)).toBe(true);
  });
});
