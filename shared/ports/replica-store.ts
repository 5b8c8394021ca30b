import type { AnyRecord } from '../domain/record.ts';
import type { Checkpoint, Receipt, Refusal } from '../protocol/exchange.ts';
import type { Difference } from '../protocol/reconcile.ts';

/**
 * A record whose content on this machine is not the center's: it waits to be sent, or was refused and waits for a person.
 * A record without such an entry is, content for content, the last state that the center acknowledged or sent.
 */
export interface Pending {
  readonly kind: string;
  readonly id: string;
  /** Version of the content that was saved last. */
  readonly version: string;
  /** The center's state that the edit started from, and its version; null where the center knows of none. */
  readonly base: AnyRecord | null;
  readonly baseVersion: string | null;
  /**
   * Versions that were saved here since the base, before this one, newest last: one of them may have been accepted
   * although its answer was lost. Where the center has it, this edit stands on top of it.
   */
  readonly earlier: readonly string[];
  /** Why the center refused it (rule P2); null while it waits to be sent. */
  readonly refusal: Refusal | null;
  /** The record left the scope at the center while this edit waited (rule L3). */
  readonly left: boolean;
  /** Rises with every record that starts to wait: the oldest is sent first. */
  readonly order: number;
  /**
   * The entry as it was before the step that wrote this one, or `none`: the entry is written before the record, and where
   * the program is killed between the two, the next start takes it back. Null where there is nothing to take back.
   */
  readonly undo: Omit<Pending, 'undo'> | 'none' | null;
}

/** The center's last word on a record of this machine, and when it came, by this machine's clock. */
export type StoredReceipt = Receipt & { readonly at: number };

/** A record's content that a repair took out of the replica because the center never had it (rule C2). Kept for a person. */
export interface Recovered {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
  readonly record: AnyRecord;
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number;
}

/**
 * Why a repair ran. `differed`: the digests were compared after an exchange and stayed different; `asked`: a person had all
 * records compared from the start; `restored`: the center was restored from a backup, and what it lost was looked for.
 */
export type RepairCause = 'differed' | 'asked' | 'restored';

/** What a repair found and put right (rule C2). */
export interface RepairReport {
  readonly at: number;
  /** Left out in reports of before this was kept. */
  readonly why?: RepairCause | undefined;
  /** By kind: how many of which difference. */
  readonly found: Readonly<Record<string, Partial<Readonly<Record<Difference, number>>>>>;
  /** Some of the records concerned, for the screen. */
  readonly examples: readonly { readonly kind: string; readonly id: string; readonly state: Difference }[];
}

/** Where the replica stands with its center. */
export interface ReplicaState {
  /** The life of the center's log that the marks belong to; null before the first answer, and of a center of protocol 1. */
  readonly epoch: string | null;
  /** The scope that was pulled. */
  readonly scope: string | null;
  /**
   * The center's log was restored from a backup, and what it lost is not yet looked for; null else. Until that is done
   * nothing of the center takes the place of anything here.
   */
  readonly recovering: { readonly epoch: string | null; readonly restored: Checkpoint | null } | null;
  /** For each kind, up to where it was pulled. */
  readonly marks: Readonly<Record<string, Checkpoint>>;
  /** Everything of the scope was pulled once: before that, lists and figures are not whole. */
  readonly whole: boolean;
  /** What the last comparison with the center's digests said (rule C2), and when by this machine's clock; null before the first. */
  readonly agreement: { readonly equal: boolean; readonly at: number } | null;
}

export const NEW_REPLICA: ReplicaState = { epoch: null, scope: null, recovering: null, marks: {}, whole: false, agreement: null };

/** Changes of the books; absent members change nothing. */
export interface BookChanges {
  readonly put?: readonly Pending[] | undefined;
  readonly drop?: readonly { readonly kind: string; readonly id: string }[] | undefined;
  readonly receipts?: readonly StoredReceipt[] | undefined;
  readonly state?: ReplicaState | undefined;
  readonly recovered?: readonly Recovered[] | undefined;
  readonly repair?: RepairReport | undefined;
}

/**
 * What the replica's engine stands on: records by kind and id, and the books about them. Records and books may lie in two
 * databases: each call is durable and whole by itself, two calls are not, and the program may be killed between any two.
 * One engine at a time uses a store; it makes one call after the other, but for reads, and for `put`s of several kinds at once.
 */
export interface ReplicaStore {
  /** Records by id, in the order asked; undefined where there is none. */
  records(kind: string, ids: readonly string[]): Promise<readonly (AnyRecord | undefined)[]>;
  /** Entries by id, in the order asked. */
  pendings(kind: string, ids: readonly string[]): Promise<readonly (Pending | undefined)[]>;
  /** Entries without a refusal and with an `order` above `after`, lowest first. */
  queue(limit: number, after: number): Promise<readonly Pending[]>;
  /** All entries, refused ones too, in portions of at most 1,000. */
  allPendings(): AsyncIterable<readonly Pending[]>;
  /** The highest `order` that is in use; 0 where nothing waits. */
  lastOrder(): Promise<number>;
  /** Records of a kind by rising id, after an id ('' for the first); fewer than `limit` are the last. */
  scan(kind: string, after: string, limit: number): Promise<readonly AnyRecord[]>;
  state(): Promise<ReplicaState>;
  /** Writes the changes in one transaction. */
  book(changes: BookChanges): Promise<void>;
  /** Writes records, whole or not at all. `fresh`: the kind holds none of these ids, so there is no need to look. */
  put(kind: string, records: readonly AnyRecord[], fresh: boolean): Promise<void>;
  /** Takes records out; ids that are not there are passed over. */
  remove(kind: string, ids: readonly string[]): Promise<void>;
}
