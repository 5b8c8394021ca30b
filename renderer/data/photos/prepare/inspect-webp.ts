import { PhotoRefused, type PixelSize } from './prepared-photo.ts';
import { asciiAt } from './sniff.ts';

/** One chunk of a RIFF file: its name, and where its content lies. */
interface Chunk {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a WebP's chunks.
 * @throws PhotoRefused `truncated` where the file is shorter than it says, `unreadable` where there is no picture
 */
export function inspectWebp(bytes: Uint8Array): PixelSize {
  const all = chunks(bytes);
  const sizes = all.map((chunk) => sizeOf(bytes, chunk)).filter((size) => size !== null);
  const [first] = sizes;
  if (first === undefined) throw new PhotoRefused('unreadable');
  return first;
}

/** The EXIF of a WebP as a TIFF file of its own, or null where it has none. */
export function exifOfWebp(bytes: Uint8Array): Uint8Array | null {
  const chunk = chunks(bytes).find(({ name }) => name === 'EXIF');
  if (chunk === undefined) return null;
  const prefix = asciiAt(bytes, chunk.start, 6) === 'Exif\0\0' ? 6 : 0;
  return bytes.slice(chunk.start + prefix, chunk.end);
}

function chunks(bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20) throw new PhotoRefused('truncated');
  const fileEnd = 8 + view.getUint32(4, true);
  if (fileEnd > bytes.length) throw new PhotoRefused('truncated');
  const found: Chunk[] = [];
  for (let at = 12; at + 8 <= fileEnd; ) {
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > fileEnd) throw new PhotoRefused('unreadable');
    found.push({ name: asciiAt(bytes, at, 4), start: at + 8, end });
    at = end + (end % 2);
  }
  return found;
}

/** Pixels as the chunk says: extended header, lossless or lossy picture; null for any other chunk. */
function sizeOf(bytes: Uint8Array, { name, start, end }: Chunk): PixelSize | null {
  if (end - start < 10) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  const u24 = (offset: number) => view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
  if (name === 'VP8X') return { width: u24(4) + 1, height: u24(7) + 1 };
  if (name === 'VP8L') {
    const bits = view.getUint32(1, true);
    return { width: (bits & 0x3f_ff) + 1, height: ((bits >>> 14) & 0x3f_ff) + 1 };
  }
  return name === 'VP8 ' ? { width: view.getUint16(6, true) & 0x3f_ff, height: view.getUint16(8, true) & 0x3f_ff } : null;
}
