import { hash } from 'node:crypto';

/** `versionOf` of a record by its canonical text: Node's own SHA-256, which is many times faster than one in JavaScript. */
export function versionOfText(canonicalText: string): string {
  return hash('sha256', canonicalText, 'hex');
}

/** `digestMark` of one version, 32 bytes, by Node's own SHA-256. */
export function markOf(kind: string, id: string, version: string): Uint8Array {
  return hash('sha256', `${kind}:${id}:${version}`, 'buffer');
}
