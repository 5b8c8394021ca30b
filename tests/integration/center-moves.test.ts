import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { WriteResult } from '#shared/protocol/exchange.ts';
import { auditTrail } from '../../center/access/audit.ts';
import { moveVillage, resumeMoves } from '../../center/access/moves.ts';
import { runCli } from '../../center/ops/run-cli.ts';
import { activity, COUNTY, edited, order, OTHER_TOWN, OTHER_VILLAGE, standard, TOWN, VILLAGE, write } from '../support/center-records.ts';
import { codeFor, enrolDevice, enrolWith, errorOf, makeKeys, startTestCenter, type RawDevice, type TestCenter } from '../support/center.ts';

const NEW_VILLAGE = `${OTHER_TOWN}099`;
const KINDS = ['sites', 'activities', 'orders', 'standards'];

describe('a village that is moved', () => {
  let center: TestCenter;
  let station: RawDevice;
  let oldTown: RawDevice;
  let newTown: RawDevice;

  beforeEach(async () => {
    center = await startTestCenter();
    station = await enrolDevice(center, VILLAGE, 'station');
    oldTown = await enrolDevice(center, TOWN, 'institute');
    newTown = await enrolDevice(center, OTHER_TOWN, 'institute');
  });
  afterEach(() => center.stop());

  const cli = async (...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
    let [out, err] = ['', ''];
    const code = await runCli([...argv, '--data', center.dataDir], { out: (text) => void (out += text), err: (text) => void (err += text) });
    return { code, out, err };
  };
  const current = async (kind: string, id: string): Promise<AnyRecord | undefined> => (await center.store.get(kind, id))?.record;
  const reasonOf = (result: WriteResult | undefined) => (result?.status === 'refused' ? result.reason : null);

  it('L3 is moved from the command line: records leave the old town and reach the new one, and the report says how many', async () => {
    const record = activity();
    await station.push('activities', record);
    const before = await oldTown.pullAll(KINDS);
    const moved = await cli('move', '--from', VILLAGE, '--to', NEW_VILLAGE);
    expect([moved.code, moved.out]).toEqual([0, `${VILLAGE} is ${NEW_VILLAGE} now: 1 sites, 1 activities; 1 devices; 0 arrived late\n`]);
    const from = Object.fromEntries(KINDS.map((kind) => [kind, before.through]));
    const { pull } = await oldTown.exchange([], { from, limit: 100 });
    expect(pull?.changes.map((change) => ('left' in change ? change.kind : 'record'))).toEqual(['sites', 'activities']);
    expect((await newTown.pullAll(['activities'])).changes).toMatchObject([{ record: { id: record.id, site: NEW_VILLAGE } }]);
    expect((await auditTrail(center.access.db)).at(-1)).toMatchObject({ event: 'villageMoved', site: VILLAGE, detail: { to: NEW_VILLAGE, devices: 1 } });
    expect(await cli('move', '--from', VILLAGE, '--to', `${OTHER_TOWN}001`)).toMatchObject({ code: 1, err: expect.stringContaining('was moved to') });
    expect(await cli('move', '--from', VILLAGE)).toMatchObject({ code: 2 });
  });

  it('L3 its devices and unused codes belong to the new code, and learn of it with the next session', async () => {
    const code = await codeFor(center, VILLAGE, 'station');
    await cli('move', '--from', VILLAGE, '--to', NEW_VILLAGE);
    const refused = await station.exchangeRaw({ protocol: 2, push: [], pull: null });
    expect([refused.status, errorOf(refused)]).toMatchObject([401, { code: 'unauthorized' }]);
    await station.openSession();
    expect((await station.exchange([])).scope).toBe(NEW_VILLAGE);
    expect((await enrolWith(center.url, code, makeKeys())).body.site).toBe(NEW_VILLAGE);
    expect((await station.pullAll(['sites'])).changes).toMatchObject([{ record: { site: NEW_VILLAGE } }]);
    await expect(codeFor(center, VILLAGE, 'station')).rejects.toThrow('was moved to');
  });

  it('L3 what station and old institute wrote offline under the old code is accepted, filed right, and counted as late', async () => {
    const [old, seen] = [activity(), activity(VILLAGE, { place: '院子' })];
    await station.push('activities', seen);
    await cli('move', '--from', VILLAGE, '--to', NEW_VILLAGE);
    await station.openSession();
    const [late, profileEdit] = [activity(), edited(seen, { place: '广场' })];
    expect(await station.push('activities', late)).toMatchObject({ status: 'accepted' });
    expect(await oldTown.push('activities', old)).toMatchObject({ status: 'accepted' });
    expect(await oldTown.push('activities', profileEdit, seen)).toMatchObject({ status: 'accepted' });
    for (const { id } of [late, old, seen]) expect((await current('activities', id))?.site).toBe(NEW_VILLAGE);
    expect((await current('activities', seen.id))?.['place']).toBe('广场');
    expect((await cli('moves')).out).toContain('3 arrived late');
    const { changes } = await newTown.pullAll(['activities']);
    expect(changes.map((change) => ('record' in change ? change.record.id : '')).toSorted()).toEqual([late.id, old.id, seen.id].toSorted());
  });

  it('L3 a merged village keeps the records of both, and one profile', async () => {
    const other = await enrolDevice(center, OTHER_VILLAGE, 'station');
    const [mine, theirs] = [activity(VILLAGE), activity(OTHER_VILLAGE)];
    await station.push('activities', mine);
    await other.push('activities', theirs);
    expect(await cli('move', '--from', VILLAGE, '--to', OTHER_VILLAGE)).toMatchObject({ code: 1, err: expect.stringContaining('--merge') });
    expect((await cli('move', '--from', VILLAGE, '--to', OTHER_VILLAGE, '--merge')).code).toBe(0);
    const { changes } = await other.pullAll(['activities', 'sites']);
    expect(changes.filter(({ kind }) => kind === 'activities')).toHaveLength(2);
    expect(changes.filter((change) => change.kind === 'sites' && 'record' in change && !change.record.removed)).toHaveLength(1);
    const overview = await oldTown.overview();
    expect(overview.sites.map(({ code }) => code)).not.toContain(VILLAGE);
  });

  it('L3 a move that was cut off is gone on with when the center starts, or when it is asked for again', async () => {
    await station.exchange(Array.from({ length: 700 }, () => write('activities', activity())));
    let turns = 0;
    const db = new Proxy(center.access.db, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => (name === 'write' && (turns += 1) > 2 ? Promise.reject(new Error('cut')) : Reflect.apply(member, target, args));
      },
    });
    await expect(moveVillage({ ...center.access, db }, VILLAGE, NEW_VILLAGE)).rejects.toThrow('cut');
    expect((await cli('moves')).out).toContain('not done yet');
    await resumeMoves(center.access);
    const again = await moveVillage(center.access, VILLAGE, NEW_VILLAGE);
    expect(again).toMatchObject({ ok: true, value: { done: true, records: { activities: 700, sites: 1 } } });
    expect((await newTown.pullAll(['activities'])).changes).toHaveLength(700);
  });

  it('L2 an order that is addressed down is answered by the station, which moves and readdresses it nowhere', async () => {
    const county = await enrolDevice(center, COUNTY, 'county');
    const asked = order(COUNTY, VILLAGE);
    await county.exchange([write('orders', asked), write('standards', standard(COUNTY, VILLAGE))]);
    const { changes } = await station.pullAll(KINDS);
    expect(changes.map(({ kind }) => kind)).toContain('orders');
    expect(reasonOf(await station.push('orders', edited(asked, { site: VILLAGE }), asked))).toMatchObject({ code: 'outOfScope', field: 'site' });
    expect(reasonOf(await station.push('orders', edited(asked, { to: TOWN }), asked))).toMatchObject({ code: 'outOfScope', field: 'to' });
    expect(reasonOf(await station.push('orders', order(COUNTY, VILLAGE)))).toMatchObject({ code: 'outOfScope', field: 'site' });
    const done = edited(asked, { stage: 'done' });
    expect(await station.push('orders', done, asked)).toMatchObject({ status: 'accepted' });
    expect(await current('orders', asked.id)).toEqual(done);
  });

  it('L3 the old town hears on its open stream that something moved', async () => {
    const stream = await oldTown.news();
    await cli('move', '--from', VILLAGE, '--to', NEW_VILLAGE);
    await expect.poll(() => stream.events.filter(({ type }) => type === 'moved').length, { timeout: 10_000 }).toBeGreaterThan(0);
    stream.close();
  });
});
