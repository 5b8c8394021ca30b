import { describe, expect, it } from 'vitest';
import { tiff, webpWithExif, withExif } from '../../support/exif.ts';
import { CORNERS, corners, cornersOf, distance, encoded, fileOf, noise, pixelsOf, transparent } from '../../support/photos.ts';
import { preparedOf, refusalOf } from '../../support/prepare-photos.ts';

/** Where a camera held in each of the eight ways stores a point of an upright picture of 300 by 200. */
const TURNS = [
  [1, 0, 0, 1, 0, 0],
  [-1, 0, 0, 1, 300, 0],
  [-1, 0, 0, -1, 300, 200],
  [1, 0, 0, -1, 0, 200],
  [0, 1, 1, 0, 0, 0],
  [0, -1, 1, 0, 0, 300],
  [0, -1, -1, 0, 200, 300],
  [0, 1, -1, 0, 200, 0],
];

/** A picture whose corners are in order once it is shown as its orientation says. */
async function turned(orientation: number): Promise<Uint8Array<ArrayBuffer>> {
  const upright = corners(300, 200);
  const swapped = orientation >= 5;
  const stored = new OffscreenCanvas(swapped ? 200 : 300, swapped ? 300 : 200);
  const context = stored.getContext('2d');
  const matrix = TURNS[orientation - 1];
  if (context === null || matrix === undefined) throw new Error(`no orientation ${orientation}`);
  context.setTransform(new DOMMatrix(matrix));
  context.drawImage(upright, 0, 0);
  return withExif(await encoded(stored, 'image/jpeg'), { orientation });
}

async function hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const text = (characters: string) => [...new TextEncoder().encode(characters)];

describe('the photo pipeline with a picture', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns a JPEG of orientation %i upright', async (orientation) => {
    const photo = await preparedOf(fileOf(await turned(orientation), 'turned.jpg'));
    expect([photo.facts.width, photo.facts.height]).toEqual([300, 200]);
    expect(await cornersOf(photo.bytes)).toEqual(CORNERS);
    expect(await cornersOf(photo.thumb)).toEqual(CORNERS);
  });

  it('reads time, place and program as the camera wrote them', async () => {
    const notes = { takenAt: '2026:03:08 09:30:05', lat: 41.1875, lng: -122.0625, software: 'Firmware 1.2' };
    const { facts } = await preparedOf(fileOf(withExif(await encoded(corners(64, 64), 'image/jpeg'), notes), 'a.jpg'));
    expect(facts).toMatchObject({ takenAt: '2026-03-08T09:30:05', takenSource: 'exif', lat: 41.1875, lng: -122.0625, software: 'Firmware 1.2' });
  });

  it.each(['0000:00:00 00:00:00', '1980:01:01 00:00:00', '2026:02:30 10:00:00', '2026:03:08 25:00:00', '    :  :     :  :  ', 'yesterday'])(
    'takes no time from “%s”',
    async (takenAt) => {
      const { facts } = await preparedOf(fileOf(withExif(await encoded(corners(64, 64), 'image/jpeg'), { takenAt }), 'a.jpg'));
      expect(facts).toMatchObject({ takenAt: '', takenSource: 'none' });
    },
  );

  it.each([
    [0, 0],
    [91, 10],
    [10, 181],
  ])('takes no place from %d, %d', async (lat, lng) => {
    const { facts } = await preparedOf(fileOf(withExif(await encoded(corners(64, 64), 'image/jpeg'), { lat, lng }), 'a.jpg'));
    expect([facts.lat, facts.lng]).toEqual([null, null]);
  });

  it('scales the longer edge down to the limit and never up', async () => {
    const file = fileOf(await encoded(noise(1200, 900), 'image/jpeg'), 'a.jpg');
    const small = await preparedOf(file, 640);
    expect([small.facts.width, small.facts.height]).toEqual([640, 480]);
    const same = await preparedOf(file, 4000);
    expect([same.facts.width, same.facts.height]).toEqual([1200, 900]);
    const thumb = await pixelsOf(same.thumb);
    expect([thumb.width, thumb.height]).toEqual([320, 240]);
  });

  it('says sizes and hashes of the very bytes that it hands out, and of the file', async () => {
    const original = await encoded(noise(500, 400), 'image/jpeg');
    const { facts, bytes, thumb } = await preparedOf(fileOf(original, '七有 活动室.jpg'));
    expect(facts).toMatchObject({ type: 'image/jpeg', size: bytes.length, thumbSize: thumb.length, originalSize: original.length, originalName: '七有 活动室.jpg' });
    expect([facts.hash, facts.thumbHash, facts.originalHash]).toEqual([await hex(bytes), await hex(thumb), await hex(original)]);
  });

  it('gives like pictures like perceptual hashes, whatever their size and format, and unlike pictures unlike ones', async () => {
    const [large, png, other] = await Promise.all([encoded(corners(1600, 1200), 'image/jpeg'), encoded(corners(400, 300), 'image/png'), encoded(noise(800, 600, 7), 'image/jpeg')]);
    const [a, b, c] = [await preparedOf(fileOf(large, 'a')), await preparedOf(fileOf(png, 'b')), await preparedOf(fileOf(other, 'c'))];
    expect(a.facts.phash).toMatch(/^[0-9a-f]{16}$/);
    expect(distance(a.facts.phash, b.facts.phash)).toBeLessThan(6);
    expect(distance(a.facts.phash, c.facts.phash)).toBeGreaterThan(12);
  });
});

describe('the photo pipeline with other formats', () => {
  it.each(['image/png', 'image/webp'])('takes %s whatever its name says', async (type) => {
    const photo = await preparedOf(fileOf(await encoded(corners(300, 200), type), 'camera.jpg'));
    expect([photo.facts.width, photo.facts.height, photo.facts.type]).toEqual([300, 200, 'image/jpeg']);
    expect(await cornersOf(photo.bytes)).toEqual(CORNERS);
  });

  it('puts what is transparent on white', async () => {
    const photo = await preparedOf(fileOf(await encoded(transparent(40, 40), 'image/png'), 'a.png'));
    expect([...(await pixelsOf(photo.bytes)).data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  });

  it('reads the notes of a WebP', async () => {
    const size = { width: 64, height: 48 };
    const webp = webpWithExif(await encoded(corners(size.width, size.height), 'image/webp'), size, { takenAt: '2025:12:31 23:59:59', lat: 41, lng: 122 });
    const { facts } = await preparedOf(fileOf(webp, 'a.webp'));
    expect(facts).toMatchObject({ width: 64, height: 48, takenAt: '2025-12-31T23:59:59', lat: 41, lng: 122 });
  });

  it('takes a photo whose EXIF is broken, without notes', async () => {
    const broken = withExif(await encoded(corners(64, 64), 'image/jpeg'), { takenAt: '2026:03:08 09:30:05' });
    broken.fill(0xee, 20, 40);
    expect((await preparedOf(fileOf(broken, 'a.jpg'))).facts).toMatchObject({ width: 64, takenAt: '', lat: null });
  });
});

describe('the photo pipeline with a file that is no good', () => {
  it('names an empty file', async () => {
    expect(await refusalOf(fileOf(new Uint8Array(), 'a.jpg'))).toBe('empty');
  });

  it('names text, a GIF and a bare EXIF that are called a photo', async () => {
    const encoder = new TextEncoder();
    for (const bytes of [encoder.encode('七有工作台账'), encoder.encode('GIF89a..........'), Uint8Array.from(tiff({ orientation: 1 }))]) {
      expect(await refusalOf(fileOf(bytes, 'a.jpg'))).toBe('notAPhoto');
    }
  });

  it.each(['image/jpeg', 'image/png', 'image/webp'])('names a %s whose end is missing, wherever it was cut', async (type) => {
    const whole = await encoded(noise(400, 300), type);
    for (const part of [0.3, 0.6, 0.95]) expect(await refusalOf(fileOf(whole.slice(0, whole.length * part), 'a.jpg'))).toBe('truncated');
    expect(await refusalOf(fileOf(whole.slice(0, -2), 'a.jpg'))).toBe('truncated');
  });

  it('names a JPEG whose end was filled with zeros by a broken copy', async () => {
    const whole = await encoded(noise(400, 300), 'image/jpeg');
    whole.fill(0, whole.length / 2);
    expect(await refusalOf(fileOf(whole, 'a.jpg'))).toBe('truncated');
  });

  it('is not misled by the end of a thumbnail inside, nor by what a camera appends', async () => {
    const jpeg = await encoded(noise(400, 300), 'image/jpeg');
    const withThumb = withExif(jpeg, { orientation: 1 }, await encoded(corners(40, 30), 'image/jpeg'));
    expect(await refusalOf(fileOf(withThumb.slice(0, -1_000), 'a.jpg'))).toBe('truncated');
    const appended = Uint8Array.from([...withThumb, ...jpeg.subarray(0, 500)]);
    expect((await preparedOf(fileOf(appended, 'a.jpg'))).facts.width).toBe(400);
  });

  it('names a JPEG and a PNG that are damaged inside', async () => {
    const jpeg = await encoded(noise(400, 300), 'image/jpeg');
    jpeg.set([0xff, 0xd3], jpeg.length / 2);
    const png = await encoded(noise(400, 300), 'image/png');
    png.fill(0, png.length / 2, png.length / 2 + 4);
    expect(await refusalOf(fileOf(jpeg, 'a.jpg'))).toBe('unreadable');
    expect(await refusalOf(fileOf(png, 'a.png'))).toBe('unreadable');
  });

  it('names a HEIC that holds no picture', async () => {
    const boxes = [0, 0, 0, 16, ...text('ftypheic'), 0, 0, 0, 0, 0, 0, 0, 12, ...text('meta'), 0, 0, 0, 0];
    expect(await refusalOf(fileOf(Uint8Array.from(boxes), 'a.heic'))).toBe('unreadable');
  });

  it('names a picture of too many pixels without decoding it', async () => {
    const png = await encoded(corners(64, 64), 'image/png');
    const jpeg = await encoded(corners(64, 64), 'image/jpeg');
    const frame = jpeg.findIndex((byte, at) => byte === 0xff && (jpeg[at + 1] === 0xc0 || jpeg[at + 1] === 0xc2));
    jpeg.set([0x60, 0, 0x60, 0], frame + 5);
    expect(await refusalOf(fileOf(jpeg, 'a.jpg'))).toBe('tooLarge');
    expect(await refusalOf(fileOf(png, 'a.png'))).toBe('none');
  });

  it('names a photo of too many bytes, and a film as no photo, by their beginnings', async () => {
    const block = new Uint8Array(1024 * 1024);
    const blocks = Array.from({ length: 101 }, () => block);
    expect(await refusalOf(new File([Uint8Array.of(0xff, 0xd8, 0xff), ...blocks], 'a.jpg'))).toBe('tooLarge');
    expect(await refusalOf(new File(blocks, 'VID_1.mp4'))).toBe('notAPhoto');
  });

  it('tells a file that is gone from one that is broken', async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('gone.jpg', { create: true });
    const writable = await handle.createWritable();
    await writable.write(await encoded(corners(64, 64), 'image/jpeg'));
    await writable.close();
    const file = await handle.getFile();
    await folder.removeEntry('gone.jpg');
    expect(await refusalOf(file)).toBe('gone');
  });
});
