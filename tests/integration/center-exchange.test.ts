import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '#shared/domain/canonical.ts';
import { KINDS } from '#shared/domain/record.ts';
import { exchangeResponseSchema, type WriteResult } from '#shared/protocol/exchange.ts';
import { MIN_PROTOCOL, PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { versionOf } from '#shared/schema/version.ts';
import { auditTrail } from '../../center/access/audit.ts';
import { digestsOf } from '../support/center-digests.ts';
import { activity, CITY, COUNTY, edited, evidence, OTHER_COUNTY, OTHER_TOWN, OTHER_VILLAGE, serviceRecord, standard, TOWN, VILLAGE, write } from '../support/center-records.ts';
import { answerOf, enrolDevice, errorOf, startTestCenter, type RawDevice, type TestCenter } from '../support/center.ts';

describe('an exchange with the center', () => {
  let center: TestCenter;
  let station: RawDevice;

  beforeEach(async () => {
    center = await startTestCenter();
    station = await enrolDevice(center, VILLAGE, 'station');
  });
  afterEach(() => center.stop());

  const receiptOf = (result: WriteResult | undefined) => (result?.status === 'accepted' ? result.receipt : null);
  const reasonOf = (result: WriteResult | undefined) => (result?.status === 'refused' ? result.reason : null);

  it('P1 the same push sent twice changes nothing the second time and gets the same receipt', async () => {
    const pushes = [write('activities', activity()), write('serviceRecords', serviceRecord())];
    const first = await station.exchange(pushes);
    const head = await center.store.head(COUNTY);
    const second = await station.exchange(pushes);
    expect(second.results).toEqual(first.results);
    expect(first.results.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect(await center.store.head(COUNTY)).toBe(head);
  });

  it('P1 the same push sent again after another device built on it still gets its receipt, and changes nothing', async () => {
    const record = activity();
    const first = await station.push('activities', record);
    const town = await enrolDevice(center, TOWN, 'institute');
    await town.push('activities', edited(record, { place: '广场' }), record);
    expect(await station.push('activities', record)).toEqual(first);
    expect((await center.store.get('activities', record.id))?.record['place']).toBe('广场');
  });

  it('P1 a push that was based on another version gets the current state', async () => {
    const record = activity();
    await station.push('activities', record);
    const theirs = edited(record, { place: '广场' });
    await station.push('activities', theirs, record);
    const answer = await station.push('activities', edited(record, { place: '院子' }), record);
    expect(answer).toEqual({ status: 'conflict', kind: 'activities', id: record.id, current: theirs });
    expect(await station.push('activities', edited(activity(), {}), record)).toMatchObject({ status: 'conflict', current: null });
  });

  it('P2 one bad record of many comes back with its reason and the rest land', async () => {
    const good = [activity(), activity(), serviceRecord()] as const;
    const { results } = await station.exchange([
      write('activities', good[0]),
      write('activities', activity(VILLAGE, { occurredOn: '2026-02-30' })),
      write('activities', activity(OTHER_VILLAGE)),
      write('activities', good[1]),
      write('activities', activity(VILLAGE, { note: 'x'.repeat(300 * 1024) })),
      { kind: 'activities', base: null, record: 'no record at all' },
      write('serviceRecords', good[2]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'refused', 'refused', 'accepted', 'refused', 'refused', 'accepted']);
    expect(reasonOf(results[1])).toMatchObject({ code: 'invalid', field: 'occurredOn' });
    expect(reasonOf(results[2])).toMatchObject({ code: 'outOfScope', field: 'site' });
    expect(reasonOf(results[4])).toMatchObject({ code: 'tooLarge' });
    expect(results[5]).toMatchObject({ id: '', reason: { code: 'invalid' } });
    expect((await station.pullAll(['activities', 'serviceRecords'])).changes).toHaveLength(3);
  });

  it('P2 a record nested beyond reason is refused alone', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 500; level += 1) deep = [deep];
    const { results } = await station.exchange([write('activities', activity(VILLAGE, { deep })), write('activities', activity())]);
    expect(results.map(({ status }) => status)).toEqual(['refused', 'accepted']);
  });

  it('P2 a site that no division knows is refused as such', async () => {
    const county = await enrolDevice(center, COUNTY, 'county');
    expect(reasonOf(await county.push('activities', activity('211122999001')))).toMatchObject({ code: 'unknownSite', field: 'site' });
  });

  it('an append-only record is not edited, but a conflict may be added to it', async () => {
    const record = serviceRecord();
    await station.push('serviceRecords', record);
    expect(reasonOf(await station.push('serviceRecords', edited(record, { minutes: 600 }), record))).toMatchObject({ code: 'appendOnly' });
    const conflict = { field: 'minutes', base: null, mine: 600, theirs: 60, who: { device: 'd', person: 'p' }, when: '2026-06-01T08:00:00.000Z' };
    const noted = edited(record, { conflicts: [conflict], updatedAt: '2026-06-02T08:00:00.000Z' });
    expect(await station.push('serviceRecords', noted, record)).toMatchObject({ status: 'accepted' });
  });

  it('keeps and passes on unknown fields and unknown kinds, and writes nothing into a record', async () => {
    const record = activity(VILLAGE, { fromTheFuture: { a: [1, '两'] }, v: 7 });
    const wish = edited(activity(), { wish: '一本字典' });
    const { results } = await station.exchange([write('activities', record), write('wishes', wish)]);
    expect(receiptOf(results[0])?.version).toBe(versionOf(record));
    const { changes } = await station.pullAll(['activities', 'wishes']);
    expect(changes.map((change) => ('record' in change ? canonical(change.record) : ''))).toEqual([canonical(record), canonical(wish)]);
  });

  it('L2 a scope gets its own records and no others, at every tier', async () => {
    const county = await enrolDevice(center, COUNTY, 'county');
    const records = [activity(VILLAGE), activity(OTHER_VILLAGE), activity(`${OTHER_TOWN}001`), activity(TOWN), activity(COUNTY)];
    await county.exchange(records.map((record) => write('activities', record)));
    const pulled = async (device: RawDevice): Promise<number> => (await device.pullAll(['activities'])).changes.length;
    expect(await pulled(station)).toBe(1);
    expect(await pulled(await enrolDevice(center, TOWN, 'institute'))).toBe(3);
    expect(await pulled(county)).toBe(5);
    expect(await pulled(await enrolDevice(center, OTHER_COUNTY, 'county'))).toBe(0);
    expect(await pulled(await enrolDevice(center, CITY, 'city'))).toBe(5);
  });

  it('L2 a city reads the logs of its counties with a vector of positions', async () => {
    const city = await enrolDevice(center, CITY, 'city');
    await city.exchange([write('activities', activity(COUNTY)), write('activities', activity(OTHER_COUNTY)), write('activities', activity(CITY))]);
    const { changes, through } = await city.pullAll(['activities'], 1);
    expect(changes.map(({ county }) => county)).toEqual(['211100', OTHER_COUNTY, COUNTY]);
    expect(through[COUNTY]).toBe(await center.store.head(COUNTY));
    await city.push('activities', activity(OTHER_COUNTY));
    const { pull } = await city.exchange([], { from: { activities: through }, limit: 10 });
    expect(pull?.changes.map(({ county }) => county)).toEqual([OTHER_COUNTY]);
  });

  it("L2 a county's and a city's standard reach the station that they are addressed down to", async () => {
    const county = await enrolDevice(center, COUNTY, 'county');
    const city = await enrolDevice(center, CITY, 'city');
    const [fromCity, fromCounty, forOthers] = [standard(CITY, CITY), standard(COUNTY, TOWN), standard(COUNTY, OTHER_TOWN)];
    await city.push('standards', fromCity);
    await county.exchange([write('standards', fromCounty), write('standards', forOthers)]);
    const { changes, through } = await station.pullAll(['standards']);
    expect(changes.map((change) => ('record' in change ? change.record.id : '')).toSorted()).toEqual([fromCity.id, fromCounty.id].toSorted());
    expect(Object.keys(through).toSorted()).toEqual(['211100', COUNTY]);
    await county.push('standards', edited(fromCounty, { version: '2' }), fromCounty);
    const { pull } = await station.exchange([], { from: { standards: through }, limit: 10 });
    expect(pull?.changes).toHaveLength(1);
  });

  it('a station issues no standard, addresses nothing beyond itself, and makes no second record of its site', async () => {
    expect(reasonOf(await station.push('standards', standard(VILLAGE, VILLAGE)))).toMatchObject({ code: 'readOnly' });
    expect(reasonOf(await station.push('orders', edited(activity(), { type: 'wish', stage: 'asked', requester: '', phone: '', to: COUNTY })))).toMatchObject({ code: 'outOfScope', field: 'to' });
    const site = (await station.pullAll(['sites'])).changes[0];
    const profile = site !== undefined && 'record' in site ? site.record : activity();
    expect(reasonOf(await station.push('sites', edited(profile, { id: activity().id })))).toMatchObject({ code: 'readOnly' });
    expect(await station.push('sites', edited(profile, { head: '李强' }), profile)).toMatchObject({ status: 'accepted' });
  });

  it("another station's record is not written over, and the audit trail says who tried", async () => {
    const other = await enrolDevice(center, OTHER_VILLAGE, 'station');
    const record = activity(OTHER_VILLAGE);
    await other.push('activities', record);
    expect(reasonOf(await station.push('activities', edited(record, { title: '改' }), record))).toMatchObject({ code: 'outOfScope' });
    expect(reasonOf(await station.push('activities', edited(record, { site: VILLAGE }), record))).toMatchObject({ code: 'outOfScope' });
    const refusals = (await auditTrail(center.access.db)).filter(({ event }) => event === 'scopeRefused');
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toMatchObject({ device: station.id, site: VILLAGE, detail: { action: 'write', count: 1, records: [{ id: record.id, site: OTHER_VILLAGE }] } });
  });

  it('C2 the digest is over exactly what a pull sends', async () => {
    const county = await enrolDevice(center, COUNTY, 'county');
    const record = activity();
    await station.exchange([write('activities', record), write('serviceRecords', serviceRecord())]);
    await station.push('activities', edited(record, { title: '改' }), record);
    await county.push('standards', standard(COUNTY, COUNTY));
    const { changes } = await station.pullAll([...KINDS]);
    const expected = digestsOf(changes.flatMap((change) => ('record' in change ? [change] : [])));
    expect((await station.digest()).kinds).toEqual(expected);
    expect(Object.keys(expected).toSorted()).toEqual(['activities', 'serviceRecords', 'sites', 'standards']);
  });

  it('T2 a protocol that is too old or too new is told which ones are spoken', async () => {
    const tooOld = await station.exchangeRaw({ protocol: MIN_PROTOCOL - 1, push: [], pull: null });
    expect([tooOld.status, errorOf(tooOld)]).toEqual([426, { kind: 'tooOld', min: MIN_PROTOCOL }]);
    const tooNew = await station.exchangeRaw({ protocol: PROTOCOL + 1, shape: 'of tomorrow' });
    expect([tooNew.status, errorOf(tooNew)]).toEqual([426, { kind: 'tooNew', max: PROTOCOL }]);
    const header = await answerOf(await station.request('/v1/overview', { headers: { 'qiyou-protocol': '0' } }));
    expect(header.status).toBe(426);
  });

  it('answers and takes gzip, and refuses a bomb', async () => {
    await station.exchange(Array.from({ length: 50 }, () => write('activities', activity(VILLAGE, { content: '包粽子'.repeat(50) }))));
    const post = (body: Buffer) =>
      station.request('/v1/exchange', { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', 'accept-encoding': 'gzip' }, body: new Uint8Array(body) });
    const request = { protocol: PROTOCOL, push: [write('activities', activity())], pull: { from: { activities: {} }, limit: 100 } };
    const response = await post(gzipSync(JSON.stringify(request)));
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(exchangeResponseSchema.parse(await response.json()).pull?.changes).toHaveLength(51);
    const bomb = await post(gzipSync(Buffer.alloc(40 * 1024 * 1024, ' ')));
    expect(bomb.status).toBe(413);
    expect(await bomb.json()).toMatchObject({ error: { kind: 'refused', code: 'tooLarge' } });
    const broken = await post(Buffer.from('this is no gzip'));
    expect([broken.status, ((await broken.json()) as { error: unknown }).error]).toMatchObject([400, { code: 'badRequest' }]);
  });

  it('answers within the schema that clients parse with', async () => {
    const response = await station.exchange([write('activities', activity()), write('evidence', evidence(OTHER_VILLAGE, 'a'.repeat(64)))], { from: { sites: {} }, limit: 10 });
    expect(() => exchangeResponseSchema.parse(response)).not.toThrow();
  });
});
