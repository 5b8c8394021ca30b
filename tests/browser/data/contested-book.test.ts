import { afterEach, describe, expect, it } from 'vitest';
import type { Conflict } from '#shared/domain/record.ts';
import { settle } from '#shared/merge/settle.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { activity } from '../../support/make-record.ts';

let open: Replica | null = null;

afterEach(async () => open?.close());

const entry: Conflict = { field: 'title', base: null, mine: '甲', theirs: '乙', who: { device: 'd2', person: '李强' }, when: '2026-03-02T08:00:00.000Z' };
const contested = activity({ id: '0190a0a0-0000-7000-8000-0000000000b1', title: '乙', conflicts: [entry] });
const plain = activity({ id: '0190a0a0-0000-7000-8000-0000000000b2' });
const row = { kind: 'activities', id: contested.id, site: contested.site };

const rows = (): Promise<object[]> => open?.local.contested.toArray() ?? Promise.resolve([]);

describe('M1 the list of what waits for a decision', () => {
  it('M1 follows the records as they are written, and forgets those that leave', async () => {
    open = await openReplica('contested-follows', { clock: new FakeClock() });
    const { store } = open.engine;
    await store.put('activities', [contested, plain], true);
    expect(await rows()).toEqual([{ ...row, open: 1, decided: 0 }]);

    await store.put('activities', [settle(contested, entry, '甲', { who: entry.who, when: entry.when })], false);
    expect(await rows()).toEqual([{ ...row, open: 0, decided: 1 }]);

    await store.put('activities', [{ ...contested, conflicts: [] }], false);
    expect(await rows()).toEqual([]);

    await store.put('activities', [contested], false);
    await store.remove('activities', [contested.id]);
    expect(await rows()).toEqual([]);
  });

  it('M1 is made from the records of a replica that had no such list', async () => {
    open = await openReplica('contested-older', { clock: new FakeClock() });
    await open.engine.store.put('activities', [contested, plain], true);
    await open.engine.store.book({ state: { ...(await open.engine.store.state()), scope: contested.site } });
    await open.local.contested.clear();
    await open.local.meta.delete('contested');
    await open.close();

    open = await openReplica('contested-older', { clock: new FakeClock() });
    await expect.poll(rows, { timeout: 10_000 }).toEqual([{ ...row, open: 1, decided: 0 }]);
  });
});
