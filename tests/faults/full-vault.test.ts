import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashOf } from '#shared/schema/version.ts';
import { openVault } from '../../main/services/vault/vault.ts';
import { MemoryLog } from '../support/host.ts';
import { mountSmallDisk } from '../support/mount-small-disk.ts';

it('a disk that fills up under the vault: what was stored is whole, nothing is left over, and it goes on once there is room', async () => {
  const disk = await mountSmallDisk(8);
  // Said aloud where it was not mounted.
  if (disk === null) return expect.soft(disk).toBeNull();
  onTestFinished(() => disk.unmount());
  // Another program takes the room between the look at it and the writing.
  const vault = await openVault({ folder: join(disk.folder, 'photos'), log: new MemoryLog(), freeBytes: () => Promise.resolve(1e12), reserveBytes: 0 });
  const photos = Array.from({ length: 6 }, () => new Uint8Array(randomBytes(400_000)));
  const stored: string[] = [];
  const refused: Uint8Array[] = [];
  for (const [index, bytes] of photos.entries()) {
    if (index === 3) await disk.fill(100_000);
    const answer = await vault.put(hashOf(bytes), bytes);
    if (answer.ok) stored.push(hashOf(bytes));
    else {
      expect(answer.error.kind).toBe('diskFull');
      refused.push(bytes);
    }
  }
  expect(stored).toHaveLength(3);
  expect(await readdir(join(disk.folder, 'photos', 'incoming'))).toEqual([]);
  for (const hash of stored) expect(await vault.check(hash)).toBe('whole');
  await disk.makeRoom();
  for (const bytes of refused) expect((await vault.put(hashOf(bytes), bytes)).ok).toBe(true);
});
