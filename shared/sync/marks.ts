import type { ReplicaState } from '../ports/replica-store.ts';
import type { Checkpoint, ExchangeResponse } from '../protocol/exchange.ts';

/**
 * Where a replica stands after a page. It starts over where the log's life or the scope is another than before, and where
 * the log is shorter than what was read of it: a center restored from a backup.
 */
export function advance(
  before: ReplicaState,
  from: Readonly<Record<string, Checkpoint>>,
  { pull, epoch, scope }: ExchangeResponse,
): { readonly state: Partial<ReplicaState>; readonly restarted: boolean } {
  if (pull === null) return { state: {}, restarted: false };
  const place = { epoch: epoch ?? before.epoch, scope: scope ?? before.scope };
  const moved = (before.epoch !== null && place.epoch !== before.epoch) || (before.scope !== null && place.scope !== before.scope);
  const kinds = Object.keys(from);
  const began = kinds.some((kind) => Object.keys(from[kind] ?? {}).length > 0);
  const shorter = !pull.more && kinds.some((kind) => isShorter(from[kind] ?? {}, pull.through));
  if (shorter || (moved && began)) return { state: { ...place, marks: {}, agreement: null }, restarted: true };
  const marks = Object.fromEntries(kinds.map((kind) => [kind, pull.more ? laterOf(from[kind] ?? {}, pull.through) : pull.through]));
  return { state: { ...place, marks: { ...before.marks, ...marks }, whole: before.whole || !pull.more }, restarted: false };
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
