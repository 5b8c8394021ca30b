import type { ReplicaState } from '../ports/replica-store.ts';
import type { Checkpoint, ExchangeResponse } from '../protocol/exchange.ts';

type Marks = ReplicaState['marks'];

/**
 * What the center lost, if it did: its log is of another life than the one that was read, or is shorter than what was read
 * of it. Then nothing of the answer but receipts may be taken in before the replica has given back what it has.
 */
export function lostLog(before: ReplicaState, from: Marks, { pull, epoch, restored }: ExchangeResponse): ReplicaState['recovering'] {
  const other = before.epoch !== null && epoch !== undefined && epoch !== before.epoch;
  const shorter = pull !== null && !pull.more && Object.values(from).some((mark) => isShorter(mark, pull.through));
  return other || shorter ? { epoch: epoch ?? null, restored: (other ? restored : undefined) ?? null } : null;
}

/** Where a replica stands after a page; from the start where its scope is another one than before (rule L3). */
export function advance(before: ReplicaState, from: Marks, { pull, epoch, scope }: ExchangeResponse): { readonly state: Partial<ReplicaState>; readonly restarted: boolean } {
  if (pull === null) return { state: {}, restarted: false };
  const place = { epoch: epoch ?? before.epoch, scope: scope ?? before.scope };
  const began = Object.values(from).some((mark) => Object.keys(mark).length > 0);
  if (before.scope !== null && place.scope !== before.scope && began) return { state: { ...place, marks: {} }, restarted: true };
  const marks = Object.fromEntries(Object.entries(from).map(([kind, mark]) => [kind, pull.more ? laterOf(mark, pull.through) : pull.through]));
  return { state: { ...place, marks: { ...before.marks, ...marks }, whole: before.whole || !pull.more }, restarted: false };
}

/** Where to go on after a restored log was dealt with: at most where its new life began. */
export function marksAfterLoss(marks: Marks, restored: Checkpoint | null): Marks {
  if (restored === null) return {};
  const upTo = (mark: Checkpoint): Checkpoint => Object.fromEntries(Object.entries(mark).map(([county, position]) => [county, Math.min(position, restored[county] ?? 0)]));
  return Object.fromEntries(Object.entries(marks).map(([kind, mark]) => [kind, upTo(mark)]));
}

function isShorter(from: Checkpoint, through: Checkpoint): boolean {
  return Object.entries(from).some(([county, position]) => county in through && (through[county] ?? 0) < position);
}

/** For each county the later of two positions: a full page shared by several kinds may end before where one of them stood. */
function laterOf(a: Checkpoint, b: Checkpoint): Checkpoint {
  const result: Checkpoint = { ...a };
  for (const [county, position] of Object.entries(b)) result[county] = Math.max(position, result[county] ?? 0);
  return result;
}
