import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { heldResponseSchema, type HeldPush } from '#shared/protocol/held.ts';
import { auditTrail } from '../../center/access/audit.ts';
import { runCli } from '../../center/ops/run-cli.ts';
import { activity, CITY, edited, OTHER_TOWN, TOWN, VILLAGE, write } from '../support/center-records.ts';
import { answerOf, enrolDevice, errorOf, startTestCenter, type Answer, type RawDevice, type TestCenter } from '../support/center.ts';

describe('a push that would remove much', () => {
  let center: TestCenter;
  let station: RawDevice;
  let town: RawDevice;
  let records: AnyRecord[];

  beforeEach(async () => {
    center = await startTestCenter();
    station = await enrolDevice(center, VILLAGE, 'station');
    town = await enrolDevice(center, TOWN, 'institute');
    records = Array.from({ length: 40 }, (_, index) => activity(VILLAGE, { title: `活动 ${index}` }));
    await station.exchange(records.map((record) => write('activities', record)));
  });
  afterEach(() => center.stop());

  const removeAll = async (protocol = 2) => {
    const answer = await station.exchangeRaw({ protocol, push: records.map((record) => write('activities', edited(record, { removed: true }), record)), pull: null });
    return answer.body;
  };
  const held = async (device: RawDevice): Promise<HeldPush[]> => heldResponseSchema.parse(await (await device.request('/v1/held')).json()).held;
  const decide = async (device: RawDevice, id: string, decision: string): Promise<Answer<unknown>> =>
    answerOf(await device.request('/v1/held', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 2, id, decision }) }));
  const cli = async (...argv: readonly string[]): Promise<{ code: number; out: string }> => {
    let out = '';
    const code = await runCli([...argv, '--data', center.dataDir], { out: (text) => void (out += text), err: () => undefined });
    return { code, out };
  };
  const liveCount = async (): Promise<number> => (await station.pullAll(['activities'])).changes.filter((change) => 'record' in change && !change.record.removed).length;

  it('D1 is held until the institute confirms it, and then accepted as it was sent', async () => {
    const first = await removeAll();
    expect(new Set(first.results.map((result) => (result.status === 'refused' ? result.reason.code : result.status)))).toEqual(new Set(['held']));
    expect(await liveCount()).toBe(40);
    const [push] = await held(town);
    expect(push).toMatchObject({ device: station.id, deviceName: '办公电脑', site: VILLAGE, counts: { activities: 40 }, since: center.clock.now() });
    expect(push?.siteName).not.toBe('');
    expect(await decide(town, push?.id ?? '', 'confirm')).toMatchObject({ status: 200, body: { written: 40, outdated: 0 } });
    expect(await liveCount()).toBe(0);
    expect((await removeAll()).results.every(({ status }) => status === 'accepted')).toBe(true);
    const events = (await auditTrail(center.access.db)).map(({ event }) => event);
    expect(events.filter((event) => event === 'pushHeld' || event === 'heldConfirmed')).toEqual(['pushHeld', 'heldConfirmed']);
  });

  it('D1 is dropped where it is rejected', async () => {
    await removeAll();
    const [push] = await held(await enrolDevice(center, CITY, 'city'));
    expect(await decide(town, push?.id ?? '', 'reject')).toMatchObject({ body: { written: 0, outdated: 0 } });
    expect([await liveCount(), await held(town)]).toEqual([40, []]);
    expect((await auditTrail(center.access.db)).at(-1)).toMatchObject({ event: 'heldRejected', device: station.id, detail: { by: town.id } });
  });

  it('D1 is no business of a station or another town', async () => {
    await removeAll();
    const [push] = await held(town);
    const asStation = await answerOf(await station.request('/v1/held'));
    expect([asStation.status, errorOf(asStation)]).toMatchObject([403, { code: 'outOfScope' }]);
    const other = await enrolDevice(center, OTHER_TOWN, 'institute');
    expect(await held(other)).toEqual([]);
    expect((await decide(other, push?.id ?? '', 'confirm')).status).toBe(404);
    expect((await decide(station, push?.id ?? '', 'confirm')).status).toBe(403);
  });

  it('D1 is decided, listed and undone from the command line', async () => {
    await removeAll();
    const [push] = await held(town);
    expect((await cli('held', 'list')).out).toContain(`40 activities`);
    expect((await cli('held', 'confirm', push?.id ?? '')).out).toBe('confirmed: 40 written, 0 not, since they moved on meanwhile\n');
    expect((await cli('held', 'list')).out).toBe('nothing is held\n');
    expect((await cli('removed', '--site', VILLAGE)).out.split('\n').filter((line) => line.includes('removed by'))).toHaveLength(40);
    // The command line has the machine's own clock.
    expect((await cli('recover', '--device', station.id, '--since', '2026-01-01')).out).toBe('40 written back, 0 needed nothing\n');
    expect(await liveCount()).toBe(40);
    expect(await cli('held', 'confirm')).toMatchObject({ code: 2 });
    expect(await cli('held', 'confirm', push?.id ?? '')).toMatchObject({ code: 1 });
    expect(await cli('recover', '--device', station.id)).toMatchObject({ code: 2 });
  });

  it('T2 a station of protocol 1 is answered in its version', async () => {
    const answer = await removeAll(1);
    expect(answer.protocol).toBe(1);
    expect(answer.results[0]).toMatchObject({ status: 'refused', reason: { code: 'held' } });
  });
});
