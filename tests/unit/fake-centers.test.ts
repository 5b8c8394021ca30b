import { describe, expect, it } from 'vitest';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { seededRandom } from '#shared/ports/random.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { addToDigest, EMPTY_DIGEST, monthOf } from '#shared/protocol/digest.ts';
import type { ExchangeRequest } from '#shared/protocol/exchange.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import type { ReconcileRequest } from '#shared/protocol/reconcile.ts';
import { versionOf } from '#shared/schema/version.ts';
import { createFakeBridge } from '../support/fake-bridge.ts';
import { activity as anyActivity } from '../support/make-record.ts';
import { MemoryCenter } from '../support/memory-center.ts';
import { TinyCenter } from '../support/tiny-center.ts';

const VILLAGE = '211122101200';
const TOWN = '211122101';
const OTHER_TOWN = '211122102';

const ids = uuidv7Ids(new FakeClock(), seededRandom(5));
const activity = (fields: Readonly<Record<string, unknown>> = {}): AnyRecord => anyActivity({ site: VILLAGE, id: ids.next(), ...fields });

const makeCenter = (): MemoryCenter => new MemoryCenter({ now: () => 7 });
const pull = (from: Readonly<Record<string, Record<string, number>>>, push: ExchangeRequest['push'] = []): ExchangeRequest => ({ protocol: PROTOCOL, push, pull: { from, limit: 100 }, digest: true });
const asked = (have: readonly AnyRecord[], month: string): ReconcileRequest => ({ protocol: PROTOCOL, kind: 'activities', month, after: '', until: null, have: have.map((record) => ({ id: record.id, version: versionOf(record) })) });

describe('the center in memory, for the screens', () => {
  it('C2 says with the last page what the scope holds, and by month when it is asked', () => {
    const center = makeCenter();
    const record = activity();
    center.put('activities', record);
    const digest = addToDigest(EMPTY_DIGEST, 'activities', record.id, versionOf(record));
    expect(center.exchange(pull({ activities: {}, teams: {} }), VILLAGE)).toMatchObject({ epoch: 'epoch-1', scope: VILLAGE, digest: { activities: digest } });
    expect(center.digest(VILLAGE).kinds['activities']).toEqual({ ...digest, months: { [monthOf(record.id)]: digest } });
    expect(center.digest(OTHER_TOWN).kinds).toEqual({});
  });

  it('C2 names what is missing, stale, altered, extra, and what left', () => {
    const center = makeCenter();
    const [missing, stale, altered, extra, left, same] = Array.from({ length: 6 }, () => activity()) as [AnyRecord, AnyRecord, AnyRecord, AnyRecord, AnyRecord, AnyRecord];
    for (const record of [missing, stale, altered, left, same]) center.put('activities', record);
    center.put('activities', { ...stale, title: '新的' });
    center.put('activities', { ...left, site: `${OTHER_TOWN}001` });
    const answer = center.reconcile(asked([stale, { ...altered, title: '改坏了' }, extra, left, same], monthOf(same.id)), VILLAGE);
    const states = Object.fromEntries(answer.differing.map(({ id, state }) => [id, state]));
    expect(states).toEqual({ [missing.id]: 'missing', [stale.id]: 'stale', [altered.id]: 'altered', [extra.id]: 'extra', [left.id]: 'left' });
    expect(answer.differing.find(({ id }) => id === stale.id)?.record).toMatchObject({ title: '新的' });
  });

  it('L3 tells a scope once that a record left it, and sends it to the scope that it is in now', () => {
    const center = makeCenter();
    const record = activity();
    center.put('activities', record);
    const moved = { ...record, site: `${OTHER_TOWN}001` };
    center.put('activities', moved);
    expect(center.exchange(pull({ activities: { '211122': 1 } }), TOWN).pull?.changes).toEqual([{ kind: 'activities', county: '211122', position: 2, left: record.id }]);
    expect(center.exchange(pull({ activities: {} }), TOWN).pull?.changes).toEqual([]);
    expect(center.exchange(pull({ activities: { '211122': 1 } }), OTHER_TOWN).pull?.changes).toMatchObject([{ record: moved }]);
    expect(center.exchange(pull({ activities: { '211122': 2 } }), TOWN).pull?.changes).toEqual([]);
  });

  it('D1 holds a push that removes much until a person confirms it, and leaves out what moved on meanwhile', async () => {
    const center = makeCenter();
    center.heldWrites.above = 2;
    const bridge = createFakeBridge({ center });
    const records = Array.from({ length: 3 }, () => activity());
    for (const record of records) center.put('activities', record);
    const push = records.map((record) => ({ kind: 'activities', base: versionOf(record), record: { ...record, removed: true } }));
    const answer = await bridge.invoke('link.exchange', { protocol: PROTOCOL, push, pull: null });
    expect(answer.ok && answer.value.results).toMatchObject(records.map(() => ({ status: 'refused', reason: { code: 'held' } })));
    const [first] = records as [AnyRecord];
    center.put('activities', { ...first, title: '还要用' });
    const held = await bridge.invoke('link.held', null);
    expect(held.ok && held.value.held).toMatchObject([{ counts: { activities: 3 }, site: VILLAGE }]);
    const id = held.ok ? (held.value.held[0]?.id ?? '') : '';
    expect(await bridge.invoke('link.decideHeld', { id, decision: 'confirm' })).toEqual({ ok: true, value: { written: 2, outdated: 1 } });
    expect(records.map((record) => center.get('activities', record.id)?.removed)).toEqual([false, true, true]);
    expect(await bridge.invoke('link.held', null)).toEqual({ ok: true, value: { held: [] } });
    expect(await bridge.invoke('link.decideHeld', { id, decision: 'confirm' })).toMatchObject({ ok: false, error: { kind: 'refused', code: 'notFound' } });
  });
});

describe('the tiny center, for the replica’s side alone', () => {
  it('speaks protocol 2, or the first where the test says so', () => {
    const center = new TinyCenter();
    const record = activity();
    center.put('activities', record);
    center.put('activities', activity());
    center.leave('activities', record.id);
    expect(center.answer(pull({ activities: { '211122': 1 } }))).toMatchObject({ epoch: 'epoch-1', scope: center.scope, pull: { changes: [{}, { left: record.id }] }, digest: { activities: { count: 1 } } });
    expect(center.reconcile(asked([record], monthOf(record.id))).differing).toMatchObject([{ id: record.id, state: 'left' }, { state: 'missing' }]);
    center.protocol = 1;
    expect(Object.keys(center.answer(pull({ activities: {} }))).toSorted()).toEqual(['protocol', 'pull', 'results', 'serverTime']);
  });
});
