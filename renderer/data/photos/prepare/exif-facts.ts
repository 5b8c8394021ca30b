import { parse } from 'exifr';
import type { TakenSource } from '#shared/domain/evidence.ts';
import { exifOfWebp } from './inspect-webp.ts';
import type { PhotoType } from './sniff.ts';

/** What a photo's own notes say of it. */
export interface ExifFacts {
  /** `YYYY-MM-DDTHH:mm:ss`, the camera's local time, or ''. */
  readonly takenAt: string;
  readonly takenSource: TakenSource;
  /** Degrees; both are null where the photo does not say or says nonsense. */
  readonly lat: number | null;
  readonly lng: number | null;
  readonly software: string;
  /** Name of the colour profile, or ''. */
  readonly profile: string;
}

/** Values come as they are written (`reviveValues: false`): a Date would give the camera's local time a zone that nobody stated. */
const OPTIONS = {
  ifd0: { pick: ['Software', 'ModifyDate'] },
  exif: { pick: ['DateTimeOriginal', 'CreateDate'] },
  gps: { pick: ['GPSLatitudeRef', 'GPSLatitude', 'GPSLongitudeRef', 'GPSLongitude'] },
  icc: true,
  reviveValues: false,
  translateValues: false,
  mergeOutput: false,
};

/** Reads time, place and program out of a photo's EXIF. Broken or missing EXIF is no fault of the picture: it says nothing, then. */
export async function readExif(bytes: Uint8Array, type: PhotoType): Promise<ExifFacts> {
  const parts = record(await parseQuietly(bytes, type));
  const main = record(parts['ifd0']);
  const exif = record(parts['exif']);
  const takenAt = [exif['DateTimeOriginal'], exif['CreateDate'], main['ModifyDate']].map(localTime).find((time) => time !== '') ?? '';
  return {
    takenAt,
    takenSource: takenAt === '' ? 'none' : 'exif',
    ...place(record(parts['gps'])),
    software: text(main['Software']).slice(0, 200).toWellFormed(),
    profile: text(record(parts['icc'])['ProfileDescription']),
  };
}

async function parseQuietly(bytes: Uint8Array, type: PhotoType): Promise<unknown> {
  try {
    const source = type === 'image/webp' ? exifOfWebp(bytes) : bytes;
    return source === null ? null : ((await parse(source, OPTIONS)) as unknown);
  } catch {
    return null;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
}

/** EXIF is of 1995: an earlier year, as 1980-01-01, is a camera whose clock was never set. */
const FIRST_YEAR = 1995;
const LAST_YEAR = 2199;

/** EXIF's `YYYY:MM:DD HH:mm:ss` as ISO local time; '' where it is missing, zeroed or no real moment. */
function localTime(value: unknown): string {
  const match = /^(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(text(value));
  if (match === null) return '';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  if (year < FIRST_YEAR || year > LAST_YEAR) return '';
  const iso = `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}`;
  const moment = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return moment.toISOString().slice(0, 19) === iso ? iso : '';
}

/** 0/0 lies in the sea off Africa and is what a receiver without a fix writes. */
function place(gps: Readonly<Record<string, unknown>>): { readonly lat: number | null; readonly lng: number | null } {
  const { latitude: lat, longitude: lng } = gps;
  const known = typeof lat === 'number' && typeof lng === 'number' && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
  return known && !(lat === 0 && lng === 0) ? { lat, lng } : { lat: null, lng: null };
}
