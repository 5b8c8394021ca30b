import type { ExchangeRequest, ExchangeResponse, Receipt, Write } from '#shared/protocol/exchange.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { Seams } from '../seams.ts';
import type { SimCenter } from '../sim-center.ts';
import { every, type PlantedBug } from './planted-bug.ts';

/** A center whose exchanges a bug gets into. */
function exchangeWith(change: (ask: SimCenter['exchange'], device: string, request: ExchangeRequest, center: SimCenter) => ReturnType<SimCenter['exchange']>): Partial<Seams> {
  return {
    center: (center) => {
      const ask = center.exchange.bind(center);
      center.exchange = (device, request) => change(ask, device, request, center);
      return center;
    },
  };
}

/** A center whose answers a bug falsifies. */
function answersWith(falsify: (answer: ExchangeResponse, request: ExchangeRequest) => ExchangeResponse): Partial<Seams> {
  return exchangeWith(async (ask, device, request) => {
    const answer = await ask(device, request);
    return answer.ok ? { ok: true, value: falsify(answer.value, request) } : answer;
  });
}

/** A receipt that nothing stands behind. */
function emptyReceipt({ kind, record }: Write): Receipt {
  const { id, site } = record as AnyRecord;
  return { kind, id, version: versionOf(record as AnyRecord), county: site.slice(0, 6).padEnd(6, '0'), position: 1 };
}

/** Some writes are acknowledged and not stored. */
function swallow(isSwallowed: (write: Write, center: SimCenter) => Promise<boolean>): Partial<Seams> {
  return exchangeWith(async (ask, device, request, center) => {
    const swallowed = new Set<Write>();
    for (const write of request.push) if (await isSwallowed(write, center)) swallowed.add(write);
    const answer = await ask(device, { ...request, push: request.push.filter((write) => !swallowed.has(write)) });
    if (!answer.ok) return answer;
    const stored = answer.value.results.values();
    const results = request.push.map((write) => (swallowed.has(write) ? { status: 'accepted' as const, receipt: emptyReceipt(write) } : stored.next().value)).filter((result) => result !== undefined);
    return { ok: true, value: { ...answer.value, results } };
  });
}

function withoutDigests(answer: ExchangeResponse): ExchangeResponse {
  const { epoch: _epoch, restored: _restored, digest: _digest, ...rest } = answer;
  return rest;
}

/** One kind is compared by nobody. */
function blindTo(kind: string): Partial<Seams> {
  const without = <T>(kinds: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(kinds).filter(([name]) => name !== kind));
  return {
    link: (link) => ({
      ...link,
      exchange: async (request) => {
        const answer = await link.exchange(request);
        return answer.ok && answer.value.digest !== undefined ? { ok: true, value: { ...answer.value, digest: without(answer.value.digest) } } : answer;
      },
      digest: async () => {
        const answer = await link.digest();
        return answer.ok ? { ok: true, value: { kinds: without(answer.value.kinds) } } : answer;
      },
    }),
    store: (store) => {
      const scan = store.scan.bind(store);
      store.scan = async (name, after, limit) => (name === kind && limit > 1 ? [] : scan(name, after, limit));
      return store;
    },
  };
}

/** As if two had written at once and the reader had seen the later one alone. */
function skipOne(): Partial<Seams> {
  const now = every(5);
  return answersWith((answer) => {
    const { pull } = answer;
    if (pull === null || pull.changes.length < 2 || !now()) return answer;
    return { ...answer, pull: { ...pull, changes: pull.changes.toSpliced(-2, 1) } };
  });
}

function letAllThrough(): Partial<Seams> {
  return exchangeWith(async (ask, device, request, center) => {
    const answer = await ask(device, request);
    for (const { push } of await center.held()) await center.decide(push, 'confirm');
    return answer;
  });
}

export const CENTER_BUGS: readonly PlantedBug[] = [
  { name: 'a reader skips a position that was committed late', seams: skipOne, shownBy: 3 },
  {
    name: 'a write is acknowledged and then rolled back',
    seams: () => {
      const now = every(9);
      return swallow(async () => now());
    },
    shownBy: 1,
  },
  {
    name: 'what is written late under an old code is lost',
    seams: () => swallow(async ({ record }, center) => (await center.retired()).has((record as AnyRecord).site.slice(0, 12))),
    shownBy: 1,
  },
  {
    name: 'what left a scope is never told',
    seams: () => answersWith((answer) => (answer.pull === null ? answer : { ...answer, pull: { ...answer.pull, changes: answer.pull.changes.filter((change) => 'record' in change) } })),
    shownBy: 5,
  },
  { name: 'the guard lets all through', seams: letAllThrough, shownBy: 3 },
  { name: 'the digests leave a kind out', seams: () => blindTo('volunteers'), shownBy: 7 },
  {
    name: 'a restored center goes on as if nothing had been, and digests are off',
    seams: () => ({ ...answersWith(withoutDigests), renewsEpoch: false, comparesDigests: false }),
    without: ['damage', 'restoreDevice', 'move'],
    shownBy: 1,
  },
  {
    name: 'a reader says that everything is its own and is sent nothing of the others',
    seams: () =>
      exchangeWith((ask, device, request) => {
        const own = request.pull?.own;
        if (request.pull === null || own === undefined) return ask(device, request);
        const wide = Object.fromEntries(Object.entries(own).map(([log, ranges]) => [log, ranges.map(([from, to]) => [Math.max(0, from - 3), to] as const)]));
        return ask(device, { ...request, pull: { ...request.pull, own: wide } });
      }),
    shownBy: 3,
  },
  {
    name: 'a conflict is answered as accepted',
    seams: () => {
      const now = every(3);
      return answersWith((answer, request) => ({
        ...answer,
        results: answer.results.map((result, index) => (result.status === 'conflict' && now() ? { status: 'accepted', receipt: emptyReceipt(request.push[index] as Write) } : result)),
      }));
    },
    shownBy: 1,
  },
];
