import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

/** An Ed25519 key pair of this device. `secret` is PKCS 8, DER, base64url. */
export interface DeviceKey {
  readonly secret: string;
  /** 32 bytes, base64url. */
  readonly publicKey: string;
  /** Ed25519 signature over the UTF-8 text, base64url. */
  sign(text: string): string;
}

/** Length of the raw key at the end of an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
const RAW_LENGTH = 32;

/** Makes a new pair. The randomness is the system's: keys never come from a parameter. */
export function newDeviceKey(): DeviceKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return deviceKey(privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'));
}

/** The pair of a kept secret. Throws where it is not one. */
export function deviceKey(secret: string): DeviceKey {
  const key = createPrivateKey({ key: Buffer.from(secret, 'base64url'), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    secret,
    publicKey: spki.subarray(spki.length - RAW_LENGTH).toString('base64url'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64url'),
  };
}
