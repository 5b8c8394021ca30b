import type { Sql } from '../sql.ts';
import type { Place } from './rows.ts';

/** A place where something moved, and the position in the log. */
export interface MovedAt extends Place {
  readonly position: number;
}

/** What moved in a log since, by the place that it is at or left, oldest first: whoever is sent either is to pull. */
export async function movedSince(sql: Sql, county: string, position: number): Promise<readonly MovedAt[]> {
  const rows = await sql.all(
    `SELECT site, "to", position FROM records WHERE county = ? AND position > ?
     UNION ALL SELECT site, "to", position FROM departures WHERE county = ? AND position > ? ORDER BY position`,
    county,
    position,
    county,
    position,
  );
  return rows.map((row) => ({ site: String(row['site']), to: String(row['to']), position: Number(row['position']) }));
}
