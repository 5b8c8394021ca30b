import { crc32 } from './crc32.ts';
import { PhotoRefused, type PixelSize } from './prepared-photo.ts';
import { asciiAt } from './sniff.ts';

/**
 * Walks a PNG's chunks to IEND. The checksums of those that carry the picture must be right.
 * @throws PhotoRefused `truncated` where chunks are missing, `unreadable` where one is damaged
 */
export function inspectPng(bytes: Uint8Array): PixelSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: PixelSize | null = null;
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw new PhotoRefused('truncated');
    const length = view.getUint32(at);
    const name = asciiAt(bytes, at + 4, 4);
    const end = at + 8 + length;
    if (!/^[A-Za-z]{4}$/.test(name)) throw new PhotoRefused('unreadable');
    if (end + 4 > bytes.length) throw new PhotoRefused('truncated');
    const carriesPicture = name === 'IHDR' || name === 'PLTE' || name === 'IDAT';
    if (carriesPicture && crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw new PhotoRefused('unreadable');
    if (name === 'IHDR' && length >= 8) size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (name === 'IEND') break;
    at = end + 4;
  }
  if (size === null) throw new PhotoRefused('unreadable');
  return size;
}
