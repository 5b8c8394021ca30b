import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '#shared/protocol/exchange.ts';
import type { KindPage } from '#shared/sync/exchange-hub.ts';
import { pullUntil, startOf, type EmptyRange } from '#shared/sync/pull-cursor.ts';
import { activity } from '../../support/make-record.ts';
import { TinyCenter } from '../../support/tiny-center.ts';

function pagesOf(center: TinyCenter, kind: string): (from: Checkpoint) => Promise<KindPage> {
  return async (from) => {
    const answer = center.answer({ protocol: 1, push: [], pull: { from: { [kind]: from }, limit: 2_000 } });
    if (answer.pull === null) throw new Error('no pull');
    return answer.pull;
  };
}

describe('pull cursor', () => {
  it('reads on until as many are there as were wanted, or nothing is left', async () => {
    const center = new TinyCenter();
    for (let n = 0; n < 25; n += 1) center.put('activities', activity());
    center.pageSize = 4;
    const first = await pullUntil(pagesOf(center, 'activities'), {}, undefined, 10);
    expect(first.changes).toHaveLength(12);
    const second = await pullUntil(pagesOf(center, 'activities'), first.checkpoint, undefined, 100);
    expect(second.changes).toHaveLength(13);
    expect(second.checkpoint).toEqual({ '211122': 25 });
  });

  it('L2 does not look again at what is known to be empty behind the stored checkpoint', async () => {
    const center = new TinyCenter();
    for (let n = 0; n < 5; n += 1) center.put('activities', activity());
    const empty = (await pullUntil(pagesOf(center, 'orders'), {}, undefined, 10)).empty as EmptyRange;
    expect(startOf({}, empty)).toEqual({ '211122': 5 });
    center.put('orders', activity());
    expect((await pullUntil(pagesOf(center, 'orders'), {}, empty, 10)).changes).toHaveLength(1);
  });

  it('L2 forgets the empty range when the stored checkpoint is another than it was made for', () => {
    const empty: EmptyRange = { from: { '211122': 3 }, through: { '211122': 90 } };
    expect(startOf({ '211122': 2 }, empty)).toEqual({ '211122': 2 });
    expect(startOf({ '211122': 3 }, empty)).toEqual({ '211122': 90 });
  });

  it('L2 gives every record exactly once per state, whatever the page sizes and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('activities', 'teams'), { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 9 }), async (kinds, pageSize, wanted) => {
        const center = new TinyCenter();
        center.pageSize = pageSize;
        kinds.forEach((kind) => center.put(kind, activity()));
        let stored: Checkpoint = {};
        let empty: EmptyRange | undefined;
        let got = 0;
        for (let turn = 0; turn < 80; turn += 1) {
          const pulled = await pullUntil(pagesOf(center, 'teams'), stored, empty, wanted);
          if (pulled.changes.length === 0) {
            empty = pulled.empty ?? undefined;
            break;
          }
          got += pulled.changes.length;
          stored = pulled.checkpoint;
        }
        expect(got).toBe(kinds.filter((kind) => kind === 'teams').length);
        expect(startOf(stored, empty)['211122'] ?? 0).toBe(kinds.length);
      }),
    );
  });
});
