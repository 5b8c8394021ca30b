import type { AnyRecord } from '../domain/record.ts';
import type { Pending, ReplicaStore } from '../ports/replica-store.ts';
import { sameValue } from '../domain/canonical.ts';
import { versionOf } from '../schema/version.ts';
import { incoming } from './incoming.ts';
import { centerVersion } from './pending.ts';
import type { ReplicaDigests } from './replica-digests.ts';

/** A record as the center has it; `record` is null where it left the scope (rule L3). */
export interface CenterState {
  readonly id: string;
  readonly record: AnyRecord | null;
  /** The edit that waited was received with this version, so that a record that left may go. */
  readonly received?: string;
}

/** What one portion changes, in the order in which it has to be written. */
interface Steps {
  /** Before the records: entries of merges, with the way back. */
  readonly first: Pending[];
  readonly put: AnyRecord[];
  readonly remove: string[];
  /** After the records: entries that are done with, or whose base moved. */
  readonly drop: Pending[];
  readonly last: Pending[];
}

/**
 * Takes states of one kind in, in an order that a killed program leaves whole: entries with the way back, then records,
 * then what is done with. What waits here is merged (rule M1), never replaced.
 * @param fresh nothing is known here of any of them: there is no need to look
 */
export async function applyStates(store: ReplicaStore, digests: ReplicaDigests, kind: string, states: readonly CenterState[], fresh: boolean): Promise<void> {
  const ids = states.map(({ id }) => id);
  const pendings = fresh ? [] : await store.pendings(kind, ids);
  const records = fresh ? [] : await store.records(kind, ids);
  const steps: Steps = { first: [], put: [], remove: [], drop: [], last: [] };
  states.forEach((state, index) => decide(steps, digests, kind, state, records[index], pendings[index]));
  if (steps.first.length > 0) await store.book({ put: steps.first });
  if (steps.put.length > 0) await store.put(kind, steps.put, fresh);
  if (steps.remove.length > 0) await store.remove(kind, steps.remove);
  if (steps.drop.length + steps.last.length > 0) await store.book({ drop: steps.drop, put: steps.last });
}

function decide(steps: Steps, digests: ReplicaDigests, kind: string, state: CenterState, mine: AnyRecord | undefined, pending: Pending | undefined): void {
  if (state.record === null) return leave(steps, digests, kind, state, mine, pending);
  const { record: theirs, id } = state;
  if (pending === undefined) {
    if (mine !== undefined && sameValue(mine, theirs)) return;
    steps.put.push(theirs);
    if (digests.isCounting(kind)) digests.replaced(kind, id, mine === undefined ? null : versionOf(mine), versionOf(theirs));
    return;
  }
  const version = versionOf(theirs);
  digests.replaced(kind, id, centerVersion(pending), version);
  const step = incoming(kind, { record: theirs, version }, mine, pending);
  if (step.type === 'store') {
    steps.put.push(theirs);
    steps.drop.push(pending);
  } else if (step.type === 'received') steps.drop.push(pending);
  else if (step.type === 'nothing' && pending.left) steps.last.push({ ...pending, left: false });
  else if (step.type === 'rebase') steps.last.push({ ...step.pending, left: false });
  else if (step.type === 'merge') {
    steps.first.push({ ...step.pending, left: false });
    steps.put.push(step.record);
    if (step.pending.version === version) steps.drop.push(pending);
  }
}

/** A record that left goes from here, unless an edit of it waits: that is sent first. */
function leave(steps: Steps, digests: ReplicaDigests, kind: string, { id, received }: CenterState, mine: AnyRecord | undefined, pending: Pending | undefined): void {
  if (pending !== undefined && pending.version !== received) {
    digests.replaced(kind, id, centerVersion(pending), null);
    steps.last.push({ ...pending, left: true });
    return;
  }
  if (mine === undefined) return;
  if (received === undefined && digests.isCounting(kind)) digests.replaced(kind, id, versionOf(mine), null);
  steps.remove.push(id);
  if (pending !== undefined) steps.drop.push(pending);
}
