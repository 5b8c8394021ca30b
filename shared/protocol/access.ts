import { z } from 'zod';
import { siteCode, text } from '../schema/fields.ts';

/** Enrolment: a one-time code is turned into a device, once. The private key never leaves the host. */
export const enrolRequestSchema = z.looseObject({
  protocol: z.number().int(),
  /** The one-time code; case, spaces and hyphens do not matter. */
  code: text(60),
  /** Ed25519 public key, 32 bytes, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** Ed25519 signature over the UTF-8 text `qiyou-enrol:<code as sent>`, base64url: proof of the key. */
  proof: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
  deviceName: text(120),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** What a device is and what holds for it; sent at enrolment and with every session, so that changes arrive. */
export const deviceProfileSchema = z.looseObject({
  device: z.string(),
  deviceName: text(120),
  role: z.enum(['station', 'institute', 'county', 'city']),
  /** The division code that is the device's scope. */
  site: siteCode,
  siteName: text(120),
  /** Names of the divisions above, by code: town, county, city. */
  above: z.record(z.string(), text(120)),
  centerName: text(120),
  /** The county's key for hashes of ID numbers, base64url; kept by the host alone. */
  idKey: z.string(),
  /** The county's limit for photos: longer edge in pixels. */
  photoEdge: z.number().int().min(640).max(8192),
});
export type DeviceProfile = z.infer<typeof deviceProfileSchema>;

/** `POST /v1/session` in two steps: without a signature it answers a nonce, with one a token. */
export const sessionRequestSchema = z.looseObject({
  protocol: z.number().int(),
  device: text(64),
  nonce: text(120).optional(),
  /** Ed25519 signature over the UTF-8 text `qiyou-session:<device>:<nonce>`, base64url. */
  signature: text(120).optional(),
});
export type SessionRequest = z.infer<typeof sessionRequestSchema>;

export const sessionResponseSchema = z.union([
  z.looseObject({ nonce: z.string() }),
  /** `expiresIn`: seconds by the center's clock. */
  z.looseObject({ token: z.string(), expiresIn: z.number().int(), profile: deviceProfileSchema }),
]);
export type SessionResponse = z.infer<typeof sessionResponseSchema>;
