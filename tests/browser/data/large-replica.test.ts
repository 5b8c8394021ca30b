import { afterEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { countOnce, listOnce, search } from '../../../renderer/data/records/queries.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { activity } from '../../support/make-record.ts';

const RECORDS = 50_000;
const BATCH = 5_000;
let open: Replica | null = null;

afterEach(async () => open?.close());

function record(index: number): AnyRecord {
  const day = new Date(Date.UTC(2024, 0, 1) + (index % 900) * 86_400_000).toISOString().slice(0, 10);
  return activity({ id: `0190a0a0-0000-7000-8000-${String(index).padStart(12, '0')}`, title: `活动 ${index}`, occurredOn: day, status: index % 40 === 0 ? 'planned' : 'shown' });
}

/** Counts the documents that queries and look-ups take out of the storage. */
function countReads(replica: Replica): () => number {
  let reads = 0;
  for (const collection of Object.values(replica.collections)) {
    const instance = collection.storageInstance;
    const query = instance.query.bind(instance);
    const find = instance.findDocumentsById.bind(instance);
    instance.query = async (prepared) => {
      const result = await query(prepared);
      reads += result.documents.length;
      return result;
    };
    instance.findDocumentsById = async (ids, deleted) => {
      const result = await find(ids, deleted);
      reads += result.length;
      return result;
    };
  }
  return () => reads;
}

describe('a replica of 50,000 records', () => {
  it('shows the first screen’s data after reopening without loading them all', { timeout: 180_000 }, async () => {
    open = await openReplica('large', { clock: new FakeClock() });
    for (let start = 0; start < RECORDS; start += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, offset) => record(start + offset));
      await open.engine.store.put('activities', batch, true);
    }
    await open.close();

    open = await openReplica('large', { clock: new FakeClock() });
    const reads = countReads(open);
    const newest = await listOnce(open, 'activities', { order: 'newest', limit: 100 });
    const planned = await listOnce(open, 'activities', { where: { status: 'planned' }, order: 'newest', limit: 20 });
    const all = await countOnce(open, 'activities');
    const days = newest.map((row) => row.occurredOn);
    expect(all).toBe(RECORDS);
    expect(days).toEqual(days.toSorted().toReversed());
    expect(days[0]).toBe('2026-06-18');
    expect(planned.every((row) => row.status === 'planned')).toBe(true);
    expect(reads()).toBe(120);
    const hits: number[] = [];
    await search(open, 'activities', 'hd 49999', { order: 'newest', limit: 10 }, (state) => hits.push(state.rows.length), new AbortController().signal);
    expect(hits.at(-1)).toBe(1);
  });
});
