import { failed, ok, type Result } from '#shared/protocol/errors.ts';
import { audit } from './audit.ts';
import type { AccessContext } from './context.ts';
import { isSigned, sha256Of } from './crypto.ts';
import { findDevice, type Device } from './devices.ts';
import type { AccessRefusal } from './enrol.ts';

const MINUTE = 60_000;

/** A session lasts this long by the center's clock, in milliseconds. */
export const SESSION_LASTS = 12 * 60 * MINUTE;

/** A nonce must be answered within this time, in milliseconds, and only once. */
export const NONCE_LASTS = 2 * MINUTE;

/** Nonces are asked for by anyone; no more than this many are kept, the oldest are forgotten first. */
const MAX_NONCES = 10_000;

/** A device in a session. `expiresAt`: milliseconds since 1970 by the center's clock. */
export interface Session {
  readonly device: Device;
  readonly expiresAt: number;
}

/** Challenges, kept in memory: after a restart a device simply asks for another. */
export class Nonces {
  readonly #context: AccessContext;
  readonly #open = new Map<string, { readonly device: string; readonly expiresAt: number }>();

  constructor(context: AccessContext) {
    this.#context = context;
  }

  /** A nonce for a device's next signature; also for a device that does not exist, so that nobody can probe. */
  issue(device: string): string {
    const nonce = Buffer.from(this.#context.random.bytes(32)).toString('base64url');
    const now = this.#context.clock.now();
    for (const [key, entry] of this.#open) {
      if (entry.expiresAt > now && this.#open.size < MAX_NONCES) break;
      this.#open.delete(key);
    }
    this.#open.set(nonce, { device, expiresAt: now + NONCE_LASTS });
    return nonce;
  }

  /** True once for a nonce that was issued for the device and has not expired. */
  take(device: string, nonce: string): boolean {
    const entry = this.#open.get(nonce);
    this.#open.delete(nonce);
    return entry !== undefined && entry.device === device && entry.expiresAt > this.#context.clock.now();
  }
}

/** Opens a session for a signed nonce. The token is answered once and kept only as its hash. */
export function openSession(
  context: AccessContext,
  nonces: Nonces,
  answer: { readonly device: string; readonly nonce: string; readonly signature: string },
  from: string,
): Result<{ readonly token: string; readonly device: Device; readonly expiresIn: number }, AccessRefusal> {
  const { db, clock, random } = context;
  const device = findDevice(db, answer.device);
  const fresh = nonces.take(answer.device, answer.nonce);
  const signed = device !== null && isSigned(`qiyou-session:${device.id}:${answer.nonce}`, device.publicKey, answer.signature);
  if (device === null || !fresh || !signed) {
    audit(context, 'sessionRefused', { device: device?.id ?? '', site: device?.site ?? '' }, { reason: fresh ? 'signature' : 'nonce', from });
    return failed({ code: 'unauthorized', detail: fresh ? 'the signature is not this device\'s' : 'the nonce is unknown, used or expired' });
  }
  if (device.revokedAt !== null) {
    audit(context, 'sessionRefused', { device: device.id, site: device.site }, { reason: 'revoked', from });
    return failed({ code: 'revoked', detail: 'the device was revoked' });
  }
  const token = Buffer.from(random.bytes(32)).toString('base64url');
  const now = clock.now();
  db.write(() => {
    db.run('DELETE FROM sessions WHERE device = ? AND expires_at <= ?', device.id, now);
    db.run('INSERT INTO sessions (token_hash, device, expires_at) VALUES (?, ?, ?)', sha256Of(token), device.id, now + SESSION_LASTS);
    db.run('UPDATE devices SET last_contact = ? WHERE id = ?', now, device.id);
  });
  return ok({ token, device, expiresIn: SESSION_LASTS / 1_000 });
}

/** The session of a bearer token, asked of the database each time, so that a revocation holds at once. */
export function sessionOf({ db, clock }: AccessContext, token: string): Result<Session, AccessRefusal> {
  const row = db.get('SELECT device, expires_at FROM sessions WHERE token_hash = ?', sha256Of(token));
  const device = row === undefined ? null : findDevice(db, String(row['device']));
  if (row === undefined || device === null) return failed({ code: 'unauthorized', detail: 'no such session' });
  if (device.revokedAt !== null) return failed({ code: 'revoked', detail: 'the device was revoked', device });
  if (Number(row['expires_at']) <= clock.now()) return failed({ code: 'unauthorized', detail: 'the session has expired', device });
  return ok({ device, expiresAt: Number(row['expires_at']) });
}
