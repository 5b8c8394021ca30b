import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { z } from 'zod';
import type { Channel, Input, Output } from '#shared/bridge/contract.ts';
import { deviceProfileSchema, sessionResponseSchema } from '#shared/protocol/access.ts';
import { blobReceiptSchema, blobsHaveResponseSchema } from '#shared/protocol/blobs.ts';
import { digestResponseSchema } from '#shared/protocol/digest.ts';
import { errorBodySchema } from '#shared/protocol/errors.ts';
import { exchangeResponseSchema } from '#shared/protocol/exchange.ts';
import { overviewSchema } from '#shared/protocol/overview.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { revokeDevice } from '../../center/access/devices.ts';
import { codeFor, startTestCenter, type TestCenter } from '../support/center.ts';
import { activity, COUNTY, VILLAGE } from '../support/center-records.ts';
import { openTestHost, type TestHost } from '../support/host.ts';
import { PlainClient as OldStation, sha256Hex, type PlainRecord } from '../support/old-station-1.ts';
import { FROZEN, frozen, type FrozenFile, type FrozenMessage } from '../support/protocol-1.ts';
import { PROTOCOL_1 } from '../support/protocol-1-schemas.ts';
import { Replay, type LiveAnswer } from '../support/replay-protocol-1.ts';

async function makeCenter(): Promise<TestCenter> {
  const center = await startTestCenter();
  onTestFinished(() => center.stop());
  return center;
}

/** The schemas of a route's answer: as they were, and as they are. */
const SCHEMAS: Readonly<Record<string, readonly z.ZodType[]>> = {
  'POST /v1/enrol': [PROTOCOL_1.access.deviceProfileSchema, deviceProfileSchema],
  'POST /v1/session': [PROTOCOL_1.access.sessionResponseSchema, sessionResponseSchema],
  'POST /v1/exchange': [PROTOCOL_1.exchange.exchangeResponseSchema, exchangeResponseSchema],
  'POST /v1/blobs/have': [PROTOCOL_1.blobs.blobsHaveResponseSchema, blobsHaveResponseSchema],
  'PUT /v1/blobs': [PROTOCOL_1.blobs.blobReceiptSchema, blobReceiptSchema],
  'GET /v1/digest': [PROTOCOL_1.digest.digestResponseSchema, digestResponseSchema],
  'GET /v1/overview': [PROTOCOL_1.overview.overviewSchema, overviewSchema],
};
const ERRORS = [PROTOCOL_1.errors.errorBodySchema, errorBodySchema];

/** Members whose values belong to the meaning of an answer, and not to the center that gave it. */
const MEANT = new Set(['status', 'kind', 'code', 'field', 'more', 'role', 'site', 'hash', 'size', 'have', 'type', 'photoEdge', 'expiresIn', 'min', 'max', 'title', 'tier', 'minutes', 'havesDone', 'photosReceived']);

/** Where an answer of today is no answer of protocol 1: members that went, other types, other meanings. New members are none of these. */
function differences(was: unknown, is: unknown, path = ''): string[] {
  const name = path.split('.').at(-1) ?? '';
  if (typeOf(was) !== typeOf(is)) return [`${path}: ${typeOf(was)} became ${typeOf(is)}`];
  if (Array.isArray(was) && Array.isArray(is)) {
    if (was.length !== is.length) return [`${path}: ${was.length} became ${is.length}`];
    return was.flatMap((item, index) => differences(item, is[index], `${path}.${index}`));
  }
  if (typeof was === 'object' && was !== null) return Object.entries(was).flatMap(([key, value]) => differences(value, (is as Readonly<Record<string, unknown>>)[key], `${path}.${key}`));
  return MEANT.has(name) && was !== is ? [`${path}: ${String(was)} became ${String(is)}`] : [];
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);

function expectAsBefore({ title, request, answer }: FrozenMessage, live: LiveAnswer): void {
  expect([title, live.status]).toEqual([title, answer.status]);
  expect([title, differences(answer.json, live.json)]).toEqual([title, []]);
  if (answer.base64 !== undefined) expect([Buffer.from(live.bytes).toString('base64'), live.headers.get('content-type')]).toEqual([answer.base64, answer.headers['content-type']]);
  const route = `${request.method} ${request.path.startsWith('/v1/blobs/') && request.method === 'PUT' ? '/v1/blobs' : request.path}`;
  for (const schema of live.status === 200 ? (SCHEMAS[route] ?? []) : ERRORS) expect([title, schema.safeParse(live.json).error?.issues ?? []]).toEqual([title, []]);
}

describe('T2 today’s center and a request of protocol 1', () => {
  it('understands each as before, and answers in its shape', async () => {
    const center = await makeCenter();
    const replay = await Replay.with(center);
    const skipped: readonly FrozenFile[] = ['news', 'versions'];
    let said = 0;
    for (const file of FROZEN.filter((name) => !skipped.includes(name))) {
      if (file === 'revoked') await revokeDevice(center.access, replay.device);
      for (const message of frozen(file)) {
        expectAsBefore(message, await replay.say(message));
        said += 1;
      }
    }
    expect(said).toBeGreaterThan(30);
  });

  it('refuses versions from before the first and after its own, each with the word that helps', async () => {
    const center = await makeCenter();
    const post = (protocol: unknown) => fetch(`${center.url}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol, device: 'x' }) });
    expect(await (await post(0)).json()).toEqual({ error: { kind: 'tooOld', min: 1 } });
    expect(await (await post(PROTOCOL + 1)).json()).toEqual({ error: { kind: 'tooNew', max: PROTOCOL } });
    expect((await post(1)).status).toBe(200);
    expect((await post(PROTOCOL)).status).toBe(200);
  });
});

describe('T2 a station of the first release and today’s center', () => {
  let center: TestCenter;
  beforeAll(async () => {
    center = await startTestCenter();
  });
  afterAll(() => center.stop());

  const AT = '2026-06-19T01:30:00.000Z';
  const common = (client: OldStation): PlainRecord => ({ id: randomUUID(), site: VILLAGE, v: 1, createdAt: AT, updatedAt: AT, by: { device: client.device, person: '王秀英' }, removed: false, conflicts: [] });
  const held = (client: OldStation, title: string): PlainRecord => ({
    ...common(client), title, kind: 'festival', status: 'held', occurredOn: '2026-06-19', startsAt: '', minutes: 90, place: '活动室', organiser: '', inCharge: '', content: '', attendance: 20, served: [], teams: [], returnReason: '',
  });

  async function join(site: string, role: 'station' | 'county'): Promise<OldStation> {
    const client = new OldStation(center.url);
    expect(await client.enrol(await codeFor(center, site, role))).toMatchObject({ site, role });
    expect(await client.openSession()).toMatchObject({ expiresIn: 43_200 });
    return client;
  }

  it('does its whole work: records, a conflict, refusals, pages, and a digest that agrees', async () => {
    const [one, two, county] = [await join(VILLAGE, 'station'), await join(VILLAGE, 'station'), await join(COUNTY, 'county')];
    const id = randomUUID();
    one.save('activities', { ...held(one, '粽子'), id });
    for (let index = 0; index < 30; index += 1) one.save('activities', held(one, `活动 ${index}`));
    one.save('activities', { ...held(one, '别处的'), site: '211122001002' });
    await one.exchange(2_000);
    expect(one.refused).toMatchObject([{ code: 'outOfScope', field: 'site' }]);
    await two.exchange(20);
    expect(two.rounds).toBeGreaterThan(1);
    for (const [client, title] of [[one, '包粽子'], [two, '端午']] as const) client.save('activities', { ...client.get('activities', id), title, updatedAt: '2026-06-20T01:00:00.000Z' });
    for (const client of [one, two, one, county]) await client.exchange(500);
    for (const client of [one, two, county]) expect(client.get('activities', id)).toMatchObject({ title: '包粽子', conflicts: [{ field: 'title', mine: '端午' }] });
    for (const client of [one, two, county]) {
      const theirs = (await client.centerDigest()) as Readonly<Record<string, object>>;
      expect(theirs).toMatchObject(client.digest());
      expect(Object.keys(theirs).toSorted()).toEqual(Object.keys(client.digest()).toSorted());
    }
  });

  it('sends a photo and hears the news', async () => {
    const [station, county] = [await join(VILLAGE, 'station'), await join(COUNTY, 'county')];
    const stop = new AbortController();
    const news = await county.listen(stop.signal);
    const photo = new TextEncoder().encode('a photo');
    const hash = sha256Hex(photo);
    station.save('evidence', {
      ...common(station), caption: '', hash, size: photo.length, type: 'image/jpeg', width: 4, height: 3, thumbHash: '', thumbSize: 0, originalHash: '', originalSize: 0, originalName: '',
      takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', software: '', item: '', activity: '', occurredOn: '2026-06-19',
    });
    await station.exchange(500);
    expect(await station.json('PUT', `/v1/blobs/${hash}`, photo)).toMatchObject({ hash, size: photo.length });
    expect(await county.json('POST', '/v1/blobs/have', { hashes: [hash] })).toMatchObject({ have: [hash] });
    await expect.poll(() => news.seen.map(({ type }) => type), { timeout: 10_000 }).toEqual(expect.arrayContaining(['moved', 'blob']));
    for (const seen of news.seen) expect(PROTOCOL_1.news.newsSchema.safeParse(seen).success).toBe(true);
    stop.abort();
  });
});

describe('T2 what only a newer version knows', () => {
  async function ask<C extends Channel>(host: TestHost, channel: C, input: Input<C>): Promise<Output<C>> {
    return (await host.dispatch(channel, input)) as Output<C>;
  }

  it('comes back whole from today’s center through today’s host: fields at every level, kinds, and a newer schema', async () => {
    const center = await makeCenter();
    const [writer, reader] = [await openTestHost(), await openTestHost()];
    for (const [host, site, role] of [[writer, VILLAGE, 'station'], [reader, COUNTY, 'county']] as const) {
      expect(await ask(host, 'link.enrol', { center: center.url, code: await codeFor(center, site, role), deviceName: '' })).toMatchObject({ ok: true });
    }
    const conflict = { field: 'title', base: null, mine: 'a', theirs: 'b', who: { device: 'd', person: 'p', seal: 's' }, when: '2026-06-01', settledBy: '李强' };
    const plain = activity(VILLAGE, { weather: { sky: '晴', degrees: [21, { low: 12 }] }, by: { device: 'd', person: '王秀英', seal: 'x' }, conflicts: [conflict] });
    const newer = { ...activity(VILLAGE), v: 99, title: 7, rooms: [{ name: '一号', lamps: { on: 2 } }] };
    const unknown = { ...activity(VILLAGE), v: 3, shelf: '农家书屋' };
    const records = { activities: [plain, newer], libraries: [unknown] };
    const push = Object.entries(records).flatMap(([kind, all]) => all.map((record) => ({ kind, base: null, record, hint: 'unknown' })));
    const pushed = await ask(writer, 'link.exchange', { protocol: PROTOCOL, push, pull: null, note: { deep: true } });
    expect(pushed.ok && pushed.value.results.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
    const pulled = await ask(reader, 'link.exchange', { protocol: PROTOCOL, push: [], pull: { from: { activities: {}, libraries: {} }, limit: 100 } });
    const changes = pulled.ok ? (pulled.value.pull?.changes ?? []) : [];
    expect(changes.map((change) => ('record' in change ? change['record'] : null))).toEqual([plain, newer, unknown]);
    await Promise.all([writer.close(), reader.close()]);
  });
});
