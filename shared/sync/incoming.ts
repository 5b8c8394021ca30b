import type { AnyRecord } from '../domain/record.ts';
import { merge } from '../merge/merge.ts';
import type { Pending } from '../ports/replica-store.ts';
import { versionOf } from '../schema/version.ts';
import { withoutUndo, type Versioned } from './pending.ts';

/**
 * What a replica does with a state of the center.
 * - `nothing`: it has it already
 * - `store`: nothing waits here: the center's state takes the record's place
 * - `received`: it is what was saved here: the record no longer waits
 * - `rebase`: it is an earlier version of what was saved here: the edit stands on top of it
 * - `merge`: both changed (rule M1): the merged record takes the place of the local one, and waits with the center's state as base
 */
export type Incoming =
  | { readonly type: 'nothing' }
  | { readonly type: 'store' }
  | { readonly type: 'received' }
  | { readonly type: 'rebase'; readonly pending: Pending }
  | { readonly type: 'merge'; readonly record: AnyRecord; readonly pending: Pending };

/**
 * Decides on a state of the center.
 * @param mine the record as it is here, undefined where there is none
 * @param pending its entry, where it waits
 */
export function incoming(kind: string, theirs: Versioned, mine: AnyRecord | undefined, pending: Pending | undefined): Incoming {
  if (pending === undefined || mine === undefined) return { type: 'store' };
  if (theirs.version === pending.version) return { type: 'received' };
  if (theirs.version === pending.baseVersion) return { type: 'nothing' };
  const onTop = { ...pending, base: theirs.record, baseVersion: theirs.version };
  if (pending.earlier.includes(theirs.version)) {
    return { type: 'rebase', pending: { ...onTop, earlier: pending.earlier.slice(pending.earlier.indexOf(theirs.version) + 1) } };
  }
  const record = merge(kind, pending.base, mine, theirs.record);
  const earlier = [...pending.earlier, pending.version];
  return { type: 'merge', record, pending: { ...onTop, version: versionOf(record), earlier, refusal: null, undo: withoutUndo(pending) } };
}
