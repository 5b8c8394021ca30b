import { describe, expect, it } from 'vitest';
import type { Write } from '#shared/protocol/exchange.ts';
import { FakeLink } from '#shared/ports/link.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { ExchangeHub, HubClosed } from '#shared/sync/exchange-hub.ts';
import { activity } from '../../support/make-record.ts';
import { TinyCenter } from '../../support/tiny-center.ts';

interface Bench {
  readonly center: TinyCenter;
  readonly link: FakeLink;
  readonly hub: ExchangeHub;
  readonly errors: LinkError[];
  /** Lets everything run that can run without the link. */
  settle(): Promise<void>;
}

function bench(): Bench {
  const center = new TinyCenter();
  const link = new FakeLink((request) => center.answer(request));
  const errors: LinkError[] = [];
  const hub = new ExchangeHub({ link, gather: () => Promise.resolve(), retry: async (error) => void errors.push(error) });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { center, link, hub, errors, settle };
}

const newWrite = (kind = 'activities'): Write => ({ kind, base: null, record: activity() });

describe('exchange hub', () => {
  it('T1 carries the pushes and pulls of all kinds in one request', async () => {
    const { hub, link, settle, center } = bench();
    center.put('volunteers', activity());
    const push = hub.push([newWrite(), newWrite()]);
    const other = hub.push([newWrite('teams')]);
    const pull = hub.pull('volunteers', {});
    await settle();
    expect(link.waiting).toHaveLength(1);
    expect(link.waiting[0]?.push.map((write) => write.kind)).toEqual(['activities', 'activities', 'teams']);
    link.deliver();
    expect((await push).map((result) => result.status)).toEqual(['accepted', 'accepted']);
    expect(await other).toHaveLength(1);
    expect((await pull).changes).toHaveLength(1);
  });

  it('keeps one exchange on its way at a time; what is asked meanwhile goes in the next', async () => {
    const { hub, link, settle } = bench();
    const first = hub.push([newWrite()]);
    await settle();
    const second = hub.push([newWrite()]);
    await settle();
    expect(link.waiting).toHaveLength(1);
    link.deliver();
    await first;
    await settle();
    expect(link.waiting).toHaveLength(1);
    link.deliver();
    await second;
  });

  it('T1 sends much text in several requests, so that the center takes each, and answers in the order asked', async () => {
    const { hub, link, settle, center } = bench();
    const writes = Array.from({ length: 5 }, (_, index) => ({ ...newWrite(), record: activity({ title: `${index}`, content: '字'.repeat(1_500_000) }) }));
    const push = hub.push(writes);
    for (let round = 0; round < 3; round += 1) {
      await settle();
      link.deliver();
    }
    const ids = (await push).map((result) => (result.status === 'accepted' ? result.receipt.id : ''));
    expect(ids).toEqual(writes.map(({ record }) => record.id));
    expect(center.requests.map((request) => request.push.length)).toEqual([2, 2, 1]);
  });

  it('P1 tries the very same request again when an answer is lost, and gets the same receipt', async () => {
    const { hub, link, settle, center, errors } = bench();
    const push = hub.push([newWrite()]);
    await settle();
    link.loseAnswer();
    await settle();
    link.cut();
    await settle();
    link.duplicate();
    expect((await push)[0]).toMatchObject({ status: 'accepted', receipt: { position: 1 } });
    expect(center.head).toBe(1);
    expect(errors.map((error) => error.kind)).toEqual(['offline', 'offline']);
  });

  it('P2 hands each caller its own results although one of them was refused', async () => {
    const { hub, link, settle, center } = bench();
    const bad = newWrite();
    center.refuse.set((bad.record as { id: string }).id, 'title');
    const pushes = [hub.push([newWrite()]), hub.push([bad]), hub.push([newWrite()])];
    await settle();
    link.deliver();
    expect((await Promise.all(pushes)).flat().map((result) => result.status)).toEqual(['accepted', 'refused', 'accepted']);
  });

  it('L2 never moves a kind back when it shares a page with one that stands further behind', async () => {
    const { hub, link, settle, center } = bench();
    for (let n = 0; n < 10; n += 1) center.put('activities', activity());
    center.pageSize = 3;
    const behind = hub.pull('activities', {});
    const ahead = hub.pull('teams', { '211122': 8 });
    await settle();
    link.deliver();
    expect(await behind).toMatchObject({ through: { '211122': 3 }, more: true });
    expect(await ahead).toMatchObject({ through: { '211122': 8 }, changes: [] });
  });

  it('L2 takes the last page’s position as it is, also from a center that was restored from an older backup', async () => {
    const { hub, link, settle, center } = bench();
    center.put('activities', activity());
    const pull = hub.pull('activities', { '211122': 90 });
    await settle();
    link.deliver();
    expect(await pull).toMatchObject({ through: { '211122': 1 }, more: false });
  });

  it('splits what is more than one request may hold', async () => {
    const { hub, link, settle } = bench();
    const many = Array.from({ length: 3 }, () => Array.from({ length: 400 }, () => newWrite()));
    const pushes = many.map((writes) => hub.push(writes));
    await settle();
    expect(link.waiting[0]?.push).toHaveLength(800);
    link.deliver();
    await settle();
    expect(link.waiting[0]?.push).toHaveLength(400);
    link.deliver();
    expect((await Promise.all(pushes)).map((results) => results.length)).toEqual([400, 400, 400]);
  });

  it('turns down an answer that does not fit the request instead of giving receipts to the wrong records', async () => {
    const link = new FakeLink(() => ({ protocol: 1, results: [], pull: null, serverTime: 0 }));
    const hub = new ExchangeHub({ link, gather: () => Promise.resolve(), retry: () => Promise.resolve() });
    const push = hub.push([newWrite()]);
    await Promise.resolve().then(() => undefined);
    link.deliver();
    await expect(push).rejects.toThrow('answered 0 of 1');
  });

  it('rejects those who wait when it is closed', async () => {
    const { hub, link, settle } = bench();
    const push = hub.push([newWrite()]);
    const ending = push.catch((error: unknown) => error);
    await settle();
    hub.close();
    link.cut();
    expect(await ending).toBeInstanceOf(HubClosed);
    await expect(hub.pull('teams', {})).rejects.toBeInstanceOf(HubClosed);
  });
});
