import type { AnyRecord } from '../domain/record.ts';
import type { Pending } from '../ports/replica-store.ts';
import type { Receipt, WriteResult } from '../protocol/exchange.ts';

/** A record as it was sent. */
export interface Sent {
  readonly pending: Pending;
  readonly record: AnyRecord;
}

/**
 * What to do after the center's answer to one write.
 * - `received`: file the receipt; the record waits no longer, or, where it was edited meanwhile, with what was sent as base
 * - `theirs`: the center has another state: to be merged, see `incoming`
 * - `unknown`: the center has none (restored from an older backup): to be sent as new
 * - `refused`: set aside with the reason (rule P2)
 * - `outdated`: the answer is about a version that is no longer the one that waits
 */
export type Answered =
  | { readonly type: 'received'; readonly receipt: Receipt; readonly pending: Pending | null }
  | { readonly type: 'theirs'; readonly current: AnyRecord }
  | { readonly type: 'unknown'; readonly pending: Pending }
  | { readonly type: 'refused'; readonly pending: Pending }
  | { readonly type: 'outdated' };

/** @param now the entry as it is when the answer is there; undefined where the record waits no longer */
export function answered(sent: Sent, result: WriteResult, now: Pending | undefined): Answered {
  if (result.status === 'accepted') return received(sent, result.receipt, now);
  if (now === undefined) return { type: 'outdated' };
  if (result.status === 'refused') {
    return now.version === sent.pending.version ? { type: 'refused', pending: { ...now, refusal: result.reason, undo: null } } : { type: 'outdated' };
  }
  if (result.current !== null) return { type: 'theirs', current: result.current };
  return { type: 'unknown', pending: { ...now, base: null, baseVersion: null, undo: null } };
}

/** Rule C1: a receipt speaks for the very version that it names, and for no other. */
function received({ record }: Sent, receipt: Receipt, now: Pending | undefined): Answered {
  if (now === undefined || now.version === receipt.version) return { type: 'received', receipt, pending: null };
  const at = now.earlier.indexOf(receipt.version);
  if (at === -1) return { type: 'received', receipt, pending: now };
  return { type: 'received', receipt, pending: { ...now, base: record, baseVersion: receipt.version, earlier: now.earlier.slice(at + 1), undo: null } };
}
