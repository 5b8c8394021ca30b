import type { StoredReceipt } from '#shared/ports/replica-store.ts';
import type { LocalDb, ReceiptPage } from './local-db.ts';

/** The last receipts of this machine, newest first, one for each record; at most `limit`. */
export async function lastReceipts(local: LocalDb, limit: number): Promise<readonly StoredReceipt[]> {
  const found = new Map<string, StoredReceipt>();
  // A Dexie collection's own reverse, not an array's.
  // oxlint-disable-next-line unicorn/no-array-reverse
  await local.receiptPages.toCollection().reverse().until(() => found.size >= limit).each(({ receipts }: ReceiptPage) => {
    for (const receipt of receipts.toReversed()) {
      const key = `${receipt.kind}:${receipt.id}`;
      if (!found.has(key) && found.size < limit) found.set(key, receipt);
    }
  });
  return [...found.values()];
}
