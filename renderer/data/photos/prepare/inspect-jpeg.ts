import { PhotoRefused, type PixelSize } from './prepared-photo.ts';

const EOI = 0xd9;
const SOS = 0xda;
const DRI = 0xdd;

/** Frame headers (SOF0 to SOF15); C4, C8 and CC lie in their range and are other things. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
/** What may follow a scan: EOI, a further scan, the tables and the number of lines before it, comments, application data. */
const mayFollowScan = (marker: number) => marker === 0xc4 || (marker >= EOI && marker <= DRI) || (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

/**
 * Walks a JPEG from its first segment to its end marker, because a browser decodes half a picture without a word and
 * leaves the rest grey. Segments are skipped whole, so the end marker of a thumbnail inside EXIF is not taken for the
 * picture's; what cameras append after the end marker is not looked at.
 * @throws PhotoRefused `truncated` where the end is missing, `unreadable` where the inside is damaged
 */
export function inspectJpeg(bytes: Uint8Array): PixelSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const seen: Seen = { size: null, restarts: false };
  let at = 2;
  for (;;) {
    at = markerFrom(bytes, at);
    const marker = bytes[at + 1] ?? 0;
    at += 2;
    if (marker === EOI) break;
    if (isRestart(marker) || marker === 0x01) continue;
    const length = at + 2 <= bytes.length ? view.getUint16(at) : bytes.length;
    if (length < 2) throw new PhotoRefused('unreadable');
    if (at + length > bytes.length) throw new PhotoRefused('truncated');
    readSegment(view, at, marker, length, seen);
    at += length;
    if (marker === SOS) at = endOfScan(bytes, at, seen.restarts);
  }
  if (seen.size === null) throw new PhotoRefused('unreadable');
  return seen.size;
}

/** What the segments so far said. */
interface Seen {
  size: PixelSize | null;
  restarts: boolean;
}

function readSegment(view: DataView, at: number, marker: number, length: number, seen: Seen): void {
  if (isFrame(marker) && length >= 8) seen.size ??= { width: view.getUint16(at + 5), height: view.getUint16(at + 3) };
  if (marker === DRI && length >= 4) seen.restarts = view.getUint16(at + 2) > 0;
}

/** Position of the next marker's FF. Stray bytes before it are skipped, as decoders do. */
function markerFrom(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1 && (bytes[at + 1] === 0xff || bytes[at + 1] === 0)) at = bytes.indexOf(0xff, at + 1);
  if (at === -1 || at + 1 >= bytes.length) throw new PhotoRefused('truncated');
  return at;
}

/** Position of the marker that ends a scan. Restart markers inside count 0 to 7 in turn: one that does not shows lost data. */
function endOfScan(bytes: Uint8Array, from: number, restarts: boolean): number {
  let next = 0;
  for (let at = markerFrom(bytes, from); ; at = markerFrom(bytes, at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (!isRestart(marker)) {
      if (!mayFollowScan(marker)) throw new PhotoRefused('unreadable');
      return at;
    }
    if (!restarts || marker !== 0xd0 + next) throw new PhotoRefused('unreadable');
    next = (next + 1) % 8;
  }
}
