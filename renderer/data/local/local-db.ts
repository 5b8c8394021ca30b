import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Pending, Recovered, RepairReport, StoredReceipt } from '#shared/ports/replica-store.ts';
import type { PhotoEntry } from '#shared/sync/photo-queue.ts';

/** An unfinished form, kept so that a killed program loses no typing. */
export interface Draft {
  readonly key: string;
  readonly value: unknown;
}

/** A photo in the queue; `order` is the order of arrival. */
export type StoredPhoto = PhotoEntry & { readonly order: number };

/** An entry as it lies in its table; `aside` says for the index whether there is a refusal. */
export type PendingRow = Pending & { readonly aside: 0 | 1 };

/**
 * The receipts of one answer of the center in one row, newest last. A row for each receipt took most of the time of a push;
 * whether a record was received says its entry in the queue, which is gone then.
 */
export interface ReceiptPage {
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  readonly receipts: readonly StoredReceipt[];
}

/** A record with conflicts that wait, or with decisions on such. */
export interface ContestedRow {
  readonly kind: string;
  readonly id: string;
  readonly site: string;
  /** How many wait, and how many decisions the record remembers. */
  readonly open: number;
  readonly decided: number;
}

/** Names a record in a table whose key is kind and id. */
export type RecordKey = [string, string];

/** What the first version of this database held, see `legacy-books.ts`. */
export interface LegacyOutboxEntry {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
}
export interface LegacyAside {
  readonly kind: string;
  readonly id: string;
  readonly versions: readonly string[];
  readonly base: Pending['base'];
  readonly reason: NonNullable<Pending['refusal']>;
  readonly retry: boolean;
}

/**
 * What this machine alone knows of the records: what waits, what was received, what was refused, and which photos are on
 * their way. It is no RxDB collection, because it never replicates.
 */
export class LocalDb extends Dexie {
  /** By rising order, so that a queue that was received goes by one range. */
  declare readonly pendings: Table<PendingRow, [number, string, string]>;
  declare readonly receiptPages: Table<ReceiptPage, number>;
  declare readonly recovered: Table<Recovered, [string, string, string]>;
  declare readonly repairs: Table<RepairReport, number>;
  declare readonly photos: Table<StoredPhoto, string>;
  declare readonly contested: Table<ContestedRow, RecordKey>;
  declare readonly drafts: EntityTable<Draft, 'key'>;
  declare readonly meta: Table<{ readonly key: string; readonly value: unknown }, string>;
  /** Books of version 1; empty once they were taken over. */
  declare readonly receipts: Table<StoredReceipt, RecordKey>;
  declare readonly outbox: Table<LegacyOutboxEntry, RecordKey>;
  declare readonly aside: Table<LegacyAside, RecordKey>;

  constructor(name: string) {
    super(name);
    this.version(1).stores({
      outbox: '[kind+id], kind',
      receipts: '[kind+id], [at+position]',
      aside: '[kind+id]',
      photos: 'hash, state, evidence, [state+order]',
      drafts: 'key',
      meta: 'key',
    });
    this.version(2).stores({
      pendings: '[order+kind+id], [kind+id], aside',
      receiptPages: '++, at',
      recovered: '[kind+id+version], at',
      repairs: '++, at',
    });
    this.version(3).stores({ contested: '[kind+id], open, decided' });
  }
}

/** Prefix of the names of these databases. */
export const LOCAL_PREFIX = 'qiyou-local-';
