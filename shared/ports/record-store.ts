import type { AnyRecord } from '../domain/record.ts';
import type { Change, Checkpoint, OwnPositions, Receipt } from '../protocol/exchange.ts';
import type { KindDigest, SetDigest } from '../protocol/digest.ts';
import type { ReconcileRequest, ReconcileResponse } from '../protocol/reconcile.ts';

/** A record as the center keeps it. */
export interface StoredRecord {
  readonly kind: string;
  readonly record: AnyRecord;
  readonly version: string;
  readonly county: string;
  /** Position in the county's log of the last accepted write. */
  readonly position: number;
}

/** One write that passed the checks at the edge; `version` is the record's own. */
export interface AcceptedWrite {
  readonly kind: string;
  readonly base: string | null;
  readonly record: AnyRecord;
  readonly version: string;
  /** The record's canonical text, where who checked it has it already. */
  readonly text?: string;
  /** The county whose log takes it (6 digits). */
  readonly county: string;
}

/** Who wrote, for the history, and when by the center's clock (milliseconds since 1970). */
export interface Writer {
  readonly device: string;
  readonly at: number;
  /** Rule D1: writes that remove or empty much are held. Off for what the center itself does. */
  readonly guarded: boolean;
}

export type StoreResult =
  | { readonly status: 'accepted'; readonly receipt: Receipt }
  | { readonly status: 'conflict'; readonly current: AnyRecord | null }
  /**
   * An append-only record would change (only `conflicts` and provenance may); it lies outside (`field` at fault, where one
   * is); it is held (rule D1).
   */
  | { readonly status: 'refused'; readonly code: 'appendOnly' | 'outOfScope' | 'held'; readonly field?: string };

/** What came of moving a village (rule L3). */
export interface MoveReport {
  readonly from: string;
  readonly to: string;
  /** Records that were filed under the new code, by kind. */
  readonly records: Readonly<Record<string, number>>;
  /** Devices that belong to the new code now. */
  readonly devices: number;
  /** Records that arrived under the old code afterwards and were filed right. */
  readonly late: number;
  /** False while records are still to be filed: the move goes on where it ended. */
  readonly done: boolean;
}

/** A page of a scope's log. */
export interface Page {
  readonly changes: readonly Change[];
  readonly through: Checkpoint;
  readonly more: boolean;
}

/**
 * The county log behind one port (rules L1, L2, P1). Every engine passes `tests/contract/record-store.ts`.
 *
 * - L1: a position rises by one for each accepted write of a county, assigned in the same transaction as the write,
 *   under the county's lock: no reader can skip a write that commits late.
 * - P1: a write is accepted where `base` is the current version. The same version again is accepted with the receipt
 *   that it had. Anything else is a conflict, with the current state.
 */
export interface RecordStore {
  /**
   * Writes in order, each on its own: one conflict or refusal does not undo the others. Durable when it answers.
   * `scope`: an update of a record that lies outside of it now is refused, whatever the new content says. But where the
   * record left the scope by a move that the writer cannot have known of (rule L3), its edit is kept as a version of its
   * own and merged into the current state here.
   *
   * A record of a site that was moved is accepted as it is, with a receipt, and filed under the new code by a further
   * version that differs in `site` alone.
   */
  write(writes: readonly AcceptedWrite[], writer: Writer, scope: string): Promise<StoreResult[]>;
  /**
   * What moved in a scope since: of each kind asked for, records in the scope, and records addressed down to it
   * (field `to` is a prefix of the scope), in their current state, oldest first in each county. What left the scope since is
   * there once as `left`, unless it came back; from the start of a log nothing is `left`.
   * @param own positions whose records are left out, since the reader pushed them itself
   */
  read(scope: string, from: Readonly<Record<string, Checkpoint>>, limit: number, own?: OwnPositions): Promise<Page>;
  /** One record in its current state, or null. */
  get(kind: string, id: string): Promise<StoredRecord | null>;
  /** By kind and by month of the ids, over all that a pull of the scope sends (rule C2). Reads few rows, however many records. */
  digest(scope: string): Promise<Readonly<Record<string, KindDigest & { readonly months: Readonly<Record<string, SetDigest>> }>>>;
  /** Compares what a replica has of a kind and month with what a pull of the scope sends (rule C2). */
  reconcile(scope: string, request: ReconcileRequest): Promise<ReconcileResponse>;
  /** All versions of a record that were ever accepted, oldest first. */
  history(kind: string, id: string): Promise<readonly (StoredRecord & { readonly device: string })[]>;
  /** The last position of a county's log; 0 where nothing was written. */
  head(county: string): Promise<number>;
  /** Names the life of this store's logs; another one after a restore from a backup. */
  epoch(): Promise<string>;
}
