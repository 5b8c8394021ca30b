import { beforeAll, describe, expect, it } from 'vitest';
import type { PrepareResult } from '../../../renderer/data/photos/prepare/photo-preparer.ts';
import type { PreparedPhoto } from '../../../renderer/data/photos/prepare/prepared-photo.ts';
import { distance, pixelsOf } from '../../support/photos.ts';
import { prepareAll } from '../../support/prepare-photos.ts';
import { sharedPhotos } from '../../support/shared-photos.ts';

const files = await sharedPhotos();

describe.runIf(files.length > 0)('the photo pipeline with real cameras’ photos', () => {
  let results: readonly PrepareResult[] = [];
  beforeAll(async () => {
    results = await prepareAll(files);
  });

  function photo(name: string): PreparedPhoto {
    const result = results.find((one) => one.name === name);
    if (result?.ok !== true) throw new Error(`${name}: ${result?.reason ?? 'no result'}`);
    return result;
  }

  it('makes every one but the corrupted, which is named with a reason and stops nothing', () => {
    expect(results).toHaveLength(files.length);
    const refused = results.filter((result) => !result.ok);
    expect(refused).toMatchObject([{ name: 'corrupted.jpg', reason: 'unreadable' }]);
  });

  it('turns a landscape held sideways as the one that was held right', () => {
    const [straight, sideways] = [photo('landscape_1.jpg').facts, photo('landscape_6.jpg').facts];
    expect([sideways.width, sideways.height]).toEqual([straight.width, straight.height]);
    expect(distance(sideways.phash, straight.phash)).toBeLessThan(6);
  });

  it('turns two portraits that were held differently alike, the sky above and the meadow below', async () => {
    const [three, eight] = [photo('portrait_3.jpg'), photo('portrait_8.jpg')];
    expect([three.facts.width, three.facts.height, eight.facts.width, eight.facts.height]).toEqual([450, 600, 450, 600]);
    expect(distance(three.facts.phash, eight.facts.phash)).toBeLessThan(6);
    for (const { bytes } of [three, eight]) {
      const picture = await pixelsOf(bytes);
      expect(meanBrightness(picture, 0, 40)).toBeGreaterThan(meanBrightness(picture, 300, 340) + 60);
    }
  });

  it.each([
    ['DSCN0012.jpg', '2008-10-22T16:29:49', 43.467157, 11.885395],
    ['DSCN0021.jpg', '2008-10-22T16:38:20', 43.467082, 11.884538],
    ['DSCN0025.jpg', '2008-10-22T16:43:21', 43.468365, 11.881635],
    ['DSCN0029.jpg', '2008-10-22T16:46:53', 43.468243, 11.880172],
    ['HMD_Nokia_8.3_5G.jpg', '2022-08-14T14:12:31', 60.146706, 24.906772],
    ['HMD_Nokia_8.3_5G_hdr.heif', '2022-01-12T07:30:14', 40.662994, -3.763741],
    ['IMG_5195.HEIC', '2021-04-11T15:47:53', 39.051344, -94.288772],
  ])('knows when and where %s was taken', (name, takenAt, lat, lng) => {
    const { facts } = photo(name);
    expect(facts).toMatchObject({ takenAt, takenSource: 'exif' });
    expect(facts.lat).toBeCloseTo(lat, 5);
    expect(facts.lng).toBeCloseTo(lng, 5);
  });

  it('knows of a photo without a place that it has none', () => {
    expect(photo('Canon_PowerShot_S40.jpg').facts).toMatchObject({ takenAt: '2003-12-14T12:01:44', lat: null, lng: null });
    expect(photo('image01088.jpg').facts).toMatchObject({ takenAt: '', takenSource: 'none' });
  });

  it.each([
    ['IMG_5195.HEIC', 1239, 1600],
    ['HMD_Nokia_8.3_5G_hdr.heif', 1600, 1200],
  ])('decodes %s once upright, with colours in it', async (name, width, height) => {
    const { facts, bytes } = photo(name);
    expect([facts.width, facts.height]).toEqual([width, height]);
    const picture = await pixelsOf(bytes);
    const rows = [0.1, 0.5, 0.9].map((part) => meanBrightness(picture, Math.floor(height * part), Math.floor(height * part) + 20));
    expect(Math.max(...rows) - Math.min(...rows)).toBeGreaterThan(20);
  });

  it('names a HEIC whose end is missing', async () => {
    const heic = files.find(({ name }) => name === 'IMG_5195.HEIC');
    if (heic === undefined) throw new Error('IMG_5195.HEIC is missing');
    const [result] = await prepareAll([new File([heic.slice(0, heic.size - 5_000)], 'cut.heic')]);
    expect(result).toMatchObject({ ok: false, name: 'cut.heic', reason: 'truncated' });
  });
});

/** Mean of the green of rows, 0 to 255. */
function meanBrightness({ data, width }: ImageData, from: number, to: number): number {
  let sum = 0;
  for (let at = from * width; at < to * width; at += 1) sum += data[at * 4 + 1] ?? 0;
  return sum / ((to - from) * width);
}
