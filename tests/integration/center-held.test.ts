import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { heldOutcomesSchema, heldResponseSchema, type HeldOutcomes, type HeldPush } from '#shared/protocol/held.ts';
import { auditTrail } from '../../center/access/audit.ts';
import { decideHeld } from '../../center/access/held.ts';
import { runCli } from '../../center/ops/run-cli.ts';
import { activity, CITY, edited, OTHER_TOWN, TOWN, VILLAGE, write } from '../support/center-records.ts';
import { answerOf, enrolDevice, errorOf, startTestCenter, type Answer, type RawDevice, type TestCenter } from '../support/center.ts';

/** What users ask for: within a second. */
const SOON = { timeout: 1_000, interval: 10 };

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
  const decide = async (device: RawDevice, id: string, decision: string, more: object = {}): Promise<Answer<unknown>> =>
    answerOf(await device.request('/v1/held', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 2, id, decision, ...more }) }));
  const outcomes = async (device: RawDevice, after = 0): Promise<HeldOutcomes> => heldOutcomesSchema.parse(await (await device.request(`/v1/held/decided?after=${after}`)).json());
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

  it('D1 is told at once to those who decide, and the decision to the station; older programs are not told', async () => {
    const other = await enrolDevice(center, OTHER_TOWN, 'institute');
    const streams = await Promise.all([town, other, station].map((device) => device.news()));
    const older = await town.news({ protocol: 1 });
    const heldIn = ({ events }: { readonly events: readonly { readonly type: string }[] }) => events.filter(({ type }) => type === 'held');
    try {
      await removeAll();
      await vi.waitFor(() => expect(streams.map(heldIn)).toEqual([[{ type: 'held', site: VILLAGE }], [], [{ type: 'held', site: VILLAGE }]]), SOON);
      const [push] = await held(town);
      await decide(town, push?.id ?? '', 'reject');
      await vi.waitFor(() => expect(streams.map((stream) => heldIn(stream).length)).toEqual([2, 0, 2]), SOON);
      // What is told there later came after all that was not told.
      await station.push('activities', activity(VILLAGE));
      await vi.waitFor(() => expect(older.events.at(-1)).toMatchObject({ type: 'moved' }), SOON);
      expect(heldIn(older)).toEqual([]);
    } finally {
      for (const stream of [...streams, older]) stream.close();
    }
  });

  it('D1 the device is told who decided, when, and what now stands; and no other device is', async () => {
    await removeAll();
    const [push] = await held(town);
    center.clock.move(5_000);
    await decide(town, push?.id ?? '', 'reject', { person: '赵主任' });
    const [first] = (await outcomes(station)).decided;
    expect(first).toMatchObject({ id: push?.id, decision: 'reject', at: center.clock.now(), since: push?.since, counts: { activities: 40 }, written: 0, outdated: 0 });
    expect(first?.by).toEqual({ person: '赵主任', deviceName: '办公电脑', site: TOWN, siteName: '太平街道' });
    expect(first?.records.map(({ id }) => id).toSorted()).toEqual(records.map(({ id }) => id).toSorted());
    expect(await outcomes(town)).toEqual({ decided: [], more: false });

    const [moved] = records as [AnyRecord, ...AnyRecord[]];
    await removeAll();
    await station.push('activities', edited(moved, { title: '又改了' }), moved);
    const [again] = await held(town);
    await cli('held', 'confirm', again?.id ?? '');
    const { decided } = await outcomes(station, first?.at);
    expect(decided).toMatchObject([{ decision: 'confirm', written: 39, outdated: 1, by: { person: '', deviceName: '', site: '', siteName: '' } }]);
    expect(decided[0]?.at).toBeGreaterThan(first?.at ?? Infinity);
  });

  it('D1 what is held while a person decides waits for a decision of its own', async () => {
    await removeAll();
    const [push] = await held(town);
    const late = activity(VILLAGE, { title: '后来的' });
    await station.push('activities', late);
    let deciding: Promise<unknown> = Promise.resolve();
    const store = Object.assign(Object.create(center.store) as typeof center.store, {
      write: async (...args: Parameters<typeof center.store.write>) => {
        deciding = removeAll();
        await station.exchange([write('activities', edited(late, { removed: true }), late)]);
        await deciding;
        return center.store.write(...args);
      },
    });
    await decideHeld(center.access, store, TOWN, push?.id ?? '', 'confirm', {});
    expect((await held(town)).map(({ counts }) => counts)).toEqual([{ activities: 1 }]);
    expect(await liveCount()).toBe(1);
  });

  it('T2 a station of protocol 1 is answered in its version', async () => {
    const answer = await removeAll(1);
    expect(answer.protocol).toBe(1);
    expect(answer.results[0]).toMatchObject({ status: 'refused', reason: { code: 'held' } });
  });
});
