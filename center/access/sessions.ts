import { failed, ok, type Result } from '#shared/protocol/errors.ts';
import { audit } from './audit.ts';
import type { AccessContext } from './context.ts';
import { isSigned, sha256Of } from './crypto.ts';
import { deviceOf, findDevice, type Device } from './devices.ts';
import type { AccessRefusal } from './enrol.ts';
import type { Nonces } from './nonces.ts';

/** A session lasts this long by the center's clock, in milliseconds. */
export const SESSION_LASTS = 12 * 60 * 60_000;

/** A device in a session. `expiresAt`: milliseconds since 1970 by the center's clock. */
export interface Session {
  readonly device: Device;
  readonly expiresAt: number;
}

interface Answered {
  readonly device: string;
  readonly nonce: string;
  readonly signature: string;
}

/** A token (answered once, kept only as its hash) and for how many seconds it is good. */
interface Opened {
  readonly token: string;
  readonly device: Device;
  readonly expiresIn: number;
}

/** Opens a session for a signed nonce. */
export async function openSession(context: AccessContext, nonces: Nonces, answer: Answered, from: string): Promise<Result<Opened, AccessRefusal>> {
  const device = await findDevice(context.db, answer.device);
  const open = await nonces.isOpen(answer.device, answer.nonce);
  const signed = device !== null && isSigned(`qiyou-session:${device.id}:${answer.nonce}`, device.publicKey, answer.signature);
  if (device === null || !open || !signed) return await refuse(context, device, open ? 'signature' : 'nonce', from);
  if (device.revokedAt !== null) return await refuse(context, device, 'revoked', from);
  const token = await store(context, nonces, device, answer.nonce);
  return token === null ? await refuse(context, device, 'nonce', from) : ok({ token, device, expiresIn: SESSION_LASTS / 1_000 });
}

/** Null where the nonce was answered already. */
async function store({ db, clock, random }: AccessContext, nonces: Nonces, device: Device, nonce: string): Promise<string | null> {
  const token = Buffer.from(random.bytes(32)).toString('base64url');
  const now = clock.now();
  return await db.write(async (tx) => {
    if (!(await nonces.take(tx, nonce))) return null;
    await tx.run('DELETE FROM sessions WHERE device = ? AND expires_at <= ?', device.id, now);
    await tx.run('INSERT INTO sessions (token_hash, device, expires_at) VALUES (?, ?, ?)', sha256Of(token), device.id, now + SESSION_LASTS);
    await tx.run('UPDATE devices SET last_contact = ? WHERE id = ?', now, device.id);
    return token;
  });
}

const DETAILS = {
  nonce: 'the nonce is unknown, used or expired',
  signature: "the signature is not this device's",
  revoked: 'the device was revoked',
} as const;

async function refuse(context: AccessContext, device: Device | null, reason: keyof typeof DETAILS, from: string): Promise<Result<never, AccessRefusal>> {
  await audit(context, 'sessionRefused', { device: device?.id ?? '', site: device?.site ?? '' }, { reason, from });
  return failed({ code: reason === 'revoked' ? 'revoked' : 'unauthorized', detail: DETAILS[reason] });
}

/** The session of a bearer token, asked of the database each time, so that a revocation holds at once. */
export async function sessionOf({ db, clock }: AccessContext, token: string): Promise<Result<Session, AccessRefusal>> {
  const row = await db.get('SELECT s.expires_at AS session_ends, d.* FROM sessions s JOIN devices d ON d.id = s.device WHERE s.token_hash = ?', sha256Of(token));
  if (row === undefined) return failed({ code: 'unauthorized', detail: 'no such session' });
  const device = deviceOf(row);
  if (device.revokedAt !== null) return failed({ code: 'revoked', detail: 'the device was revoked', device });
  if (Number(row['session_ends']) <= clock.now()) return failed({ code: 'unauthorized', detail: 'the session has expired', device });
  return ok({ device, expiresAt: Number(row['session_ends']) });
}
