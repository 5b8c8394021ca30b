import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonical } from '../domain/canonical.ts';

/**
 * The version of a record: SHA-256 (64 hex digits) of its canonical JSON (RFC 8785), of every field that travels.
 * The same content is the same version on every machine; nothing from the center is in it.
 */
export function versionOf(record: object): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(record))));
}

/** SHA-256 of bytes in lower-case hex: the name of a photo in the vault and at the center. */
export function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
