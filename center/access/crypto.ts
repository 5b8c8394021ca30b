import { createHash, createPublicKey, verify } from 'node:crypto';

/** SHA-256 of a text, in hex: how codes and tokens are kept. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * True where `signature` (base64url) is the Ed25519 signature of the text by the key (32 bytes, base64url).
 * Anything malformed is simply no signature.
 */
export function isSigned(text: string, publicKey: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
