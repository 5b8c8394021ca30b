import { beforeEach, describe, expect, it } from 'vitest';
import { copyOfReplica } from '#shared/ports/memory-replica-store.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { reconcileResponseSchema } from '#shared/protocol/reconcile.ts';
import { versionOf } from '#shared/schema/version.ts';
import { activity } from '../../support/make-record.ts';
import { ReplicaStation } from '../../support/replica-station.ts';

let station: ReplicaStation;

beforeEach(async () => {
  station = new ReplicaStation();
  await station.engine.open();
});

const OFFLINE: LinkError = { kind: 'offline', detail: '' };

describe('the loop of a replica', () => {
  it('T1 sends and pulls until nothing is left, and agrees with the center', async () => {
    const [mine, theirs] = [activity(), activity()];
    await station.save(mine);
    station.center.put('activities', theirs);
    await station.sync();
    expect(station.center.get('activities', mine.id)).toEqual(mine);
    expect(station.record(theirs.id)).toEqual(theirs);
    expect(station.stored.pendings.size).toBe(0);
    expect(station.stored.state.agreement).toMatchObject({ equal: true });
  });

  it('T1 tries again after a line that was cut, and loses nothing', async () => {
    const record = activity();
    await station.save(record);
    station.cuts.push(OFFLINE, OFFLINE);
    await station.sync();
    expect(station.troubles).toEqual([OFFLINE, OFFLINE]);
    expect(station.center.get('activities', record.id)).toEqual(record);
  });

  it('P1 M1 a further edit after a lost answer meets no conflict of its own', async () => {
    const record = activity({ title: '一' });
    await station.save(record);
    station.lostAnswers = 1;
    station.loop.wake();
    await station.save({ ...record, title: '二' });
    await station.loop.idle();
    expect(station.center.get('activities', record.id)).toMatchObject({ title: '二', conflicts: [] });
  });

  it('P2 finds the one record that the center cannot even read, sets it aside and goes on', async () => {
    const records = Array.from({ length: 5 }, () => activity());
    for (const record of records) await station.save(record);
    station.unreadable = records[2]?.id ?? '';
    await station.sync();
    expect(records.map(({ id }) => station.center.get('activities', id) !== null)).toEqual([true, true, false, true, true]);
    expect([...station.stored.pendings.values()]).toMatchObject([{ id: station.unreadable, refusal: { code: 'invalid', detail: 'unreadable' } }]);
  });

  it('C2 finds what was damaged once it is told to look, and names it', async () => {
    const [lost, altered] = [activity({ title: '甲' }), activity({ title: '乙' })];
    for (const record of [lost, altered]) station.center.put('activities', record);
    await station.sync();
    station.stored.records.get('activities')?.delete(lost.id);
    station.stored.records.get('activities')?.set(altered.id, { ...altered, title: '改' });
    station.loop.check();
    await station.loop.idle();
    expect([station.record(lost.id), station.record(altered.id)]).toEqual([lost, altered]);
    expect(station.stored.repairs).toMatchObject([{ why: 'differed', found: { activities: { missing: 1, altered: 1 } } }]);
    expect(station.stored.recovered).toMatchObject([{ id: altered.id, record: { title: '改' } }]);
  });

  it('C2 a repair says why it ran: by itself, because a person asked, or because the center was restored', async () => {
    const record = activity({ title: '甲' });
    station.center.put('activities', record);
    await station.sync();
    const lose = (): void => void station.stored.records.get('activities')?.delete(record.id);
    const compare = async (): Promise<void> => {
      // Each comparison is later than the one before.
      station.clock.move(1_000);
      station.loop.check();
      await station.loop.idle();
    };
    lose();
    station.clock.move(1_000);
    station.engine.digests.asked(station.clock.now());
    await compare();
    await compare();
    lose();
    await compare();
    station.center.epoch = 'epoch-2';
    lose();
    await station.sync();
    expect(station.stored.repairs.map(({ why }) => why)).toEqual(['asked', 'differed', 'restored']);
  });

  it('C2 T2 a difference that only a newer center knows loses nothing, and is named where nothing can be done', async () => {
    const [known, bare] = [activity({ title: '甲' }), activity({ title: '乙' })];
    for (const record of [known, bare]) station.center.put('activities', record);
    await station.sync();
    const changed = [known, bare].map((record) => ({ ...record, title: '磁盘坏了' }));
    for (const record of changed) station.stored.records.get('activities')?.set(record.id, record);
    const honest = station.center.reconcile.bind(station.center);
    station.center.reconcile = (request, scope) => {
      const { differing, through } = honest(request, scope);
      const newer = differing.map(({ record, ...difference }) => ({ ...difference, state: 'quarantined', ...(difference.id === bare.id ? {} : { record }) }));
      return reconcileResponseSchema.parse({ differing: newer, through });
    };
    station.loop.check();
    await station.loop.idle();
    expect([station.record(known.id), station.record(bare.id)]).toEqual([known, changed[1]]);
    expect(station.stored.recovered).toMatchObject([{ id: known.id, record: { title: '磁盘坏了' } }]);
    expect(station.stored.repairs[0]?.found).toEqual({ activities: { unknown: 2 } });
    expect(station.stored.state.agreement).toMatchObject({ equal: false });
    expect(station.stored.pendings.size).toBe(0);
  });

  it('D1 sends what a pull merged into an edit that had been refused, without being asked again', async () => {
    const record = activity({ title: '一', place: '村口' });
    station.center.put('activities', record);
    await station.sync();
    station.center.refuse = () => ({ code: 'held', field: '', detail: '' });
    await station.save({ ...record, removed: true });
    await station.sync();
    expect([...station.stored.pendings.values()]).toMatchObject([{ refusal: { code: 'held' } }]);
    station.center.refuse = () => null;
    station.center.put('activities', { ...record, place: '广场' });
    await station.sync();
    expect(station.center.get('activities', record.id)).toMatchObject({ removed: true, place: '广场' });
    expect(station.stored.pendings.size).toBe(0);
  });

  it('C1 gives a center that was restored back what it lost', async () => {
    const record = activity({ title: '一' });
    station.center.put('activities', record);
    await station.sync();
    await station.save({ ...record, title: '二' });
    await station.sync();
    const restored = new ReplicaStation(undefined, copyOfReplica(station.stored));
    restored.center.put('activities', record);
    restored.center.epoch = 'epoch-2';
    await restored.engine.open();
    await restored.sync();
    expect(restored.center.get('activities', record.id)).toMatchObject({ title: '二', conflicts: [] });
  });
});

describe('a disk without space', () => {
  it('P1 what a merge could not write down replaces nothing at the center', async () => {
    const record = activity({ title: '一', place: '村口' });
    station.center.put('activities', record);
    await station.sync();
    await station.save({ ...record, title: '二' });
    const theirs = { ...record, place: '广场' };
    station.center.put('activities', theirs);
    let full = true;
    station.beforeWrite = (step) => {
      if (step !== 'put' || !full) return;
      full = false;
      throw new Error('no space');
    };
    await station.sync();
    expect(station.faults).toHaveLength(1);
    await station.sync();
    expect(station.center.get('activities', record.id)).toMatchObject({ title: '二', place: '广场', conflicts: [] });
    expect(versionOf(station.record(record.id) ?? {})).toBe(versionOf(station.center.get('activities', record.id) ?? {}));
  });

  it('P1 a start that found no space puts the books right before anything is sent', async () => {
    const record = activity({ title: '一', place: '村口' });
    station.center.put('activities', record);
    await station.sync();
    station.beforeWrite = (step) => {
      if (step === 'put') throw new Error('killed');
    };
    await station.save({ ...record, title: '二' }).catch(() => undefined);
    await station.save({ ...record, title: '二' }).catch(() => undefined);
    const next = new ReplicaStation(station.center, station.stored);
    next.beforeWrite = () => {
      throw new Error('no space');
    };
    await next.engine.open().catch(() => undefined);
    next.beforeWrite = () => undefined;
    await next.sync();
    expect(next.stored.pendings.size).toBe(0);
    expect(next.center.get('activities', record.id)).toEqual(record);
  });

  it('a save that found no space saved nothing', async () => {
    const record = activity();
    station.beforeWrite = (step) => {
      if (step === 'put') throw new Error('no space');
    };
    await expect(station.save(record)).rejects.toThrow('no space');
    expect([station.stored.pendings.size, station.record(record.id)]).toEqual([0, undefined]);
  });
});

describe('what was refused and is given up', () => {
  it('P2 goes back to what the center has, and is kept for a person', async () => {
    const record = activity({ title: '一' });
    station.center.put('activities', record);
    await station.sync();
    station.center.refuse = () => ({ code: 'invalid', field: 'title', detail: '' });
    await station.save({ ...record, title: '二' });
    await station.sync();
    expect(await station.engine.giveUp('activities', record.id)).toBe(true);
    expect(station.record(record.id)).toEqual(record);
    expect(station.stored.recovered).toMatchObject([{ record: { title: '二' } }]);
    expect(await station.engine.giveUp('activities', record.id)).toBe(false);
  });

  it('L3 goes away where the record left the scope meanwhile', async () => {
    const record = activity({ title: '一' });
    station.center.put('activities', record);
    await station.sync();
    station.center.refuse = () => ({ code: 'invalid', field: 'title', detail: '' });
    await station.save({ ...record, title: '二' });
    await station.sync();
    station.center.put('activities', { ...record, site: '211122102001' });
    await station.sync();
    await station.engine.giveUp('activities', record.id);
    expect(station.record(record.id)).toBeUndefined();
  });
});
