import { statfs } from 'node:fs/promises';

/** Bytes that a program may still write to the disk that holds a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}
