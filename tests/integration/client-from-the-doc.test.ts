import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeFor, startTestCenter, type TestCenter } from '../support/center.ts';
import { PlainClient, sha256Hex, type PlainRecord } from '../support/plain-client.ts';

const SITE = '211122001001';
const AT = '2026-06-19T01:30:00.000Z';

let center: TestCenter;
beforeAll(async () => {
  center = await startTestCenter();
});
afterAll(() => center.stop());

async function join(site: string, role: 'station' | 'county'): Promise<PlainClient> {
  const client = new PlainClient(center.url);
  expect(await client.enrol(await codeFor(center, site, role))).toMatchObject({ site, role, photoEdge: 1_600 });
  expect(await client.openSession()).toMatchObject({ expiresIn: 43_200, profile: { site } });
  return client;
}

const common = (client: PlainClient): PlainRecord => ({
  id: randomUUID(), site: SITE, v: 1, createdAt: AT, updatedAt: AT, by: { device: client.device, person: '王秀英' }, removed: false, conflicts: [],
});

const activity = (client: PlainClient, title: string): PlainRecord => ({
  ...common(client), title, kind: 'festival', status: 'held', occurredOn: '2026-06-19', startsAt: '', minutes: 90, place: '活动室', organiser: '', inCharge: '',
  content: '', attendance: 20, served: ['emptyNest'], teams: [], returnReason: '',
});

const edit = (client: PlainClient, id: string, changes: PlainRecord, updatedAt: string): void =>
  client.save('activities', { ...client.get('activities', id), ...changes, updatedAt, by: { device: client.device, person: '李强' } });

/** The center's answer has each kind's months too, which a client of protocol 1 does not know. */
async function expectSameDigest(client: PlainClient): Promise<void> {
  const [held, own] = [await client.centerDigest(), client.digest()];
  expect(held).toMatchObject(own);
  expect(Object.keys(held as object).toSorted()).toEqual(Object.keys(own).toSorted());
}

describe('a client written from docs/sync.md alone', () => {
  it('enrols, pushes and pulls by pages, and holds in the end what the center holds', async () => {
    const [station, county] = [await join(SITE, 'station'), await join('211122', 'county')];
    for (let index = 0; index < 40; index += 1) station.save('activities', activity(station, `活动 ${index}`));
    station.save('activities', { ...activity(station, '别处的'), site: '211122001002' });
    station.save('volunteers', { ...common(station), name: '' });
    await station.exchange(2_000);
    expect(station.refused.map(({ code, field }) => [code, field])).toEqual([['outOfScope', 'site'], ['invalid', 'name']]);
    await county.exchange(60);
    expect(county.rounds).toBeGreaterThan(3);
    await expectSameDigest(county);
    await expectSameDigest(station);
    expect(county.digest()['activities']?.count).toBe(40);
  });

  it('M1 merges what two devices changed apart, to the very same record on both', async () => {
    const [one, two] = [await join(SITE, 'station'), await join(SITE, 'station')];
    const id = randomUUID();
    one.save('activities', { ...activity(one, '粽子'), id });
    await one.exchange(500);
    await two.exchange(500);
    edit(one, id, { title: '包粽子', place: '广场', served: ['emptyNest', 'leftBehind'] }, '2026-06-20T01:00:00.000Z');
    edit(two, id, { title: '端午', minutes: 60, served: ['disabled'] }, '2026-06-20T02:00:00.000Z');
    for (const client of [one, two, one]) await client.exchange(500);
    expect(one.get('activities', id)).toEqual(two.get('activities', id));
    expect(one.get('activities', id)).toMatchObject({ title: '包粽子', place: '广场', minutes: 60, served: ['leftBehind', 'disabled'], conflicts: [{ field: 'title', base: '粽子', mine: '端午', theirs: '包粽子' }] });
    await expectSameDigest(two);
  });

  it('sends a photo, fetches it, and hears of it', async () => {
    const [station, county] = [await join(SITE, 'station'), await join('211122', 'county')];
    const stop = new AbortController();
    const news = await county.listen(stop.signal);
    await station.openSession();
    const photo = new Uint8Array(randomBytes(100_000));
    const hash = sha256Hex(photo);
    expect((await station.request('PUT', `/v1/blobs/${hash}`, photo)).status).toBe(409);
    station.save('evidence', {
      ...common(station), caption: '', hash, size: photo.length, type: 'image/jpeg', width: 1600, height: 1200, thumbHash: '', thumbSize: 0, originalHash: '', originalSize: 0,
      originalName: '', takenAt: '2026-06-19T09:30:00', takenSource: 'exif', lat: 41.2, lng: null, phash: '', software: '', item: 'place.room', activity: '', occurredOn: '2026-06-19',
    });
    await station.exchange(500);
    expect(station.refused).toEqual([]);
    expect(await station.json('POST', '/v1/blobs/have', { hashes: [hash] })).toEqual({ have: [] });
    expect(await station.json('PUT', `/v1/blobs/${hash}`, photo)).toEqual({ hash, size: photo.length });
    expect(await station.json('POST', '/v1/blobs/have', { hashes: [hash] })).toEqual({ have: [hash] });
    expect(sha256Hex(new Uint8Array(await (await county.request('GET', `/v1/blobs/${hash}`)).arrayBuffer()))).toBe(hash);
    await expect.poll(() => news.seen.map(({ type }) => type)).toEqual(expect.arrayContaining(['moved', 'blob', 'contact']));
    expect(news.seen).toContainEqual({ type: 'blob', hash, site: SITE });
    stop.abort();
  });
});
