import { z } from 'zod';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Digest of a set of records: how many, and the XOR of SHA-256 over `kind:id:version` of each (64 hex digits). */
export const setDigestSchema = z.looseObject({ count: z.number().int(), xor: z.string() });
export type SetDigest = z.infer<typeof setDigestSchema>;

/** `GET /v1/digest`: by kind, over all that the device's scope is sent by a pull. */
export const digestResponseSchema = z.looseObject({ kinds: z.record(z.string(), setDigestSchema) });
export type DigestResponse = z.infer<typeof digestResponseSchema>;

const ZERO = '0'.repeat(64);
export const EMPTY_DIGEST: SetDigest = { count: 0, xor: ZERO };

/** The digest with one record more; records may be added in any order. */
export function addToDigest(digest: SetDigest, kind: string, id: string, version: string): SetDigest {
  const own = sha256(utf8ToBytes(`${kind}:${id}:${version}`));
  const xor = hexToBytes(digest.xor).map((byte, index) => byte ^ (own[index] ?? 0));
  return { count: digest.count + 1, xor: bytesToHex(xor) };
}
