import { rangeOf } from './scope.ts';
import type { Database, Sql } from './sql.ts';

/**
 * Questions about photos, answered from the evidence records, the list of stored bytes, and that of the sites to which they
 * are known. To name a hash is not to have the photo: hashes stand in records that others read. So the bytes are for those
 * who sent them, for the offices above these, and for those to whom one of them showed the photo by writing its record.
 */

const NAMED = `
  SELECT site, type, 0 AS thumb FROM evidence WHERE hash = ? AND site >= ? AND site < ?
  UNION ALL
  SELECT site, '' AS type, 1 AS thumb FROM evidence WHERE thumb_hash = ? AND site >= ? AND site < ?`;

/** SQL: whether a hash is known to a site within a scope, also under a code that the site had before (rule L3). Takes {@link rangeOf} twice. */
export function knownTo(hash: 'b.hash' | 'e.hash'): string {
  return `EXISTS (SELECT 1 FROM blob_sites k WHERE k.hash = ${hash} AND ((k.site >= ? AND k.site < ?)
    OR EXISTS (SELECT 1 FROM divisions d WHERE d.code = k.site AND d.successor >= ? AND d.successor < ?)))`;
}

/** Records that are asked who wrote them, where nobody of the scope sent the bytes. */
const MAX_ASKED = 50;

function namedBy(hash: string, scope: string): readonly string[] {
  const { from, to } = rangeOf(scope);
  return [hash, from, to, hash, from, to];
}

/** The sites within a scope (all where '') whose evidence names the hash, as a photo or as a thumbnail. */
export async function namingSites(db: Sql, hash: string, scope: string): Promise<string[]> {
  const rows = await db.all(`SELECT DISTINCT site FROM (${NAMED}) AS named`, ...namedBy(hash, scope));
  return rows.map((row) => String(row['site']));
}

/** Whether a photo that the scope may not have is one of others': named by them alone, or stored and known to them alone. */
export async function isOfOthers(db: Sql, hash: string, scope: string): Promise<boolean> {
  if ((await namingSites(db, hash, scope)).length === 0) return (await namingSites(db, hash, '')).length > 0;
  return (await db.get('SELECT 1 AS stored FROM blobs WHERE hash = ?', hash)) !== undefined;
}

/** The media type under which a photo of the scope is sent; null where no evidence within the scope names it. */
export async function pictureType(db: Sql, hash: string, scope: string): Promise<string | null> {
  const row = await db.get(`SELECT type, thumb FROM (${NAMED}) AS named ORDER BY thumb LIMIT 1`, ...namedBy(hash, scope));
  if (row === undefined) return null;
  // A thumbnail's type is not in the record; to the reader it is bytes.
  return row['type'] === '' ? 'application/octet-stream' : String(row['type']);
}

/** Bytes that are stored now, and the site that sent them. */
export interface StoredBlob {
  readonly hash: string;
  readonly size: number;
  readonly site: string;
}

/** Notes that the bytes are stored, and known to the site that sent them. True where either is new. */
export async function noteBlob(db: Database, { hash, size, site }: StoredBlob, now: number): Promise<boolean> {
  const isNew = await db.write(async (tx) => {
    const stored = await tx.run('INSERT INTO blobs (hash, size, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', hash, size, now);
    return stored + (await noteKnown(tx, hash, site)) > 0;
  });
  // An office's photo of a village is the village's to see.
  if (site.length < 12) for (const named of await namingSites(db, hash, site)) await readableBy(db, hash, named.slice(0, 12));
  return isNew;
}

function noteKnown(db: Sql, hash: string, site: string): Promise<number> {
  return db.run('INSERT INTO blob_sites (hash, site) VALUES (?, ?) ON CONFLICT DO NOTHING', hash, site.slice(0, 12));
}

/** Photos asked for at once where all are gone through. */
const PAGE = 1_000;

/** All photos that receipts were given for, by hash, from behind this one on; a page at a time. */
export async function* storedPhotos(db: Sql, after: string): AsyncGenerator<Pick<StoredBlob, 'hash' | 'size'>> {
  for (let last = after; ; ) {
    const rows = await db.all('SELECT hash, size FROM blobs WHERE hash > ? ORDER BY hash LIMIT ?', last, PAGE);
    for (const row of rows) yield { hash: String(row['hash']), size: Number(row['size']) };
    const end = rows.at(-1);
    if (end === undefined) return;
    last = String(end['hash']);
  }
}

/** Size of a photo that a scope may have; null where it is not stored, not named within the scope, or not known there. */
export async function readableBy(db: Database, hash: string, scope: string): Promise<number | null> {
  return (await readableAmong(db, [hash], scope)).get(hash) ?? null;
}

/** Of these hashes, those that a scope may have, with their sizes. */
export async function readableAmong(db: Database, hashes: readonly string[], scope: string): Promise<ReadonlyMap<string, number>> {
  if (hashes.length === 0) return new Map();
  const { from, to } = rangeOf(scope);
  const scoped = [from, to, from, to];
  const rows = await db.all(
    `SELECT b.hash AS hash, b.size AS size, CASE WHEN ${knownTo('b.hash')} THEN 1 ELSE 0 END AS known FROM blobs b
     WHERE b.hash IN (${hashes.map(() => '?').join(', ')}) AND (
       EXISTS (SELECT 1 FROM evidence e WHERE e.hash = b.hash AND e.site >= ? AND e.site < ?)
       OR EXISTS (SELECT 1 FROM evidence e WHERE e.thumb_hash = b.hash AND e.site >= ? AND e.site < ?))`,
    ...scoped,
    ...hashes,
    ...scoped,
  );
  const readable = new Map<string, number>();
  for (const row of rows) {
    const hash = String(row['hash']);
    if (row['known'] === 1 || (await isShown(db, hash, scope))) readable.set(hash, Number(row['size']));
  }
  return readable;
}

/**
 * Whether a record of the scope got the hash from somebody who has the photo: an office that wrote the record, or the
 * village that it belonged to before. Where that is so it is noted, for reports.
 */
async function isShown(db: Database, hash: string, scope: string): Promise<boolean> {
  const records = await db.all(
    `SELECT id FROM evidence WHERE hash = ? AND site >= ? AND site < ? UNION SELECT id FROM evidence WHERE thumb_hash = ? AND site >= ? AND site < ? LIMIT ${MAX_ASKED}`,
    ...namedBy(hash, scope),
  );
  for (const record of records) {
    const writer = await firstNamer(db, String(record['id']), hash);
    if (writer === null || !(await isKnown(db, hash, writer))) continue;
    await noteKnown(db, hash, scope);
    return true;
  }
  return false;
}

/** The site whose device wrote the hash into a record; null where that is not known. */
async function firstNamer(db: Sql, id: string, hash: string): Promise<string | null> {
  const rows = await db.all("SELECT h.body AS body, d.site AS site FROM history h LEFT JOIN devices d ON d.id = h.device WHERE h.kind = 'evidence' AND h.id = ? ORDER BY h.revision", id);
  const first = rows.find((row) => {
    const { hash: photo, thumbHash } = JSON.parse(String(row['body'])) as { readonly hash?: unknown; readonly thumbHash?: unknown };
    return photo === hash || thumbHash === hash;
  });
  return typeof first?.['site'] === 'string' ? first['site'] : null;
}

async function isKnown(db: Sql, hash: string, scope: string): Promise<boolean> {
  const { from, to } = rangeOf(scope);
  return (await db.get(`SELECT 1 AS known FROM blobs b WHERE b.hash = ? AND ${knownTo('b.hash')}`, hash, from, to, from, to)) !== undefined;
}
