import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk so small that a test fills it. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes what room is left, but for so many bytes. */
  fill(leave?: number): Promise<void>;
  /** Gives that room back. */
  makeRoom(): Promise<void>;
  /** Takes the disk away, and what is on it. */
  unmount(): Promise<void>;
}

/**
 * Mounts a file system in memory; null, said aloud, where this process may not mount one (no
 * root, or a container that forbids it).
 */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-small-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  } catch (error) {
    await rm(folder, { recursive: true });
    console.warn(`A FULL DISK IS NOT TESTED HERE: no small file system can be mounted (${error instanceof Error ? error.message.trim() : String(error)})`);
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: (leave = 0) => fill(filler, folder, leave),
    makeRoom: () => rm(filler, { force: true }),
    async unmount() {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fill(path: string, folder: string, leave: number): Promise<void> {
  const disk = await statfs(folder);
  const bytes = disk.bavail * disk.bsize - leave;
  const file = await open(path, 'a');
  try {
    const block = Buffer.alloc(64 * 1024, 1);
    for (let left = bytes; left > 0; left -= block.length) await file.write(block.subarray(0, Math.min(left, block.length)));
  } catch (error) {
    // Somebody else was quicker: full is full.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await file.close();
  }
}
