import type { AnyRecord } from '#shared/domain/record.ts';
import { monthOf } from '#shared/protocol/digest.ts';
import type { ReconcileRequest, ReconcileResponse } from '#shared/protocol/reconcile.ts';
import { versionOf } from '#shared/schema/version.ts';

type Differing = ReconcileResponse['differing'][number];

/** What a center in memory knows of a kind. */
export interface KnownRecords {
  /** Records that a pull of the scope sends. */
  readonly within: readonly AnyRecord[];
  /** True for ids that the center has outside of the scope. */
  readonly isElsewhere: (id: string) => boolean;
  /** True for versions that the center had of the record at any time. */
  readonly hadVersion: (id: string, version: string) => boolean;
}

/** Rule C2, as the real center answers it, for centers in memory: the whole range in one answer. */
export function reconcileRecords({ month, after, until, have }: ReconcileRequest, known: KnownRecords): ReconcileResponse {
  const theirs = new Map(have.map(({ id, version }) => [id, version]));
  const compared = known.within.filter(({ id }) => monthOf(id) === month && id > after && (until === null || id <= until));
  const ours = new Set(compared.map(({ id }) => id));
  const here = compared.flatMap((one): Differing[] => {
    // The schema's type has lists that can be changed, the domain's has not.
    const record = one as Differing['record'] & AnyRecord;
    const version = theirs.get(record.id);
    if (version === undefined) return [{ id: record.id, state: 'missing', record }];
    if (version === versionOf(record)) return [];
    return [{ id: record.id, state: known.hadVersion(one.id, version) ? 'stale' : 'altered', record }];
  });
  const there = have.filter(({ id }) => !ours.has(id)).map(({ id }): Differing => ({ id, state: known.isElsewhere(id) ? 'left' : 'extra' }));
  return { differing: [...here, ...there].toSorted((a, b) => (a.id < b.id ? -1 : 1)), through: null };
}
