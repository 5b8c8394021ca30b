import { PhotoRefused } from './prepared-photo.ts';
import { asciiAt } from './sniff.ts';

/**
 * Walks the top boxes of a HEIC (ISO base media file) to the end of the file.
 * @throws PhotoRefused `truncated` where a box reaches beyond the file or the picture's data is not there
 */
export function inspectHeic(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Set<string>();
  for (let at = 0; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw new PhotoRefused('truncated');
    const name = asciiAt(bytes, at + 4, 4);
    const length = boxLength(view, at);
    if (length < 8) {
      // Not a box: padding that some programs append. It ends the walk where the picture has been seen.
      if (names.has('meta')) break;
      throw new PhotoRefused('unreadable');
    }
    if (at + length > bytes.length) throw new PhotoRefused('truncated');
    names.add(name);
    at += length;
  }
  if (!names.has('meta')) throw new PhotoRefused('truncated');
}

/** A box's length: 32 bits, or 64 bits where those say 1, or to the end of the file where they say 0. */
function boxLength(view: DataView, at: number): number {
  const short = view.getUint32(at);
  if (short === 0) return view.byteLength - at;
  if (short !== 1) return short;
  return at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : view.byteLength;
}
