import { totalMinutes } from '#shared/domain/service-hours.ts';
import { rangeOf } from '../store/scope.ts';
import type { Sql } from '../store/sql.ts';

/**
 * Standing service minutes by site. Where nothing was corrected they are a sum; a site with corrections is counted by
 * the domain's own rule.
 */
export async function minutesBySite(db: Sql, scope: string): Promise<Map<string, number>> {
  const { from, to } = rangeOf(scope);
  const rows = await db.all(
    "SELECT site, sum(minutes) AS minutes, max(CASE WHEN corrects <> '' THEN 1 ELSE 0 END) AS corrected FROM service_minutes WHERE site >= ? AND site < ? AND removed = 0 GROUP BY site",
    from,
    to,
  );
  const bySite = new Map(rows.map((row) => [String(row['site']), Number(row['minutes'])]));
  const corrected = rows.filter((row) => row['corrected'] === 1).map((row) => String(row['site']));
  for (let start = 0; start < corrected.length; start += AT_ONCE) await countStanding(db, corrected.slice(start, start + AT_ONCE), bySite);
  return bySite;
}

/** Sites counted by one question. */
const AT_ONCE = 50;

async function countStanding(db: Sql, sites: readonly string[], bySite: Map<string, number>): Promise<void> {
  const records = new Map<string, HoursOfSite[]>(sites.map((site) => [site, []]));
  const rows = await db.all(`SELECT site, id, corrects, minutes FROM service_minutes WHERE site IN (${sites.map(() => '?').join(', ')}) AND removed = 0`, ...sites);
  for (const row of rows) {
    records.get(String(row['site']))?.push({ id: String(row['id']), corrects: String(row['corrects']), minutes: Number(row['minutes']), removed: false });
  }
  for (const [site, ofSite] of records) bySite.set(site, totalMinutes(ofSite));
}

type HoursOfSite = Parameters<typeof totalMinutes>[0][number];
