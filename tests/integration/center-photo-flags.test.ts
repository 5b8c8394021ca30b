import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { photoFlagsOfOneSchema, photoFlagsPageSchema, type PhotoFlagsPage } from '#shared/protocol/photo-flags.ts';
import { runCli } from '../../center/ops/run-cli.ts';
import { activity, CITY, COUNTY, edited, evidence, OTHER_COUNTY, OTHER_VILLAGE, siteProfile, TOWN, VILLAGE, write } from '../support/center-records.ts';
import { answerOf, enrolDevice, errorOf, startTestCenter, type RawDevice, type TestCenter } from '../support/center.ts';
import { FOUND_COPIES, likenessOf } from '../support/likeness/copies.ts';
import { dice, madeScene, type Picture } from '../support/likeness/made-scene.ts';

/** A village of another town of the county. */
const FAR_VILLAGE = '211122111205';

/** A village of another county of the city. */
const VILLAGE_ELSEWHERE = '211102002005';

describe('the flags of photos', () => {
  let center: TestCenter;
  let county: RawDevice;
  let town: RawDevice;
  let taken = 0;

  beforeEach(async () => {
    center = await startTestCenter();
    county = await enrolDevice(center, COUNTY, 'county');
    town = await enrolDevice(center, TOWN, 'institute');
  });
  afterEach(() => center.stop());

  const photo = (site: string, fields: Readonly<Record<string, unknown>> = {}): AnyRecord => {
    taken += 1;
    return evidence(site, taken.toString(16).padStart(64, '0'), { takenAt: '2026-05-30T09:00:00', takenSource: 'exif', item: 'place.room', ...fields });
  };
  const put = async (...records: readonly AnyRecord[]): Promise<void> => {
    const { results } = await county.exchange(records.map((record) => write('title' in record ? 'activities' : 'evidence', record)));
    expect(results.filter(({ status }) => status !== 'accepted')).toEqual([]);
  };
  const page = async (device: RawDevice, query = ''): Promise<PhotoFlagsPage> => photoFlagsPageSchema.parse(await (await device.request(`/v1/photo-flags${query}`)).json());
  const copied = (picture: Picture, name: keyof typeof FOUND_COPIES): string => likenessOf(FOUND_COPIES[name](picture, dice(5)));

  it('tell the county of one photo turned and cropped for another station, and a town of nothing outside of it', async () => {
    const scene = madeScene(1);
    const original = photo(VILLAGE, { likeness: likenessOf(scene) });
    const turned = photo(FAR_VILLAGE, { likeness: copied(scene, 'rotated by 90°') });
    const cropped = photo(OTHER_VILLAGE, { likeness: copied(scene, 'cropped by 5 % a side') });
    await put(original, turned, cropped, photo(VILLAGE, { likeness: likenessOf(madeScene(2)) }));
    const seen = await page(county);
    expect([seen.looked, seen.next, seen.behind]).toEqual([4, null, 0]);
    expect(seen.photos.map(({ id }) => id).toSorted()).toEqual([original.id, turned.id, cropped.id].toSorted());
    const reused = seen.photos.find(({ id }) => id === original.id)?.flags.reused;
    expect(reused?.find(({ id }) => id === turned.id)).toMatchObject({ site: FAR_VILLAGE, match: 'near', differs: ['station'], alike: { transform: 'rotated90', part: 'whole' } });
    expect(reused?.find(({ id }) => id === cropped.id)).toMatchObject({ alike: { transform: 'none', part: 'inner' } });
    const one = photoFlagsOfOneSchema.parse(await (await town.request(`/v1/photo-flags/${original.id}`)).json());
    expect(one.photo.flags.reused?.map(({ id }) => id)).toEqual([cropped.id]);
    expect((await town.request(`/v1/photo-flags/${turned.id}`)).status).toBe(404);
  });

  it('find photos of older programs by the difference hash, and the same bytes by their hash', async () => {
    const old = photo(VILLAGE, { phash: '0f1e2d3c4b5a6978', takenSource: 'given' });
    const near = photo(OTHER_VILLAGE, { phash: '0f1e2d3c4b5a697b', likeness: likenessOf(madeScene(3)) });
    const same = edited(photo(FAR_VILLAGE), { hash: old['hash'] });
    await put(old, near, same, photo(OTHER_VILLAGE, { phash: '0f1e2d3c4b5a6907' }));
    const flags = (await page(county)).photos.find(({ id }) => id === old.id)?.flags;
    expect(flags).toMatchObject({ noExifTime: true, reused: [{ id: same.id, match: 'same' }, { id: near.id, match: 'near', alike: { distance: 2 } }] });
  });

  it('raise the others by event, place and software, and forget removed photos', async () => {
    const event = activity(VILLAGE, { occurredOn: '2026-05-01' });
    const profile = (await county.pullAll(['sites'])).changes.flatMap((change) => ('record' in change && change.record.site === VILLAGE ? [change.record] : []))[0];
    if (profile === undefined) throw new Error('the village has no profile');
    await county.exchange([write('sites', edited(siteProfile(VILLAGE), { ...profile, lat: 41.2, lng: 122 }), profile)]);
    const edit = photo(VILLAGE, { software: '美图秀秀', likeness: likenessOf(madeScene(4)) });
    const far = photo(VILLAGE, { activity: event.id, lat: 41.3, lng: 122, likeness: likenessOf(madeScene(5)), item: '' });
    const copy = photo(OTHER_VILLAGE, { likeness: likenessOf(madeScene(4)) });
    await put(event, edit, far, copy);
    expect(Object.fromEntries((await page(county)).photos.map(({ id, flags }) => [id, Object.keys(flags).toSorted()]))).toEqual({
      [edit.id]: ['edited', 'reused'],
      [far.id]: ['farFromStation', 'takenFarFromEvent'],
      [copy.id]: ['reused'],
    });
    await county.exchange([write('evidence', edited(copy, { removed: true }), copy)]);
    expect((await page(county)).photos.map(({ id }) => id).toSorted()).toEqual([edit.id, far.id].toSorted());
  });

  it('tell a city of what is alike in two of its counties, page after page of each log', async () => {
    const [city, other] = [await enrolDevice(center, CITY, 'city'), await enrolDevice(center, OTHER_COUNTY, 'county')];
    const [here, there] = [photo(VILLAGE, { likeness: likenessOf(madeScene(7)) }), photo(VILLAGE_ELSEWHERE, { likeness: copied(madeScene(7), 'mirrored') })];
    await put(here);
    await other.exchange([write('evidence', there)]);
    expect([(await page(county)).photos, (await page(other)).photos]).toEqual([[], []]);
    const first = await page(city, '?limit=1');
    const second = await page(city, `?limit=1&before=${first.next ?? ''}`);
    expect([...first.photos, ...second.photos].map(({ id, flags }) => [id, flags.reused?.map((one) => [one.id, one.alike.transform])])).toEqual([
      [there.id, [[here.id, 'mirrored']]],
      [here.id, [[there.id, 'mirrored']]],
    ]);
    expect(second.next).toBeNull();
  });

  it('come by page, the newest first, and are no business of a station', async () => {
    const photos = Array.from({ length: 5 }, () => photo(VILLAGE, { takenSource: 'none' }));
    for (const one of photos) await put(one);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const answer: PhotoFlagsPage = await page(town, `?limit=2${next === '' ? '' : `&before=${next}`}`);
      seen.push(...answer.photos.map(({ id }) => id));
      ({ next } = answer);
    }
    expect(seen).toEqual(photos.map(({ id }) => id).toReversed());
    const asStation = await answerOf(await (await enrolDevice(center, VILLAGE, 'station')).request('/v1/photo-flags'));
    expect([asStation.status, errorOf(asStation)]).toMatchObject([403, { code: 'outOfScope' }]);
    expect((await town.request('/v1/photo-flags?limit=51')).status).toBe(400);
    expect((await town.request('/v1/photo-flags?before=1')).status).toBe(400);
  });

  it('are the same after the index was made anew from the command line', async () => {
    const scene = madeScene(6);
    await put(photo(VILLAGE, { likeness: likenessOf(scene) }), photo(OTHER_VILLAGE, { likeness: copied(scene, 'watermarked in a corner') }));
    const before = await page(county);
    let out = '';
    const cli = (...argv: readonly string[]) => runCli(['index-photos', ...argv, '--data', center.dataDir], { out: (text) => void (out += text), err: () => undefined });
    expect(await cli('--rebuild', '--site', COUNTY)).toBe(0);
    expect(out).toBe(`${COUNTY}: 2 photos in the index\n`);
    expect(before.photos).toHaveLength(2);
    expect(await page(county)).toEqual(before);
    expect(await cli('--site', TOWN)).toBe(2);
  });
});
