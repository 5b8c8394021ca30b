import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchangeResponseSchema } from '#shared/protocol/exchange.ts';
import { reconcileResponseSchema, type ReconcileRequest, type ReconcileResponse } from '#shared/protocol/reconcile.ts';
import { versionOf } from '#shared/schema/version.ts';
import { renewEpoch } from '../../center/store/records/epoch.ts';
import { digestsOf } from '../support/center-digests.ts';
import { activity, COUNTY, edited, VILLAGE, write } from '../support/center-records.ts';
import { answerOf, enrolDevice, startTestCenter, type RawDevice, type TestCenter } from '../support/center.ts';

describe('a replica that compares itself with the center', () => {
  let center: TestCenter;
  let station: RawDevice;

  beforeEach(async () => {
    center = await startTestCenter();
    station = await enrolDevice(center, VILLAGE, 'station');
  });
  afterEach(() => center.stop());

  const reconcile = async (fields: Partial<ReconcileRequest>): Promise<ReconcileResponse> => {
    const body = { protocol: 2, kind: 'activities', month: '2026-03', after: '', until: null, have: [], ...fields };
    const response = await station.request('/v1/reconcile', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return reconcileResponseSchema.parse(await response.json());
  };

  it('C2 is told the digest of the kinds that it pulled, once it is at the end', async () => {
    const records = [activity(), activity(), activity()];
    await station.exchange(records.map((record) => write('activities', record)));
    const ask = async (limit: number, digest?: boolean) =>
      exchangeResponseSchema.parse((await station.exchangeRaw({ protocol: 2, push: [], pull: { from: { activities: {}, teams: {} }, limit }, ...(digest === undefined ? {} : { digest }) })).body);
    const { months: _months, ...whole } = digestsOf(records.map((record) => ({ kind: 'activities', record })))['activities'] ?? {};
    expect((await ask(10, true)).digest).toEqual({ activities: whole });
    expect((await ask(2, true)).digest).toBeUndefined();
    expect((await ask(10)).digest).toBeUndefined();
  });

  it('C2 finds what is missing, stale and altered by month, without a full download', async () => {
    const at = (second: number) => activity(VILLAGE, { id: v7({ msecs: Date.parse('2026-03-05T00:00:00.000Z') + second * 1_000 }) });
    const [missing, stale, altered, extra, same] = [at(1), at(2), at(3), at(4), at(5)];
    const newer = edited(stale, { title: '新' });
    await station.exchange([missing, stale, altered, same].map((record) => write('activities', record)));
    await station.push('activities', newer, stale);
    const mine = [stale, edited(altered, { title: '?' }), extra, same].map((record) => ({ id: record.id, version: versionOf(record) }));
    const { differing } = await reconcile({ have: mine });
    expect(differing.map(({ id, state, record }) => [id, state, record])).toEqual([
      [missing.id, 'missing', missing],
      [stale.id, 'stale', newer],
      [altered.id, 'altered', altered],
      [extra.id, 'extra', undefined],
    ]);
  });

  it('is told the life of the logs, its scope, and where a restored life began', async () => {
    await station.push('activities', activity());
    const before = exchangeResponseSchema.parse((await station.exchangeRaw({ protocol: 2, push: [], pull: null })).body);
    expect(before).toMatchObject({ scope: VILLAGE, epoch: await center.store.epoch() });
    expect(before.restored).toBeUndefined();
    const head = await center.store.head(COUNTY);
    await renewEpoch(center.access.db);
    const after = exchangeResponseSchema.parse((await station.exchangeRaw({ protocol: 2, push: [], pull: null })).body);
    expect(after.restored?.[COUNTY]).toBe(head);
    expect(after.epoch).not.toBe(before.epoch);
  });

  it('what it pushed itself is left out of its pull where it says so', async () => {
    const records = [activity(), activity()];
    const { results } = await station.exchange(records.map((record) => write('activities', record)));
    const position = results[0]?.status === 'accepted' ? results[0].receipt.position : 0;
    const asked = await station.exchangeRaw({ protocol: 2, push: [], pull: { from: { activities: {} }, limit: 10, own: { [COUNTY]: [[position, position]] } } });
    expect(exchangeResponseSchema.parse(asked.body).pull?.changes.map((change) => change.position)).toEqual([position + 1]);
  });

  it('by how much its clock is off is noted at contact', async () => {
    await station.exchangeRaw({ protocol: 2, push: [], pull: null, clientTime: center.clock.now() + 3_600_000 });
    const row = await center.access.db.get('SELECT clock_skew_ms FROM devices WHERE id = ?', station.id);
    expect(row?.['clock_skew_ms']).toBe(3_600_000);
  });

  it('T2 a replica of protocol 1 is answered in its version, and asks for no comparison', async () => {
    const answer = await station.exchangeRaw({ protocol: 1, push: [write('activities', activity())], pull: { from: { activities: {} }, limit: 10 } });
    expect(answer.body).toMatchObject({ protocol: 1, results: [{ status: 'accepted' }] });
    expect((await answerOf(await station.request('/v1/digest', { headers: { 'qiyou-protocol': '1' } }))).status).toBe(200);
  });
});
