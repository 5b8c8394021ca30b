import { Dexie, type EntityTable, type Table } from 'dexie';
import type { Receipt } from '#shared/protocol/exchange.ts';
import type { OutboxEntry, SetAside } from '#shared/sync/custody.ts';
import type { PhotoEntry } from '#shared/sync/photo-queue.ts';

/** A receipt and when it came, by this machine's clock. */
export type StoredReceipt = Receipt & { readonly at: number };

/** An unfinished form, kept so that a killed program loses no typing. */
export interface Draft {
  readonly key: string;
  readonly value: unknown;
}

/** A photo in the queue; `order` is the order of arrival. */
export type StoredPhoto = PhotoEntry & { readonly order: number };

/**
 * What this machine alone knows of the records: what waits, what was received, what was refused, and which photos are on
 * their way. It is no RxDB collection, because it never replicates.
 */
export class LocalDb extends Dexie {
  declare readonly outbox: Table<OutboxEntry, [string, string]>;
  declare readonly receipts: Table<StoredReceipt, [string, string]>;
  declare readonly aside: Table<SetAside, [string, string]>;
  declare readonly photos: Table<StoredPhoto, string>;
  declare readonly drafts: EntityTable<Draft, 'key'>;
  declare readonly meta: Table<{ readonly key: string; readonly value: unknown }, string>;

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
  }
}
