import { bytesToHex } from '@noble/hashes/utils.js';
import { addToDigest, EMPTY_DIGEST, joinDigests, monthOf, type KindDigest, type SetDigest } from '#shared/protocol/digest.ts';
import { logOf, rangeOf } from '../scope.ts';
import type { Sql, SqlValue } from '../sql.ts';
import { addressedTo } from './addressed.ts';

export type ScopeDigest = Readonly<Record<string, KindDigest & { readonly months: Readonly<Record<string, SetDigest>> }>>;

/** Rule C2: by kind and month, over all that a pull of the scope sends. Reads few rows, however many records there are. */
export async function digestOf(tx: Sql, scope: string): Promise<ScopeDigest> {
  const { where, values } = countedRows(scope);
  const months = new Map<string, Map<string, SetDigest>>();
  const join = (kind: string, month: string, change: (digest: SetDigest) => SetDigest): void => {
    const ofKind = months.get(kind) ?? new Map<string, SetDigest>();
    months.set(kind, ofKind.set(month, change(ofKind.get(month) ?? EMPTY_DIGEST)));
  };
  for (const row of await tx.all(`SELECT kind, month, count, xor FROM scope_digests WHERE ${where}`, ...values)) {
    const part = { count: Number(row['count']), xor: bytesToHex(row['xor'] as Uint8Array) };
    join(String(row['kind']), String(row['month']), (digest) => joinDigests(digest, part));
  }
  for (const { kind, id, version } of await addressedTo(tx, scope)) join(kind, monthOf(id), (digest) => addToDigest(digest, kind, id, version));
  return Object.fromEntries([...months].flatMap(([kind, ofKind]) => kindDigest(kind, ofKind)));
}

/** Rows of `scope_digests` that together are a scope: its own; of a city its own records' and its counties'. */
export function countedRows(scope: string): { readonly where: string; readonly values: readonly SqlValue[] } {
  if (scope.length >= 6) return { where: 'county = ? AND scope = ?', values: [logOf(scope), scope] };
  const { from, to } = rangeOf(scope);
  return { where: 'county >= ? AND county < ? AND (scope = ? OR length(scope) = 6)', values: [from, to, scope] };
}

/** A kind whose records have all left is left out, and so are its empty months. */
function kindDigest(kind: string, months: ReadonlyMap<string, SetDigest>): [string, KindDigest & { months: Record<string, SetDigest> }][] {
  const filled = [...months].filter(([, { count }]) => count > 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (filled.length === 0) return [];
  const whole = filled.reduce((sum, [, digest]) => joinDigests(sum, digest), EMPTY_DIGEST);
  return [[kind, { ...whole, months: Object.fromEntries(filled) }]];
}
