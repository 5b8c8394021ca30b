import type { RxConflictHandler } from 'rxdb';
import { canonical } from '#shared/domain/canonical.ts';
import type { Kind } from '#shared/domain/record.ts';
import { merge } from '#shared/merge/merge.ts';
import { versionOf } from '#shared/schema/version.ts';
import { trueBase } from '#shared/sync/custody.ts';
import type { CustodyBook } from '../local/custody-book.ts';
import { toDoc, toRecord, type Doc } from './local-fields.ts';

/**
 * RxDB's conflict handler for one kind: our own merge (rules M1, M2) in place of RxDB's, which would drop the local edit.
 *
 * It also keeps refused records safe (rule P2). RxDB takes a refused version for the center's; where it compares a
 * record with that, it is told that they differ, so that the center's next state does not replace the refused edit.
 */
export function conflictHandlerOf(kind: Kind, book: CustodyBook): RxConflictHandler<Doc> {
  return {
    isEqual(a, b, context) {
      const aside = book.asideOf(kind, a.id);
      if (aside !== undefined) {
        if (context === 'upstream-check-if-equal' && aside.retry) return false;
        if (context === 'downstream-check-if-equal-0' && aside.versions.includes(versionOf(toRecord(a)))) return false;
      }
      return canonical(toRecord(a)) === canonical(toRecord(b));
    },
    async resolve({ assumedMasterState, newDocumentState, realMasterState }) {
      const aside = book.asideOf(kind, newDocumentState.id);
      const base = trueBase(assumedMasterState === undefined ? null : toRecord(assumedMasterState), aside);
      const mine = toRecord(newDocumentState);
      const merged = merge(kind, base, mine, toRecord(realMasterState));
      await book.expectMerged({ kind, id: merged.id, version: versionOf(merged) }, versionOf(mine));
      return { ...toDoc(kind, merged), _deleted: false };
    },
  };
}
