import { prefixesOf } from '../scope.ts';
import type { Sql, SqlValue } from '../sql.ts';
import { logsAbove } from './logs.ts';

/** What identifies a version of a record. */
export interface Versioned {
  readonly kind: string;
  readonly id: string;
  readonly version: string;
}

/** Records that lie outside of a scope and are addressed down to it: few, however large the log. */
export async function addressedTo(tx: Sql, scope: string): Promise<Versioned[]> {
  const found: Versioned[] = [];
  for (const log of scope.length < 6 ? [] : logsAbove(scope)) {
    const { where, values } = addressedRows(log, scope);
    for (const row of await tx.all(`SELECT kind, id, version FROM records WHERE ${where}`, ...values)) {
      found.push({ kind: String(row['kind']), id: String(row['id']), version: String(row['version']) });
    }
  }
  return found;
}

/** Rows of a log's records that lie outside of a scope and are addressed down to it. */
export function addressedRows(log: string, scope: string): { readonly where: string; readonly values: readonly SqlValue[] } {
  const prefixes = prefixesOf(scope);
  return {
    where: `county = ? AND "to" <> '' AND "to" IN (${prefixes.map(() => '?').join(', ')}) AND substr(site, 1, ?) <> ?`,
    values: [log, ...prefixes, scope.length, scope],
  };
}
