import type { Bridge } from '#shared/bridge/contract.ts';

/** Bytes that the disk would need to have free, and has. */
export interface Room {
  readonly neededBytes: number;
  readonly freeBytes: number;
}

/** Bytes of a thumbnail, and of what the books say of a photo, about. */
const BESIDE = 40 * 1024;

/** Bytes for each pixel of a stored picture: photos take a quarter, those with much foliage in them a third. */
const BYTES_PER_PIXEL = 0.35;

/** What a camera's shape makes of the longer edge's square. */
const SHAPE = 0.75;

/**
 * Bytes that files will take once they are kept, estimated from their sizes.
 * @param edge longer edge of the stored pictures in pixels
 */
export function estimatedBytes(files: readonly Pick<File, 'size'>[], edge: number): number {
  const largest = edge * edge * SHAPE * BYTES_PER_PIXEL;
  return Math.round(files.reduce((sum, { size }) => sum + (size === 0 ? 0 : Math.min(size, largest) + BESIDE), 0));
}

/** What is needed and what is there, where that is too little; null where there is room, or nobody can say. */
export async function lackingRoom(bridge: Bridge, bytes: number): Promise<Room | null> {
  try {
    const room = await bridge.invoke('vault.room', { bytes });
    return room.freeBytes < room.neededBytes ? room : null;
  } catch {
    return null;
  }
}
