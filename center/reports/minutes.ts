import { totalMinutes } from '#shared/domain/service-hours.ts';
import type { Database } from '../store/sqlite/database.ts';
import { rangeOf } from '../store/sqlite/scope.ts';

/**
 * Standing service minutes by site. Where nothing was corrected they are a sum; a site with corrections is counted by
 * the domain's own rule.
 */
export function minutesBySite(db: Database, scope: string): Map<string, number> {
  const { from, to } = rangeOf(scope);
  const rows = db.all(
    "SELECT site, sum(minutes) AS minutes, max(corrects <> '') AS corrected FROM service_minutes WHERE site >= ? AND site < ? AND removed = 0 GROUP BY site",
    from,
    to,
  );
  return new Map(rows.map((row) => [String(row['site']), row['corrected'] === 1 ? standing(db, String(row['site'])) : Number(row['minutes'])]));
}

function standing(db: Database, site: string): number {
  const rows = db.all('SELECT id, corrects, minutes FROM service_minutes WHERE site = ? AND removed = 0', site);
  return totalMinutes(rows.map((row) => ({ id: String(row['id']), corrects: String(row['corrects']), minutes: Number(row['minutes']), removed: false })));
}
