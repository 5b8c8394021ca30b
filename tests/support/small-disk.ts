import { onTestFinished } from 'vitest';
import { mountSmallDisk, type SmallDisk } from './mount-small-disk.ts';

/** A small disk that is taken away after the test; null, said aloud, where none can be mounted. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | null> {
  const disk = await mountSmallDisk(megabytes);
  if (disk !== null) onTestFinished(() => disk.unmount());
  return disk;
}
