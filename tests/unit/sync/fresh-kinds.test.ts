import { describe, expect, it } from 'vitest';
import { MemoryReplicaStore } from '#shared/ports/memory-replica-store.ts';
import { FreshKinds } from '#shared/sync/fresh-kinds.ts';
import { activity } from '../../support/make-record.ts';

describe('L2 a first pull', () => {
  it('does not look for what cannot be here yet', async () => {
    const fresh = new FreshKinds();
    await fresh.begin('activities', new MemoryReplicaStore());
    expect(fresh.take('activities', [{ id: 'a' }, { id: 'b' }])).toBe(true);
    expect(fresh.take('activities', [{ id: 'c' }])).toBe(true);
  });

  it('looks for what came or was saved meanwhile', async () => {
    const fresh = new FreshKinds();
    await fresh.begin('activities', new MemoryReplicaStore());
    fresh.saved('activities', ['a']);
    expect(fresh.take('activities', [{ id: 'a' }])).toBe(false);
    expect(fresh.take('activities', [{ id: 'b' }])).toBe(true);
    expect(fresh.take('activities', [{ id: 'b' }])).toBe(false);
  });

  it('looks for everything where something was here before, and once all was pulled', async () => {
    const store = new MemoryReplicaStore();
    await store.put('activities', [activity()]);
    const fresh = new FreshKinds();
    await fresh.begin('activities', store);
    await fresh.begin('sites', store);
    expect(fresh.take('activities', [{ id: 'z' }])).toBe(false);
    fresh.end();
    expect(fresh.take('sites', [{ id: 'z' }])).toBe(false);
  });
});
