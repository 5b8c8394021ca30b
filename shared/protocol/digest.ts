import { z } from 'zod';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Digest of a set of records: how many, and the XOR of SHA-256 over `kind:id:version` of each (64 hex digits). */
export const setDigestSchema = z.looseObject({ count: z.number().int(), xor: z.string() });
export type SetDigest = z.infer<typeof setDigestSchema>;

/** A kind's digest, and where the center speaks protocol 2 the same by month of the records' ids, see {@link monthOf}. */
export const kindDigestSchema = setDigestSchema.extend({ months: z.record(z.string(), setDigestSchema).optional() });
export type KindDigest = z.infer<typeof kindDigestSchema>;

/** `GET /v1/digest`: by kind, over all that the device's scope is sent by a pull. */
export const digestResponseSchema = z.looseObject({ kinds: z.record(z.string(), kindDigestSchema) });
export type DigestResponse = z.infer<typeof digestResponseSchema>;

const ZERO = '0'.repeat(64);
export const EMPTY_DIGEST: SetDigest = { count: 0, xor: ZERO };

/** The mark of one record: SHA-256 over `kind:id:version`, 32 bytes. Digests are XORs of marks. */
export function digestMark(kind: string, id: string, version: string): Uint8Array {
  return sha256(utf8ToBytes(`${kind}:${id}:${version}`));
}

/** The XOR of two runs of 32 bytes, as hex digits; either may be given as hex. */
export function xorHex(a: string, b: Uint8Array): string {
  const left = hexToBytes(a);
  return bytesToHex(left.map((byte, index) => byte ^ (b[index] ?? 0)));
}

/** The digest with one record more; records may be added in any order. */
export function addToDigest(digest: SetDigest, kind: string, id: string, version: string): SetDigest {
  return { count: digest.count + 1, xor: xorHex(digest.xor, digestMark(kind, id, version)) };
}

/** The digest with one record less, the inverse of {@link addToDigest}. */
export function takeFromDigest(digest: SetDigest, kind: string, id: string, version: string): SetDigest {
  return { count: digest.count - 1, xor: xorHex(digest.xor, digestMark(kind, id, version)) };
}

/** Two digests in one. */
export function joinDigests(a: SetDigest, b: SetDigest): SetDigest {
  return { count: a.count + b.count, xor: xorHex(a.xor, hexToBytes(b.xor)) };
}

/** Bucket of ids that are no UUIDv7 and so carry no time. */
export const NO_MONTH = '0000-00';

/**
 * The month (`YYYY-MM`, UTC) of the time in a UUIDv7: the bucket that a record's digest is counted in (rule C2). It never
 * changes, is the same on both sides, and needs no clock; a device whose clock was wrong only gets odd buckets.
 */
export function monthOf(id: string): string {
  if (id[14] !== '7') return NO_MONTH;
  const date = new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
}

/**
 * The ids of a month, as a range `[from, to)` in the order of their text; the ids of {@link NO_MONTH} are no range.
 * A reader still looks at {@link monthOf} of each: ids of other versions lie in between.
 */
export function idsOfMonth(month: string): { readonly from: string; readonly to: string } {
  if (month === NO_MONTH) return { from: '', to: 'g' };
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { from: idStart(Date.UTC(year, number - 1)), to: idStart(Date.UTC(year, number)) };
}

function idStart(milliseconds: number): string {
  const hex = Math.min(milliseconds, 2 ** 48 - 1).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
