import { BAND_BITS, bandOf, BANDS, bitsApart, leastForm } from '#shared/domain/likeness/bits.ts';
import { LIKENESS_RADIUS, type Forms } from '#shared/domain/likeness/compare.ts';
import type { Hashes } from '#shared/domain/likeness/likeness-text.ts';
import { jsonEach } from '../records/json-rows.ts';
import type { Sql, SqlValue } from '../sql.ts';

/** A posting: the photo's number, and the four words of its hash, so that whoever reads it need not look at the photo. */
const POSTING_WORDS = 5;
const POSTING_BYTES = POSTING_WORDS * 4;

/** A photo that gets postings. */
export interface Numbered {
  readonly number: number;
  readonly hashes: Hashes;
}

/**
 * Photos by number are posted in parts: the rows that new photos change are those of the last part alone, few enough for the
 * database to keep at hand, and short. Each part is one more look for every band that is sought.
 */
const PART_BITS = 17;

/** Where a band of a window is posted. */
function slotOf(window: number, band: number): number {
  return window * BANDS + band;
}

/** Adds postings for photos: for each band of each window one, under the least form of the band. */
export async function post(tx: Sql, county: string, photos: readonly Numbered[]): Promise<void> {
  const postings = new Map<string, { readonly part: number; readonly slot: number; readonly value: number; readonly entries: Uint32Array[] }>();
  for (const { number, hashes } of photos) {
    for (const [window, hash] of hashes.entries()) {
      const entry = Uint32Array.of(number, ...hash);
      for (let band = 0; band < BANDS; band += 1) {
        const [part, slot, value] = [number >>> PART_BITS, slotOf(window, band), leastForm(bandOf(hash, band), band)];
        const key = `${part} ${slot} ${value}`;
        const posting = postings.get(key) ?? { part, slot, value, entries: [] };
        posting.entries.push(entry);
        postings.set(key, posting);
      }
    }
  }
  if (postings.size === 0) return;
  await tx.each(
    `INSERT INTO likeness_postings (county, part, slot, value, photos) VALUES (?, ?, ?, ?, ?) ON CONFLICT (county, part, slot, value) DO UPDATE SET photos = ${APPENDED[tx.dialect]}`,
    // In the order of their keys: neighbours share pages.
    [...postings.values()].toSorted((a, b) => a.part - b.part || a.slot - b.slot || a.value - b.value).map(({ part, slot, value, entries }): SqlValue[] => [county, part, slot, value, bytesOf(entries)]),
  );
}

/** SQLite's `||` makes text of bytes, byte for byte. */
const APPENDED = {
  sqlite: 'CAST(likeness_postings.photos || excluded.photos AS BLOB)',
  postgres: 'likeness_postings.photos || excluded.photos',
} as const;

/** Little-endian, whatever the machine. */
function bytesOf(entries: readonly Uint32Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.length * POSTING_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [index, entry] of entries.entries()) for (const [word, value] of entry.entries()) view.setUint32(index * POSTING_BYTES + word * 4, value, true);
  return bytes;
}

/**
 * Numbers of the photos whose hash is within the radius of one of these, in any form: of a whole against the other's whole and
 * inner windows. Two hashes that differ in 15 bits or less share one of 8 bands within one flip, always. Were the bits of
 * real copies turned anywhere, 96 % of those that differ in 20 did, and 81 % of those in 24; they are fewest in the first bands.
 */
export async function findPosted(tx: Sql, county: string, forms: Forms): Promise<Set<number>> {
  const sought = soughtOf(forms);
  const numbered = Number((await tx.get('SELECT numbered FROM likeness_marks WHERE county = ?', county))?.['numbered'] ?? 0);
  const parts = Array.from({ length: (numbered >>> PART_BITS) + 1 }, (_, part) => part);
  const rows = await tx.all(
    `SELECT p.slot, p.value, p.photos FROM ${jsonEach(tx)} CROSS JOIN likeness_postings p WHERE p.county = ? AND p.part = CAST(k.value ->> 0 AS INTEGER)
       AND p.slot = CAST(k.value ->> 1 AS INTEGER) AND p.value = CAST(k.value ->> 2 AS INTEGER)`,
    JSON.stringify(parts.flatMap((part) => [...sought.values()].map(({ slot, value }) => [part, slot, value]))),
    county,
  );
  const found = new Set<number>();
  for (const row of rows) {
    const windows = sought.get(`${String(row['slot'])} ${String(row['value'])}`)?.windows ?? [];
    addNear(found, row['photos'] as Uint8Array, windows.map((window) => forms[window] ?? []));
  }
  return found;
}

interface Sought {
  readonly slot: number;
  readonly value: number;
  /** Windows of the photo that is sought whose band is within a flip of this value. */
  readonly windows: number[];
}

/** The photo as a whole in every slot, its inner windows in those of wholes. */
function soughtOf(forms: Forms): ReadonlyMap<string, Sought> {
  const sought = new Map<string, Sought>();
  for (const [window, [hash]] of forms.entries()) {
    if (hash === undefined) continue;
    for (let other = 0; other < (window === 0 ? forms.length : 1); other += 1) {
      for (let band = 0; band < BANDS; band += 1) {
        for (const value of withinOneFlip(bandOf(hash, band), band)) {
          const slot = slotOf(other, band);
          const entry = sought.get(`${slot} ${value}`) ?? { slot, value, windows: [] };
          entry.windows.push(window);
          sought.set(`${slot} ${value}`, entry);
        }
      }
    }
  }
  return sought;
}

function withinOneFlip(value: number, band: number): ReadonlySet<number> {
  const values = new Set([leastForm(value, band)]);
  for (let bit = 0; bit < BAND_BITS; bit += 1) values.add(leastForm(value ^ (1 << bit), band));
  return values;
}

function addNear(found: Set<number>, photos: Uint8Array, sought: Forms): void {
  const view = new DataView(photos.buffer, photos.byteOffset, photos.byteLength);
  const hash = new Uint32Array(POSTING_WORDS - 1);
  for (let at = 0; at + POSTING_BYTES <= photos.byteLength; at += POSTING_BYTES) {
    const number = view.getUint32(at, true);
    if (found.has(number)) continue;
    for (let word = 0; word < hash.length; word += 1) hash[word] = view.getUint32(at + 4 + word * 4, true);
    if (sought.some((turned) => turned.some((form) => bitsApart(form, hash) <= LIKENESS_RADIUS))) found.add(number);
  }
}
