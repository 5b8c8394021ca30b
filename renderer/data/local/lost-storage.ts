import type { LocalDb } from './local-db.ts';

/** Key in the `meta` table: the browser had lost this replica, and nobody has put the notice of it away. */
export const LOST_STORAGE = 'lostStorage';

export interface LostStorage {
  /** When it was found, milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  /** How many unsent edits came back. */
  readonly restored: number;
}

/** What was lost and came back; null where nothing was, or a person has read of it. */
export async function lostStorageOf(local: LocalDb): Promise<LostStorage | null> {
  return ((await local.meta.get(LOST_STORAGE))?.value as LostStorage | undefined) ?? null;
}

/** A person has read of it. */
export async function forgetLostStorage(local: LocalDb): Promise<void> {
  await local.meta.delete(LOST_STORAGE);
}
