import type { PhotoNotes } from './photos.ts';

/** One entry of a TIFF directory: tag, type (2 text, 3 short, 4 long, 5 rational), count and value. */
interface Entry {
  readonly tag: number;
  readonly type: 2 | 3 | 4 | 5;
  readonly count: number;
  readonly bytes: readonly number[];
}

const u16 = (value: number) => [value >> 8, value & 0xff];
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xff_ff)];
const ascii = (text: string) => [...new TextEncoder().encode(text)];
const textEntry = (tag: number, text: string): Entry => ({ tag, type: 2, count: text.length + 1, bytes: [...ascii(text), 0] });
const shortEntry = (tag: number, value: number): Entry => ({ tag, type: 3, count: 1, bytes: [...u16(value), 0, 0] });
const longEntry = (tag: number, value: number): Entry => ({ tag, type: 4, count: 1, bytes: u32(value) });

/** Degrees, minutes and thousandths of seconds as three rationals. */
function degreesEntry(tag: number, degrees: number): Entry {
  const whole = Math.abs(degrees);
  const minutes = (whole % 1) * 60;
  const parts = [
    [Math.floor(whole), 1],
    [Math.floor(minutes), 1],
    [Math.round((minutes % 1) * 60_000), 1_000],
  ];
  return { tag, type: 5, count: 3, bytes: parts.flat().flatMap(u32) };
}

/** A TIFF directory at an offset; values of more than 4 bytes follow it. */
function directory(entries: readonly Entry[], offset: number): readonly number[] {
  const head: number[] = [...u16(entries.length)];
  const tail: number[] = [];
  for (const { tag, type, count, bytes } of entries) {
    const inline = bytes.length <= 4;
    const place = offset + 2 + entries.length * 12 + 4 + tail.length;
    head.push(...u16(tag), ...u16(type), ...u32(count), ...(inline ? [...bytes, 0, 0, 0, 0].slice(0, 4) : u32(place)));
    if (!inline) tail.push(...bytes);
  }
  return [...head, 0, 0, 0, 0, ...tail];
}

/** Notes as a TIFF file (big endian) with its EXIF and GPS directories. */
export function tiff({ orientation, takenAt, lat, lng, software }: PhotoNotes): readonly number[] {
  const exif = takenAt === undefined ? [] : [textEntry(0x90_03, takenAt)];
  const gps =
    lat === undefined || lng === undefined
      ? []
      : [textEntry(1, lat < 0 ? 'S' : 'N'), degreesEntry(2, lat), textEntry(3, lng < 0 ? 'W' : 'E'), degreesEntry(4, lng)];
  const main = (exifAt: number, gpsAt: number) => [
    ...(orientation === undefined ? [] : [shortEntry(0x01_12, orientation)]),
    ...(software === undefined ? [] : [textEntry(0x01_31, software)]),
    ...(exif.length === 0 ? [] : [longEntry(0x87_69, exifAt)]),
    ...(gps.length === 0 ? [] : [longEntry(0x88_25, gpsAt)]),
  ];
  const exifAt = 8 + directory(main(0, 0), 8).length;
  const gpsAt = exifAt + directory(exif, exifAt).length;
  return [...ascii('MM'), 0, 42, ...u32(8), ...directory(main(exifAt, gpsAt), 8), ...directory(exif, exifAt), ...directory(gps, gpsAt)];
}

/** A JPEG with notes in an EXIF segment behind its first marker. `thumbnail` goes into the segment behind them. */
export function withExif(jpeg: Uint8Array, notes: PhotoNotes, thumbnail: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const content = [...ascii('Exif'), 0, 0, ...tiff(notes), ...thumbnail];
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, ...u16(content.length + 2), ...content, ...jpeg.subarray(2)]);
}

/** The lossy picture of a WebP in a new WebP, with notes in an EXIF chunk. */
export function webpWithExif(webp: Uint8Array, size: { readonly width: number; readonly height: number }, notes: PhotoNotes): Uint8Array<ArrayBuffer> {
  const le = (value: number, bytes: number) => Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 0xff);
  const chunk = (name: string, content: readonly number[]) => [...ascii(name), ...le(content.length, 4), ...content, ...(content.length % 2 === 1 ? [0] : [])];
  const header = [8, 0, 0, 0, ...le(size.width - 1, 3), ...le(size.height - 1, 3)];
  const content = [...ascii('WEBP'), ...chunk('VP8X', header), ...chunk('VP8 ', lossyPicture(webp)), ...chunk('EXIF', tiff(notes))];
  return Uint8Array.from([...ascii('RIFF'), ...le(content.length, 4), ...content]);
}

function lossyPicture(webp: Uint8Array): readonly number[] {
  const view = new DataView(webp.buffer, webp.byteOffset);
  for (let at = 12; at < webp.length; ) {
    const length = view.getUint32(at + 4, true);
    if (view.getUint32(at) === 0x56_50_38_20) return [...webp.subarray(at + 8, at + 8 + length)];
    at += 8 + length + (length % 2);
  }
  throw new Error('no lossy picture in this WebP');
}
