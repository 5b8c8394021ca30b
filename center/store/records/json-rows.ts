import type { Sql } from '../sql.ts';

/** A JSON array given as one value, as rows `k` with a column `value`: many keys in one statement of one text. */
export function jsonEach({ dialect }: Pick<Sql, 'dialect'>): string {
  return dialect === 'postgres' ? 'json_array_elements(?::json) AS k(value)' : 'json_each(?) AS k';
}
