import { readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOf } from '#shared/schema/version.ts';
import { openVault, type Vault, type VaultOptions } from '../../../main/services/vault/vault.ts';
import { MemoryLog, temporaryFolder } from '../../support/host.ts';

const photo = new Uint8Array(50_000).map((_, index) => index % 251);
const hash = hashOf(photo);

async function makeVault(options: Partial<VaultOptions> = {}): Promise<{ vault: Vault; folder: string; log: MemoryLog; path: string }> {
  const folder = await temporaryFolder();
  const log = new MemoryLog();
  const vault = await openVault({ folder, log, freeBytes: () => Promise.resolve(1e12), ...options });
  return { vault, folder, log, path: join(folder, hash.slice(0, 2), hash) };
}

describe('the vault', () => {
  it('gives back the bytes that were put in', async () => {
    const { vault } = await makeVault();
    expect(await vault.put(hash, photo)).toEqual({ ok: true, value: { hash } });
    expect(await vault.has(hash)).toBe(true);
    expect(await vault.read(hash)).toEqual(photo);
  });

  it('still has them when it is opened again', async () => {
    const { vault, folder, log } = await makeVault();
    await vault.put(hash, photo);
    const reopened = await openVault({ folder, log });
    expect(await reopened.read(hash)).toEqual(photo);
  });

  it('takes the same bytes twice and stores them once', async () => {
    const { vault, folder } = await makeVault();
    await Promise.all([vault.put(hash, photo), vault.put(hash, photo)]);
    expect(await readdir(join(folder, hash.slice(0, 2)))).toEqual([hash]);
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('refuses bytes that do not have the hash, and leaves nothing behind', async () => {
    const { vault, folder } = await makeVault();
    expect(await vault.put(hash, new Uint8Array([1, 2, 3]))).toEqual({ ok: false, error: { kind: 'hashMismatch' } });
    expect(await readdir(folder)).toEqual(['incoming']);
  });

  it('says how much room is needed where the disk is nearly full', async () => {
    const { vault } = await makeVault({ freeBytes: () => Promise.resolve(60_000), reserveBytes: 20_000 });
    expect(await vault.put(hash, photo)).toEqual({ ok: false, error: { kind: 'diskFull', neededBytes: 70_000, freeBytes: 60_000 } });
    expect(await vault.has(hash)).toBe(false);
  });

  it('counts an altered photo as missing, names it in the log, and takes it again', async () => {
    const { vault, log, path, folder } = await makeVault();
    await vault.put(hash, photo);
    await truncate(path, 10_000);
    expect(await vault.has(hash)).toBe(false);
    expect(await vault.read(hash)).toBeNull();
    expect(await vault.open(hash)).toBeNull();
    expect(log.lines.join('\n')).toContain(`photo ${hash} in the vault was altered`);
    expect(await readdir(join(folder, 'altered'))).toEqual([expect.stringContaining(hash)]);
    expect((await vault.put(hash, photo)).ok).toBe(true);
    expect(await vault.read(hash)).toEqual(photo);
  });

  it('finds a photo altered by one bit when it is read', async () => {
    const { vault, path } = await makeVault();
    await vault.put(hash, photo);
    const stored = await readFile(path);
    stored[100] = (stored[100] ?? 0) ^ 1;
    await writeFile(path, stored);
    expect(await vault.read(hash)).toBeNull();
  });

  it('sends nothing that a rotting disk altered without a trace', async () => {
    const { vault, path } = await makeVault();
    await vault.put(hash, photo);
    const { atime, mtime } = await stat(path);
    const stored = await readFile(path);
    stored[100] = (stored[100] ?? 0) ^ 1;
    await writeFile(path, stored);
    await utimes(path, atime, mtime);
    expect(await vault.open(hash)).toBeNull();
    expect(await vault.has(hash)).toBe(false);
  });

  it('lets nothing be removed that may not go any more when its turn comes', async () => {
    const { vault } = await makeVault();
    await vault.put(hash, photo);
    expect(await vault.remove(hash, () => false)).toBeNull();
    expect(await vault.has(hash)).toBe(true);
    expect(await vault.remove(hash, () => true)).toBe(photo.length);
    expect(await vault.has(hash)).toBe(false);
    expect(await vault.remove(hash, () => true)).toBeNull();
  });

  it('says what so many bytes need and what the disk has', async () => {
    const { vault } = await makeVault({ freeBytes: () => Promise.resolve(60_000), reserveBytes: 20_000 });
    expect(await vault.room(100_000)).toEqual({ neededBytes: 120_000, freeBytes: 60_000 });
  });

  it('streams a photo with its size, as often as it is asked to', async () => {
    const { vault } = await makeVault();
    await vault.put(hash, photo);
    const opened = await vault.open(hash);
    expect(opened?.size).toBe(photo.length);
    for (let time = 0; time < 2; time += 1) {
      const parts: Uint8Array[] = [];
      for await (const part of opened?.stream() ?? []) parts.push(part);
      expect(hashOf(new Uint8Array(Buffer.concat(parts)))).toBe(hash);
    }
  });

  it('has nothing of what was never put in', async () => {
    const { vault } = await makeVault();
    expect(await vault.has(hash)).toBe(false);
    expect(await vault.read(hash)).toBeNull();
  });

  it('clears what an interrupted import left behind', async () => {
    const { folder, log } = await makeVault();
    await writeFile(join(folder, 'incoming', `${hash}-1`), 'half');
    await openVault({ folder, log });
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });
});
