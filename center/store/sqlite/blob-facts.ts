import type { Database } from './database.ts';
import { rangeOf } from './scope.ts';

/** Questions about photos, answered from the evidence records and the list of stored bytes. */

const NAMED = `
  SELECT site, type, 0 AS thumb FROM evidence WHERE hash = ?1 AND site >= ?2 AND site < ?3
  UNION ALL
  SELECT site, '', 1 FROM evidence WHERE thumb_hash = ?1 AND site >= ?2 AND site < ?3`;

/** The sites within a scope (all where '') whose evidence names the hash, as a photo or as a thumbnail. */
export function namingSites(db: Database, hash: string, scope: string): string[] {
  const { from, to } = rangeOf(scope);
  return db.all(`SELECT DISTINCT site FROM (${NAMED})`, hash, from, to).map((row) => String(row['site']));
}

/** The media type under which a photo of the scope is sent; null where no evidence within the scope names it. */
export function pictureType(db: Database, hash: string, scope: string): string | null {
  const { from, to } = rangeOf(scope);
  const row = db.get(`SELECT type, thumb FROM (${NAMED}) ORDER BY thumb LIMIT 1`, hash, from, to);
  if (row === undefined) return null;
  // A thumbnail's type is not in the record; to the reader it is bytes.
  return row['type'] === '' ? 'application/octet-stream' : String(row['type']);
}

/** Notes that the bytes are stored. True where they were not before. */
export function noteBlob(db: Database, hash: string, size: number, now: number): boolean {
  return db.run('INSERT OR IGNORE INTO blobs (hash, size, stored_at) VALUES (?, ?, ?)', hash, size, now) > 0;
}

/** Of these hashes, those that the scope's evidence names and whose bytes are stored. */
export function storedAmong(db: Database, hashes: readonly string[], scope: string): string[] {
  return db.snapshot(() =>
    hashes.filter((hash) => db.get('SELECT 1 FROM blobs WHERE hash = ?', hash) !== undefined && namingSites(db, hash, scope).length > 0),
  );
}
