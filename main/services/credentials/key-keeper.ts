/**
 * Guards the device's secrets on disk. `keyring`: sealed with a key of the system's keyring. `plain`: guarded by the
 * rights of the file alone.
 */
export interface KeyKeeper {
  readonly kind: 'keyring' | 'plain';
  seal(secret: string): Uint8Array;
  /** Throws where the sealed bytes are not this keeper's. */
  open(sealed: Uint8Array): string;
}

/** Seals nothing: for machines without a keyring, and for the browser shell. */
export const plainKeeper: KeyKeeper = {
  kind: 'plain',
  seal: (secret) => new TextEncoder().encode(secret),
  open: (sealed) => new TextDecoder('utf-8', { fatal: true }).decode(sealed),
};
