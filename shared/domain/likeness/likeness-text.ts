import { HASH_BITS } from './bits.ts';

/**
 * How the hashes of a picture are written into its record: the version of how they were made, and each hash as hex, the whole
 * picture first: `1.<32 hex>.<32 hex>.<32 hex>`. Hashes of different versions say nothing of each other.
 */
const VERSION = '1';
const HASHES = 3;

const TEXT = new RegExp(`^${VERSION}(\\.[0-9a-f]{${HASH_BITS / 4}}){${HASHES}}$`);

/** The hashes of a picture: of the whole, and of its inner windows. */
export type Hashes = readonly Uint32Array[];

export function likenessText(hashes: Hashes): string {
  return [VERSION, ...hashes.map((hash) => Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join(''))].join('.');
}

/** The hashes of a record's text; null where it has none, or of another version. */
export function hashesOf(text: unknown): Hashes | null {
  if (typeof text !== 'string' || !TEXT.test(text)) return null;
  return text.split('.').slice(1).map((hash) => Uint32Array.from({ length: HASH_BITS / 32 }, (_, word) => Number.parseInt(hash.slice(word * 8, word * 8 + 8), 16)));
}
