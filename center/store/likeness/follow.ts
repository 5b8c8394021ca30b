import { hashesOf } from '#shared/domain/likeness/likeness-text.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { FOR_UPDATE } from '../locks.ts';
import { jsonEach } from '../records/json-rows.ts';
import type { Database, Row, Sql } from '../sql.ts';
import { post } from './postings.ts';

/** Photos that one transaction takes in: writers wait for no longer than that. */
const AT_ONCE = 500;

/** Where the index of a county stands. */
export interface Followed {
  /** Positions of the log that are not looked through yet; 0 where the index is whole. */
  readonly behind: number;
}

/**
 * Takes into the index what came into a county's log since it was looked through last: some photos in each transaction, which
 * moves the mark with them, so that nothing is lost or taken twice wherever this is cut off. Several processes may do it at once.
 * @param transactions at most so many now
 * @param atOnce photos in each
 */
export async function followLog(db: Database, county: string, transactions: number, atOnce = AT_ONCE): Promise<Followed> {
  let behind = await distance(db, county);
  for (let done = 0; behind > 0 && done < transactions; done += 1) {
    await db.write((tx) => takeIn(tx, county, atOnce));
    behind = await distance(db, county);
  }
  return { behind };
}

/** Forgets the index of a county; it is made anew from the start of the log. */
export async function forgetIndex(db: Database, county: string): Promise<void> {
  await db.write(async (tx) => {
    for (const table of ['likeness_postings', 'likeness_photos', 'likeness_marks']) await tx.run(`DELETE FROM ${table} WHERE county = ?`, county);
  });
}

async function distance(sql: Sql, county: string): Promise<number> {
  const row = await sql.get('SELECT c.head - coalesce(m.position, 0) AS behind FROM counties c LEFT JOIN likeness_marks m ON m.county = c.county WHERE c.county = ?', county);
  return Math.max(0, Number(row?.['behind'] ?? 0));
}

async function takeIn(tx: Sql, county: string, atOnce: number): Promise<void> {
  await tx.run('INSERT INTO likeness_marks (county, position, numbered) VALUES (?, 0, 0) ON CONFLICT (county) DO NOTHING', county);
  const mark = await tx.get(`SELECT position, numbered FROM likeness_marks WHERE county = ?${FOR_UPDATE[tx.dialect]}`, county);
  const numbered = Number(mark?.['numbered'] ?? 0);
  // Read before the rows: what is written meanwhile lies above it (rule L1).
  const head = Number((await tx.get('SELECT head FROM counties WHERE county = ?', county))?.['head'] ?? 0);
  const rows = await tx.all(
    "SELECT position, id, body FROM records WHERE county = ? AND position > ? AND position <= ? AND kind = 'evidence' ORDER BY position LIMIT ?",
    county,
    Number(mark?.['position'] ?? 0),
    head,
    atOnce,
  );
  const photos = await newPhotos(tx, county, rows.map(printsOf).filter(({ likeness, phash }) => likeness !== '' || phash !== ''), numbered);
  if (photos.length > 0) {
    await tx.each(
      `INSERT INTO likeness_photos (county, number, id, likeness, phash) VALUES (?, ?, ?, ?, ?)`,
      photos.map(({ number, id, likeness, phash }) => [county, number, id, likeness, phash]),
    );
    await post(tx, county, photos.flatMap(({ number, likeness }) => [hashesOf(likeness)].flatMap((hashes) => (hashes === null ? [] : [{ number, hashes }]))));
  }
  const position = rows.length < atOnce ? head : Number(rows.at(-1)?.['position']);
  await tx.run('UPDATE likeness_marks SET position = ?, numbered = ? WHERE county = ?', position, numbered + photos.length, county);
}

interface Prints {
  readonly id: string;
  readonly likeness: string;
  readonly phash: string;
}

/**
 * Photos with another likeness than the index has of them, each with a new number. Postings of an old number stay until the index is
 * made anew: a number without a photo is passed over.
 */
async function newPhotos(tx: Sql, county: string, prints: readonly Prints[], numbered: number): Promise<readonly (Prints & { readonly number: number })[]> {
  if (prints.length === 0) return [];
  const rows = await tx.all(
    `SELECT p.id, p.likeness, p.phash FROM ${jsonEach(tx)} CROSS JOIN likeness_photos p WHERE p.id = (k.value ->> 0) AND p.county = ?`,
    JSON.stringify(prints.map(({ id }) => [id])),
    county,
  );
  const known = new Map(rows.map((row) => [String(row['id']), row]));
  const changed = prints.filter(({ id, likeness, phash }) => known.get(id)?.['likeness'] !== likeness || known.get(id)?.['phash'] !== phash);
  const outdated = changed.filter(({ id }) => known.has(id));
  if (outdated.length > 0) await tx.each('DELETE FROM likeness_photos WHERE county = ? AND id = ?', outdated.map(({ id }) => [county, id]));
  return changed.map((photo, index) => ({ ...photo, number: numbered + index + 1 }));
}

/** What a record says that its photo can be found by; '' for what it does not say, or not in a form that is known. */
function printsOf(row: Row): Prints {
  const record = JSON.parse(String(row['body'])) as AnyRecord;
  const { likeness, phash } = record;
  return {
    id: record.id,
    likeness: typeof likeness === 'string' && hashesOf(likeness) !== null ? likeness : '',
    phash: typeof phash === 'string' && /^[0-9a-f]{16}$/.test(phash) ? phash : '',
  };
}
