import type { Sql, SqlValue } from '../sql.ts';
import type { Changes } from './batch.ts';
import { saveDigests } from './digest-deltas.ts';
import { saveFacts } from './facts.ts';
import type { Standing } from './rows.ts';

const RECORD = 'INSERT INTO records (kind, id, site, county, town, village, "to", position, version, revision, removed, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

/** Where a row of `records` stands already. SQLite's key is without the county: there the row of another county is this one. */
const REPLACED = `DO UPDATE SET site = excluded.site, county = excluded.county, town = excluded.town, village = excluded.village, "to" = excluded."to",
  position = excluded.position, version = excluded.version, revision = excluded.revision, removed = excluded.removed, body = excluded.body`;
const KEY = { sqlite: '(kind, id)', postgres: '(kind, id, county)' } as const;

/**
 * Writes down what a batch changes, in the transaction that holds its logs' locks: a statement for each table, however many
 * records. The tables do not depend on each other, so that all statements are on their way before the first is answered.
 */
export async function save(tx: Sql, changes: Changes): Promise<void> {
  const { created, updated, gone, versions, digests, heads, late } = changes;
  await together([
    saveRecords(tx, changes),
    each(
      tx,
      'INSERT INTO history (county, position, kind, id, version, base, revision, device, at, loss, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      versions.map((made) => [made.county, made.position, made.kind, made.id, made.version, made.base, made.revision, made.device, made.at, made.loss, made.body]),
    ),
    saveDigests(tx, digests),
    saveFacts(tx, [...created, ...updated], gone),
    saveDepartures(tx, changes),
    each(tx, 'UPDATE counties SET head = ? WHERE county = ?', [...heads].map(([county, head]) => [head, county])),
    each(
      tx,
      'UPDATE moves SET late = late + ? WHERE id = (SELECT id FROM moves WHERE source = ? ORDER BY at DESC, id DESC LIMIT 1)',
      [...late].map(([code, count]) => [count, code]),
    ),
  ]);
}

/** Waits for all, also where one fails: only when none is under way any more may the transaction end. Throws what failed first. */
async function together(work: readonly Promise<void>[]): Promise<void> {
  const failures: unknown[] = [];
  await Promise.all(work.map((one) => one.catch((error: unknown) => void failures.push(error))));
  if (failures.length > 0) throw failures[0];
}

async function saveRecords(tx: Sql, { created, updated, gone }: Changes): Promise<void> {
  await each(tx, 'DELETE FROM records WHERE kind = ? AND id = ? AND county = ?', gone.map(({ kind, id, county }) => [kind, id, county]));
  // A row that does not stand yet needs no look for one.
  await each(tx, RECORD, created.map(rowOf));
  await each(tx, `${RECORD} ON CONFLICT ${KEY[tx.dialect]} ${REPLACED}`, updated.map(rowOf));
}

/** Rule L3: the places left at these positions; earlier ones learn where their records are now. */
async function saveDepartures(tx: Sql, { departures, moved }: Changes): Promise<void> {
  await each(tx, 'UPDATE departures SET now_site = ?, now_to = ? WHERE kind = ? AND id = ?', moved.map(({ site, to, kind, id }) => [site, to, kind, id]));
  await each(
    tx,
    `INSERT INTO departures (kind, id, site, "to", county, town, village, position, now_site, now_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id, site, "to", county) DO UPDATE SET position = excluded.position, now_site = excluded.now_site, now_to = excluded.now_to`,
    departures.map(({ kind, id, site, to, county, position, now }) => [kind, id, site, to, county, townPart(site), villagePart(site), position, now.site, now.to]),
  );
}

function rowOf({ kind, id, site, county, to, position, version, revision, removed, body }: Standing): SqlValue[] {
  return [kind, id, site, county, townPart(site), villagePart(site), to, position, version, revision, removed ? 1 : 0, body];
}

function townPart(site: string): string {
  return site.length >= 9 ? site.slice(0, 9) : '';
}

function villagePart(site: string): string {
  return site.length >= 12 ? site.slice(0, 12) : '';
}

async function each(tx: Sql, sql: string, rows: readonly (readonly SqlValue[])[]): Promise<void> {
  if (rows.length > 0) await tx.each(sql, rows);
}
