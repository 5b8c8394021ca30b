import type { AnyRecord } from '../domain/record.ts';
import type { Receipt, Refusal, WriteResult } from '../protocol/exchange.ts';
import { versionOf } from '../schema/version.ts';

/** A saved record that the center has not yet given a receipt for; `version` is the content that was saved last. */
export interface OutboxEntry {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
}

/** A record that the center refused (rule P2). It waits for a person and holds up nothing. */
export interface SetAside {
  readonly kind: string;
  readonly id: string;
  /** Every version of it that was refused. The replication takes those for the center's; they never were. */
  readonly versions: readonly string[];
  /** The center's state that the refused edits started from; null where the center has none. */
  readonly base: AnyRecord | null;
  readonly reason: Refusal;
  /** A person asked for it to be sent again as it is. */
  readonly retry: boolean;
}

/** What the station knows of one record's way (rule C1). */
export type Custody =
  | { readonly state: 'saved' }
  | { readonly state: 'received'; readonly receipt: Receipt | null }
  | { readonly state: 'refused'; readonly reason: Refusal };

/**
 * Where a record is. It counts as received only where nothing newer waits and, if there is a receipt of this device,
 * the receipt is for this very version, or the center has sent a later one since.
 */
export function custodyOf(outbox: OutboxEntry | undefined, aside: SetAside | undefined, receipt: Receipt | undefined): Custody {
  if (aside !== undefined) return { state: 'refused', reason: aside.reason };
  if (outbox !== undefined) return { state: 'saved' };
  return { state: 'received', receipt: receipt ?? null };
}

/**
 * The state that a push is really based on. Where the center refused a version, the replication still takes that version
 * for the center's; the true base is then the one kept with the set-aside entry.
 */
export function trueBase(assumed: AnyRecord | null, aside: SetAside | undefined): AnyRecord | null {
  if (assumed === null || aside === undefined) return assumed;
  return aside.versions.includes(versionOf(assumed)) ? aside.base : assumed;
}

/** What to change in the local books after the center's answer to one write. */
export type CustodyChange =
  | { readonly type: 'accepted'; readonly receipt: Receipt }
  | { readonly type: 'refused'; readonly aside: SetAside }
  | { readonly type: 'conflict'; readonly current: AnyRecord | null };

/**
 * @param base the state that the write was based on, see {@link trueBase}
 * @param aside the entry that the record had before, if any
 */
export function custodyChange(result: WriteResult, sent: AnyRecord, base: AnyRecord | null, aside: SetAside | undefined): CustodyChange {
  if (result.status === 'accepted') return { type: 'accepted', receipt: result.receipt };
  if (result.status === 'conflict') return { type: 'conflict', current: result.current };
  const version = versionOf(sent);
  const versions = [...(aside?.versions ?? []).filter((known) => known !== version), version];
  return { type: 'refused', aside: { kind: result.kind, id: result.id, versions, base, reason: result.reason, retry: false } };
}
