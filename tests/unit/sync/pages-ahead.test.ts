import { describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { emptyReplica, MemoryReplicaStore } from '#shared/ports/memory-replica-store.ts';
import type { ExchangeResponse } from '#shared/protocol/exchange.ts';
import { ReplicaEngine, type Begun, type Outgoing } from '#shared/sync/replica-engine.ts';
import { activity } from '../../support/make-record.ts';

/** A store whose writing of records ends when a test lets it. */
class SlowStore extends MemoryReplicaStore {
  readonly writing: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];

  override async put(kind: string, records: readonly AnyRecord[]): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.writing.push({ done: resolve, fail: reject });
    await promise;
    await super.put(kind, records);
  }
}

const COUNTY = '211122';

async function newReplica() {
  const stored = emptyReplica();
  const store = new SlowStore(stored);
  const engine = new ReplicaEngine({ store, kinds: ['activities'], clock: new FakeClock() });
  await engine.open();
  return { stored, store, engine };
}

function page(position: number, more: boolean, epoch = 'one'): { readonly record: AnyRecord; readonly response: ExchangeResponse } {
  const record = activity({ title: `第${position}次` });
  return { record, response: { protocol: 2, results: [], pull: { changes: [{ kind: 'activities', county: COUNTY, position, record }], through: { [COUNTY]: position }, more }, serverTime: 0, epoch, scope: '211122101001' } };
}

async function nextOf(engine: ReplicaEngine, outgoing: Outgoing, response: ExchangeResponse): Promise<Outgoing> {
  const next = engine.ahead(outgoing, response, await engine.state());
  if (next === null) throw new Error('there is no next page');
  return next;
}

/** Begins two pages of a first pull, of which none is durable yet. */
async function beginTwo(engine: ReplicaEngine): Promise<readonly [Begun, Begun]> {
  const [first, second] = [page(1, true), page(2, false)];
  const outgoing = await engine.outgoing();
  const behind = await nextOf(engine, outgoing, first.response);
  expect(behind.request.pull?.from).toEqual({ activities: { [COUNTY]: 1 } });
  return [await engine.begin(outgoing, first.response), await engine.begin(behind, second.response)];
}

const settled = (promise: Promise<unknown>): Promise<string> => Promise.race([promise.then(() => 'durable', () => 'failed'), new Promise<string>((done) => setImmediate(() => done('on its way')))]);

describe('L2 a first pull', () => {
  it('makes a page ready while the one before is written, and counts each as read only once it is durable', async () => {
    const { stored, store, engine } = await newReplica();
    const [one, two] = await beginTwo(engine);
    expect(store.writing).toHaveLength(2);
    expect(stored.state.marks).toEqual({});
    store.writing[1]?.done();
    expect(await settled(two.durable)).toBe('on its way');
    expect(stored.state.marks).toEqual({});
    store.writing[0]?.done();
    await two.durable;
    await one.durable;
    expect(stored.state).toMatchObject({ marks: { activities: { [COUNTY]: 2 } }, whole: true, epoch: 'one' });
    expect(stored.records.get('activities')?.size).toBe(2);
  });

  it('counts nothing as read behind a page that was not written, and reads on from what is durable', async () => {
    const { stored, store, engine } = await newReplica();
    const [one, two] = await beginTwo(engine);
    store.writing[1]?.done();
    store.writing[0]?.fail(new Error('no space'));
    await expect(one.durable).rejects.toThrow('no space');
    await expect(two.durable).rejects.toThrow('no space');
    expect(stored.state).toMatchObject({ marks: {}, whole: false });
    const again = await engine.outgoing();
    expect(again.request.pull?.from).toEqual({ activities: {} });
    const taken = engine.take(again, page(3, false).response);
    await expect.poll(() => store.writing.length).toBe(3);
    store.writing[2]?.done();
    await taken;
    expect(stored.state).toMatchObject({ marks: { activities: { [COUNTY]: 3 } }, whole: true });
  });

  it('sees between two pages that the center was restored, although the first is not durable yet', async () => {
    const { stored, store, engine } = await newReplica();
    const outgoing = await engine.outgoing();
    const first = page(1, true);
    const behind = await nextOf(engine, outgoing, first.response);
    const one = await engine.begin(outgoing, first.response);
    const two = engine.begin(behind, page(2, false, 'another').response);
    store.writing[0]?.done();
    await one.durable;
    expect((await two).taken).toMatchObject({ restarted: true });
    expect(stored.state).toMatchObject({ epoch: 'one', recovering: { epoch: 'another' }, marks: { activities: { [COUNTY]: 1 } } });
  });

  it('lets a save of the same kind come after what is being written', async () => {
    const { stored, store, engine } = await newReplica();
    const { record, response } = page(1, false);
    const begun = await engine.begin(await engine.outgoing(), response);
    const own = activity({ title: '自己的' });
    const saved = engine.save('activities', [own.id], () => own);
    await expect.poll(() => store.writing.length).toBe(2);
    for (const write of store.writing) write.done();
    await Promise.all([saved, begun.durable]);
    expect([...(stored.records.get('activities')?.keys() ?? [])].toSorted()).toEqual([record.id, own.id].toSorted());
    expect([...stored.pendings.keys()]).toEqual([`activities:${own.id}`]);
  });
});
