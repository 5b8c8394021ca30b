import { describe, expect, it, vi } from 'vitest';
import type { Input, Output } from '#shared/bridge/contract.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { MemoryReplicaStore } from '#shared/ports/memory-replica-store.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { ReplicaEngine } from '#shared/sync/replica-engine.ts';
import { SyncLoop, type LoopOptions } from '#shared/sync/sync-loop.ts';
import { openTestHost, type TestHost } from '../../support/host.ts';
import { activity } from '../../support/make-record.ts';
import { startOldCenter, type OldCenter } from '../../support/old-center.ts';

const KINDS = ['activities', 'volunteers'];

interface Station {
  readonly host: TestHost;
  readonly engine: ReplicaEngine;
  /** Saves an activity, whole. */
  save(record: AnyRecord): Promise<void>;
  get(id: string): Promise<AnyRecord | undefined>;
  /** Sends and pulls all that there is. */
  sync(): Promise<void>;
}

/** Today's engine over today's host, in one process. */
async function station({ center }: OldCenter): Promise<Station> {
  const host = await openTestHost();
  expect(await host.dispatch('link.enrol', { center: center.url, code: 'X', deviceName: '' })).toMatchObject({ ok: true });
  const engine = new ReplicaEngine({ store: new MemoryReplicaStore(), kinds: KINDS, clock: host.clock });
  await engine.open();
  const link: LoopOptions['link'] = {
    exchange: async (request) => (await host.dispatch('link.exchange', request)) as Awaited<ReturnType<LoopOptions['link']['exchange']>>,
    digest: async () => (await host.dispatch('link.digest', null)) as Output<'link.digest'>,
    reconcile: async (request) => (await host.dispatch('link.reconcile', request satisfies Input<'link.reconcile'>)) as Output<'link.reconcile'>,
  };
  const at = (): Promise<void> => Promise.resolve();
  const faults: unknown[] = [];
  const loop = new SyncLoop({
    engine, link, gather: at, breathe: at, allowed: () => true,
    retry: async (error) => {
      throw new Error(JSON.stringify(error));
    },
    onFault: (error) => faults.push(error),
  });
  return {
    host,
    engine,
    save: (record) => engine.save('activities', [record.id], () => record),
    get: async (id) => (await engine.store.records('activities', [id]))[0],
    async sync() {
      loop.wake();
      await loop.idle();
      expect(faults).toEqual([]);
    },
  };
}

describe('T2 today’s engine and a center of protocol 1', () => {
  it('sends, pulls and merges as ever, and does not count what such a center cannot compare', async () => {
    const old = await startOldCenter();
    const [one, two] = [await station(old), await station(old)];
    const record = activity({ title: '粽子' });
    await one.save(record);
    for (const each of [one, two]) await each.sync();
    expect(await two.get(record.id)).toEqual(record);
    await one.save({ ...record, title: '包粽子' });
    await two.save({ ...record, title: '端午', minutes: 60 });
    for (const each of [one, two, one]) await each.sync();
    expect(await one.get(record.id)).toEqual(await two.get(record.id));
    expect(await one.get(record.id)).toMatchObject({ title: '包粽子', minutes: 60, conflicts: [{ field: 'title', mine: '端午' }] });
    expect(await one.engine.store.state()).toMatchObject({ epoch: null, agreement: null, whole: true });
    expect(await one.engine.store.queue(1, 0)).toEqual([]);
    expect(old.log.requests.every((request) => request.protocol === 1 && !('digest' in request) && !('clientTime' in request))).toBe(true);
  });

  it('goes on where it stood once the center is updated, and then compares', async () => {
    const old = await startOldCenter();
    const one = await station(old);
    const record = activity();
    await one.save(record);
    await one.sync();
    old.center.guard = () => null;
    old.log.protocol = PROTOCOL;
    await vi.waitFor(async () => {
      await one.sync();
      expect(await one.engine.store.state()).toMatchObject({ epoch: 'epoch-1', agreement: { equal: true } });
    });
    expect(await one.get(record.id)).toEqual(record);
  });
});
