import type { AnyRecord } from '../domain/record.ts';
import type { Pending } from '../ports/replica-store.ts';
import type { Receipt, Refusal } from '../protocol/exchange.ts';

/** What the station knows of one record's way (rule C1). */
export type Custody =
  | { readonly state: 'saved' }
  | { readonly state: 'received'; readonly receipt: Receipt | null }
  | { readonly state: 'refused'; readonly reason: Refusal };

/** Where a record is: received only where nothing newer waits. The receipt is null where the center sent the record itself. */
export function custodyOf(pending: Pending | undefined, receipt: Receipt | undefined): Custody {
  if (pending === undefined) return { state: 'received', receipt: receipt ?? null };
  return pending.refusal === null ? { state: 'saved' } : { state: 'refused', reason: pending.refusal };
}

/** Versions of one record that are remembered as perhaps sent. */
const EARLIER = 100;

/** A record and its version. */
export interface Versioned {
  readonly record: AnyRecord;
  readonly version: string;
}

/** The entry after a person saved `version` of a record. `before`: the record as it was, null for a new one. */
export function afterSave(kind: string, id: string, version: string, before: Versioned | null, pending: Pending | undefined, order: number): Pending {
  if (pending === undefined) {
    return { kind, id, version, base: before?.record ?? null, baseVersion: before?.version ?? null, earlier: [], refusal: null, left: false, order, undo: 'none' };
  }
  const earlier = [...pending.earlier, pending.version].slice(-EARLIER);
  return { ...pending, version, earlier, refusal: null, undo: withoutUndo(pending) };
}

/** The version of a waiting record that the center has within the scope, as far as is known here; null for none. */
export function centerVersion(pending: Pending): string | null {
  return pending.left ? null : pending.baseVersion;
}

/** An entry as it may be gone back to. */
export function withoutUndo(pending: Pending): Omit<Pending, 'undo'> {
  const { undo: _undo, ...entry } = pending;
  return entry;
}

/**
 * What to make of an entry after the program was killed, by the version that the record has now (null: there is none).
 * Answers the entry as it should be, or null where the record does not wait.
 */
export function mended(pending: Pending, found: string | null): Pending | null {
  if (found === pending.version) return found === pending.baseVersion ? null : settled(pending);
  const { undo } = pending;
  if (undo === 'none') {
    // The save or the merge never came to the record: it is as it was before.
    if (found === null || found === pending.baseVersion) return null;
  } else if (undo !== null && (found === undo.version || found === null)) {
    return found === null ? null : { ...undo, undo: null };
  }
  if (found === null) return null;
  // Neither the one nor the other: what is there is taken for an edit of the oldest base that is known, so that a merge decides.
  const older = undo === null || undo === 'none' ? pending : undo;
  return { ...settled(pending), version: found, base: older.base, baseVersion: older.baseVersion };
}

/** The entry once the record is as it says. */
function settled(pending: Pending): Pending {
  return pending.undo === null ? pending : { ...pending, undo: null };
}
