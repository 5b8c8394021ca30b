import { compareLikeness, formsOf, LIKENESS_RADIUS, PHASH_RADIUS, phashDistance, type Alike, type Forms } from '#shared/domain/likeness/compare.ts';
import { hashesOf } from '#shared/domain/likeness/likeness-text.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { jsonEach } from '../records/json-rows.ts';
import type { Row, Sql } from '../sql.ts';
import { findPosted } from './postings.ts';

/** Alike photos that are answered at most, and those that are looked at for it: a picture that thousands share (a scanned form) says nothing. */
const MOST = 100;
const MOST_LOOKED_AT = 1_000;

/**
 * Standing evidence of a county whose photo is alike, the most alike first. By the likeness where both records have one; else by
 * the difference hash; and whatever names the same bytes. Removed records are left out, and the record itself.
 * @param scope a division code: others' records are left out
 */
export async function findAlike(tx: Sql, county: string, record: AnyRecord, scope: string): Promise<readonly (readonly [AnyRecord, Alike])[]> {
  const hashes = hashesOf(record['likeness']);
  const forms = hashes === null ? null : formsOf(hashes);
  const numbers = forms === null ? [] : [...(await findPosted(tx, county, forms))].slice(0, MOST_LOOKED_AT);
  const ids = new Set([...(await idsOf(tx, county, numbers)), ...(await byPhash(tx, county, record['phash'])), ...(await bySameBytes(tx, county, record['hash']))]);
  ids.delete(record.id);
  const found = (await recordsOf(tx, county, [...ids], scope)).flatMap((other) => {
    const alike = alikeOf(record, forms, other);
    return alike === null ? [] : [[other, alike] as const];
  });
  return found.toSorted(([a, one], [b, other]) => one.distance - other.distance || (a.id < b.id ? -1 : 1)).slice(0, MOST);
}

/** What the records say now decides: the index may be of what they said before. */
function alikeOf(record: AnyRecord, forms: Forms | null, other: AnyRecord): Alike | null {
  const sameBytes: Alike = { distance: 0, transform: 'none', part: 'whole' };
  if (record['hash'] === other['hash']) return sameBytes;
  const hashes = hashesOf(other['likeness']);
  if (forms !== null && hashes !== null) {
    const alike = compareLikeness(forms, hashes);
    return alike.distance <= LIKENESS_RADIUS ? alike : null;
  }
  const distance = isPhash(record['phash']) && isPhash(other['phash']) ? phashDistance(record['phash'], other['phash']) : Number.POSITIVE_INFINITY;
  return distance <= PHASH_RADIUS ? { ...sameBytes, distance } : null;
}

async function idsOf(tx: Sql, county: string, numbers: readonly number[]): Promise<readonly string[]> {
  if (numbers.length === 0) return [];
  const rows = await tx.all(
    `SELECT p.id FROM ${jsonEach(tx)} CROSS JOIN likeness_photos p WHERE p.county = ? AND p.number = CAST(k.value ->> 0 AS INTEGER)`,
    JSON.stringify(numbers.map((number) => [number])),
    county,
  );
  return rows.map((row) => String(row['id']));
}

/** All difference hashes within {@link PHASH_RADIUS} flips are asked for by name: the index has no scan to do. */
async function byPhash(tx: Sql, county: string, phash: unknown): Promise<readonly string[]> {
  if (!isPhash(phash)) return [];
  const rows = await tx.all(
    `SELECT p.id FROM ${jsonEach(tx)} CROSS JOIN likeness_photos p WHERE p.county = ? AND p.phash <> '' AND p.phash = (k.value ->> 0) LIMIT ${MOST_LOOKED_AT}`,
    JSON.stringify(neighboursOf(phash).map((text) => [text])),
    county,
  );
  return rows.map((row) => String(row['id']));
}

async function bySameBytes(tx: Sql, county: string, hash: unknown): Promise<readonly string[]> {
  if (typeof hash !== 'string' || hash === '') return [];
  const rows = await tx.all(`SELECT id FROM evidence WHERE hash = ? AND county = ? AND removed = 0 LIMIT ${MOST_LOOKED_AT}`, hash, county);
  return rows.map((row) => String(row['id']));
}

async function recordsOf(tx: Sql, county: string, ids: readonly string[], scope: string): Promise<readonly AnyRecord[]> {
  if (ids.length === 0) return [];
  const rows = await tx.all(
    `SELECT r.body FROM ${jsonEach(tx)} CROSS JOIN records r WHERE r.kind = 'evidence' AND r.id = (k.value ->> 0) AND r.county = ? AND r.removed = 0 AND substr(r.site, 1, ?) = ?`,
    JSON.stringify(ids.map((id) => [id])),
    county,
    scope.length,
    scope,
  );
  return rows.map((row: Row) => JSON.parse(String(row['body'])) as AnyRecord);
}

/** One of nearly all zeros or ones is of a picture without contrast, and says nothing. */
function isPhash(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[0-9a-f]{16}$/.test(value)) return false;
  const set = phashDistance(value, '0'.repeat(16));
  return set >= LEAST_SET && set <= 64 - LEAST_SET;
}

const LEAST_SET = 8;

/** A hash of 64 bits and all that differ from it in {@link PHASH_RADIUS} bits at most; 2,081 for two. */
function neighboursOf(phash: string): readonly string[] {
  let found = new Set([BigInt(`0x${phash}`)]);
  for (let flips = 0; flips < PHASH_RADIUS; flips += 1) {
    const further = new Set(found);
    for (const value of found) for (let bit = 0n; bit < 64n; bit += 1n) further.add(value ^ (1n << bit));
    found = further;
  }
  return Array.from(found, (value) => value.toString(16).padStart(16, '0'));
}
