import { rangeOf } from './scope.ts';
import type { Database, Sql } from './sql.ts';

/** Questions about photos, answered from the evidence records and the list of stored bytes. */

const NAMED = `
  SELECT site, type, 0 AS thumb FROM evidence WHERE hash = ? AND site >= ? AND site < ?
  UNION ALL
  SELECT site, '' AS type, 1 AS thumb FROM evidence WHERE thumb_hash = ? AND site >= ? AND site < ?`;

function namedBy(hash: string, scope: string): readonly string[] {
  const { from, to } = rangeOf(scope);
  return [hash, from, to, hash, from, to];
}

/** The sites within a scope (all where '') whose evidence names the hash, as a photo or as a thumbnail. */
export async function namingSites(db: Sql, hash: string, scope: string): Promise<string[]> {
  const rows = await db.all(`SELECT DISTINCT site FROM (${NAMED}) AS named`, ...namedBy(hash, scope));
  return rows.map((row) => String(row['site']));
}

/** The media type under which a photo of the scope is sent; null where no evidence within the scope names it. */
export async function pictureType(db: Sql, hash: string, scope: string): Promise<string | null> {
  const row = await db.get(`SELECT type, thumb FROM (${NAMED}) AS named ORDER BY thumb LIMIT 1`, ...namedBy(hash, scope));
  if (row === undefined) return null;
  // A thumbnail's type is not in the record; to the reader it is bytes.
  return row['type'] === '' ? 'application/octet-stream' : String(row['type']);
}

/** Notes that the bytes are stored. True where they were not before. */
export async function noteBlob(db: Sql, hash: string, size: number, now: number): Promise<boolean> {
  return (await db.run('INSERT INTO blobs (hash, size, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', hash, size, now)) > 0;
}

/** Of these hashes, those that the scope's evidence names and whose bytes are stored. */
export async function storedAmong(db: Database, hashes: readonly string[], scope: string): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { from, to } = rangeOf(scope);
  const marks = hashes.map(() => '?').join(', ');
  const rows = await db.all(
    `SELECT hash FROM blobs b WHERE hash IN (${marks}) AND (
       EXISTS (SELECT 1 FROM evidence e WHERE e.hash = b.hash AND e.site >= ? AND e.site < ?)
       OR EXISTS (SELECT 1 FROM evidence e WHERE e.thumb_hash = b.hash AND e.site >= ? AND e.site < ?))`,
    ...hashes,
    from,
    to,
    from,
    to,
  );
  const stored = new Set(rows.map((row) => String(row['hash'])));
  return hashes.filter((hash) => stored.has(hash));
}
