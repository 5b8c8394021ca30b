import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
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

  it('T1 what a killed run was writing can be gone on with, and what is older than a day is cleared away', async () => {
    const root = await tempFolder();
    const bytes = randomBytes(10);
    const hash = hashOf(bytes);
    await DiskBlobStore.open(root);
    const [killed, old] = [join(root, 'incoming', `${hash}-abcd`), join(root, 'incoming', `${'a'.repeat(64)}.part`)];
    await writeFile(killed, bytes.subarray(0, 4));
    await writeFile(old, 'half a photo');
    await utimes(old, 1_000, 1_000);
    const again = await DiskBlobStore.open(root);
    expect(await readdir(join(root, 'incoming'))).toEqual([`${hash}.part`]);
    expect(await again.put(hash, streamOf(bytes.subarray(4)), 10, await again.received(hash))).toEqual({ status: 'stored', size: 10 });
    expect(await (await DiskBlobStore.open(root)).has(hash)).toBe(true);
    await rm(root, { recursive: true });
  });

  it('what another process is writing is left to it where the folder is shared', async () => {
    const root = await tempFolder();
    await DiskBlobStore.open(root);
    await writeFile(join(root, 'incoming', `${'b'.repeat(64)}-abcd`), 'half a photo');
    await DiskBlobStore.open(root, { shared: true });
    expect(await readdir(join(root, 'incoming'))).toEqual([`${'b'.repeat(64)}-abcd`]);
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
