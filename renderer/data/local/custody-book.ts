import type { Receipt } from '#shared/protocol/exchange.ts';
import type { OutboxEntry, SetAside } from '#shared/sync/custody.ts';
import type { LocalDb } from './local-db.ts';

/**
 * The books of custody on this machine (rule C1). An entry of the outbox is written before the record is saved and taken
 * out only by a receipt for the very version that was saved, so that at no moment a record looks received that is not.
 */
export interface CustodyBook {
  /** Set-aside entry of a record, from memory: the replication asks for it in places that cannot wait. */
  asideOf(kind: string, id: string): SetAside | undefined;
  /** Notes what is about to be saved. Resolves when the note is durable, with what {@link forget} needs. */
  expect(entries: readonly OutboxEntry[]): Promise<Expected>;
  /** Notes once more after the save, in case another writer's note came between, unless the receipt is there already. */
  confirm(entry: OutboxEntry): Promise<void>;
  /**
   * Notes that a merge is about to take the place of the version `from`. Where a person saves meanwhile, the note of that
   * save stays: it is what will be in the record, and the merge is made anew.
   */
  expectMerged(entry: OutboxEntry, from: string): Promise<void>;
  /** Takes notes back whose saving failed: what waited before waits again. */
  forget(expected: Expected): Promise<void>;
  /**
   * Files receipts; a record leaves the outbox only where the receipt is for the version that it waits with. It is no
   * longer set aside where the receipt is for that version or for a refused one; a late receipt for an older one says nothing.
   */
  received(receipts: readonly Receipt[], at: number): Promise<void>;
  /** Sets a record aside: it no longer waits to be sent, it waits for a person. */
  setAside(entries: readonly SetAside[]): Promise<void>;
  /** Lets a set-aside record be sent again as it is. */
  askAgain(kind: string, id: string): Promise<void>;
}

/** Notes that were made, and those that stood before. */
export interface Expected {
  readonly entries: readonly OutboxEntry[];
  readonly before: readonly (OutboxEntry | undefined)[];
}

const keyOf = (kind: string, id: string): string => `${kind}:${id}`;

/** Opens the books; the set-aside entries are read into memory. */
export async function openCustodyBook(db: LocalDb): Promise<CustodyBook> {
  const asides = new Map((await db.aside.toArray()).map((entry) => [keyOf(entry.kind, entry.id), entry]));
  return {
    asideOf: (kind, id) => asides.get(keyOf(kind, id)),
    expect: (entries) =>
      db.transaction('rw', db.outbox, async () => {
        const before = await db.outbox.bulkGet(entries.map((entry): [string, string] => [entry.kind, entry.id]));
        await db.outbox.bulkPut([...entries]);
        return { entries, before };
      }),
    async expectMerged(entry, from) {
      await db.transaction('rw', db.outbox, async () => {
        const now = await db.outbox.get([entry.kind, entry.id]);
        if (now === undefined || now.version === from) await db.outbox.put(entry);
      });
    },
    async confirm(entry) {
      await db.transaction('rw', db.outbox, db.receipts, async () => {
        const receipt = await db.receipts.get([entry.kind, entry.id]);
        if (receipt?.version !== entry.version) await db.outbox.put(entry);
      });
    },
    async forget({ entries, before }) {
      await db.transaction('rw', db.outbox, async () => {
        for (const [index, entry] of entries.entries()) {
          const now = await db.outbox.get([entry.kind, entry.id]);
          if (now?.version !== entry.version) continue;
          const earlier = before[index];
          await (earlier === undefined ? db.outbox.delete([entry.kind, entry.id]) : db.outbox.put(earlier));
        }
      });
    },
    async received(receipts, at) {
      const mended = await db.transaction('rw', db.outbox, db.receipts, db.aside, () => fileReceipts(db, receipts, at));
      for (const [kind, id] of mended) asides.delete(keyOf(kind, id));
    },
    async setAside(entries) {
      await db.transaction('rw', db.outbox, db.aside, async () => {
        await db.aside.bulkPut([...entries]);
        const keys = entries.map((entry): [string, string] => [entry.kind, entry.id]);
        const waiting = await db.outbox.bulkGet(keys);
        await db.outbox.bulkDelete(keys.filter((_, index) => entries[index]?.versions.includes(waiting[index]?.version ?? '')));
      });
      for (const entry of entries) asides.set(keyOf(entry.kind, entry.id), entry);
    },
    async askAgain(kind, id) {
      const entry = asides.get(keyOf(kind, id));
      if (entry === undefined) return;
      const again = { ...entry, retry: true };
      await db.aside.put(again);
      asides.set(keyOf(kind, id), again);
    },
  };
}

/** Answers the records that are no longer set aside. */
async function fileReceipts(db: LocalDb, receipts: readonly Receipt[], at: number): Promise<readonly [string, string][]> {
  const keys = receipts.map((receipt): [string, string] => [receipt.kind, receipt.id]);
  const [waiting, refused] = await Promise.all([db.outbox.bulkGet(keys), db.aside.bulkGet(keys)]);
  const versionAt = (index: number): string => receipts[index]?.version ?? '';
  const done = keys.filter((_, index) => waiting[index]?.version === versionAt(index));
  const mended = keys.filter((_, index) => waiting[index]?.version === versionAt(index) || refused[index]?.versions.includes(versionAt(index)) === true);
  await db.receipts.bulkPut(receipts.map((receipt) => ({ ...receipt, at })));
  await db.outbox.bulkDelete(done);
  await db.aside.bulkDelete(mended);
  return mended;
}
