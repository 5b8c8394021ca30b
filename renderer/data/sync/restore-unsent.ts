import type { UnsentEntry } from '#shared/bridge/unsent.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Pending } from '#shared/ports/replica-store.ts';
import { isKind } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { ReplicaEngine } from '#shared/sync/replica-engine.ts';

/** Entries that are given back in one step. */
const PORTION = 500;

/**
 * Lets the edits wait again that the host kept, with the bases that they started from. What waits here already is newer
 * and stays; with a record of the center that came meanwhile an edit is merged (rule M1). May be done again where it was
 * cut off. Answers how many wait now.
 */
export async function restoreUnsent(engine: ReplicaEngine, entries: readonly UnsentEntry[]): Promise<number> {
  const known = entries.filter((entry) => isKind(entry.kind));
  for (const kind of new Set(known.map((entry) => entry.kind))) {
    const own = known.filter((entry) => entry.kind === kind);
    for (let start = 0; start < own.length; start += PORTION) await restorePortion(engine, kind, own.slice(start, start + PORTION));
  }
  return known.length;
}

function restorePortion(engine: ReplicaEngine, kind: string, entries: readonly UnsentEntry[]): Promise<void> {
  const { store } = engine;
  return engine.step(async () => {
    const ids = entries.map(({ id }) => id);
    const [pendings, records] = await Promise.all([store.pendings(kind, ids), store.records(kind, ids)]);
    const order = await store.lastOrder();
    const missing = entries.filter((_, index) => pendings[index] === undefined);
    if (missing.length === 0) return;
    await store.book({ put: missing.map((entry, index) => pendingOf(entry, order + index + 1)) });
    await store.put(kind, missing.map(({ record }) => record as AnyRecord), false);
    const theirs = records.flatMap((record, index) => (record !== undefined && pendings[index] === undefined ? [{ id: record.id, record }] : []));
    if (theirs.length > 0) await engine.apply(kind, theirs, false);
  });
}

/** As a save does: where the program is killed before the record is there, the entry is taken back, and the whole begins anew. */
function pendingOf({ kind, id, base, baseVersion, earlier, record }: UnsentEntry, order: number): Pending {
  return { kind, id, version: versionOf(record), base, baseVersion, earlier, refusal: null, left: false, order, undo: 'none' };
}
