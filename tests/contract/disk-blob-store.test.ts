import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiskBlobStore } from '../../center/blobs/disk.ts';
import { blobStoreContract, hashOf, streamOf } from './blob-store.ts';

const tempFolder = () => mkdtemp(join(tmpdir(), 'qiyou-blobs-'));

blobStoreContract('the disk', async () => {
  const root = await tempFolder();
  return {
    blobs: await DiskBlobStore.open(root),
    leftovers: async () => (await readdir(join(root, 'incoming'))).length,
    close: () => rm(root, { recursive: true, force: true }),
  };
});

describe('photos on disk', () => {
  it('lie two folders deep under their hash', async () => {
    const root = await tempFolder();
    const bytes = randomBytes(10);
    const hash = hashOf(bytes);
    await (await DiskBlobStore.open(root)).put(hash, streamOf(bytes), 10);
    expect((await stat(join(root, hash.slice(0, 2), hash.slice(2, 4), hash))).size).toBe(10);
    await rm(root, { recursive: true });
  });

  it('parts of uploads that a killed run left are cleared away at start, and photos stay', async () => {
    const root = await tempFolder();
    const bytes = randomBytes(10);
    await (await DiskBlobStore.open(root)).put(hashOf(bytes), streamOf(bytes), 10);
    await mkdir(join(root, 'incoming'), { recursive: true });
    await writeFile(join(root, 'incoming', 'half'), 'half a photo');
    const again = await DiskBlobStore.open(root);
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
    expect(await again.has(hashOf(bytes))).toBe(true);
    await rm(root, { recursive: true });
  });

  it('a full disk is told as such and leaves nothing', async () => {
    const root = await tempFolder();
    const blobs = await DiskBlobStore.open(root);
    async function* untilFull(): AsyncGenerator<Uint8Array> {
      yield randomBytes(10);
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    }
    expect(await blobs.put('a'.repeat(64), untilFull(), 100)).toEqual({ status: 'storageFull' });
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
    await rm(root, { recursive: true });
  });
});
