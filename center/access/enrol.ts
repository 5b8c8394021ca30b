import type { EnrolRequest } from '#shared/protocol/access.ts';
import { failed, ok, type RefusedCode, type Result } from '#shared/protocol/errors.ts';
import { FOR_UPDATE } from '../store/locks.ts';
import type { Sql } from '../store/sql.ts';
import { auditWithin } from './audit.ts';
import { hashOfCode } from './codes.ts';
import type { AccessContext } from './context.ts';
import { isSigned } from './crypto.ts';
import { findDevice, type Device } from './devices.ts';

export interface AccessRefusal {
  readonly code: RefusedCode;
  readonly detail: string;
  /** The device concerned, where it is known. */
  readonly device?: Device;
}

/**
 * Turns a one-time code into a device, once. The same key with the same code again is the same act (its answer was lost
 * on the way) and gets the same device; another key gets `usedCode`.
 */
export async function enrol(context: AccessContext, request: EnrolRequest, from: string): Promise<Result<Device, AccessRefusal>> {
  return await context.db.write(async (tx) => {
    const enrolled = await attempt(context, tx, request);
    if (!enrolled.ok) await auditWithin(tx, context.clock, 'enrolRefused', {}, { reason: enrolled.error.code, deviceName: request.deviceName, from });
    return enrolled;
  });
}

async function attempt(context: AccessContext, tx: Sql, request: EnrolRequest): Promise<Result<Device, AccessRefusal>> {
  if (!isSigned(`qiyou-enrol:${request.code}`, request.publicKey, request.proof)) {
    return failed({ code: 'unauthorized', detail: 'the proof is not a signature by this key over qiyou-enrol:<code>' });
  }
  const hash = hashOfCode(request.code);
  const code = await tx.get(`SELECT site, role, expires_at, device FROM codes WHERE hash = ?${FOR_UPDATE[tx.dialect]}`, hash);
  if (code === undefined) return failed({ code: 'badCode', detail: 'no such code' });
  if (code['device'] !== null) return await again(tx, request, String(code['device']));
  if (context.clock.now() >= Number(code['expires_at'])) return failed({ code: 'expiredCode', detail: 'the code has expired' });
  return ok(await make(context, tx, request, { hash, site: String(code['site']), role: String(code['role']) }));
}

async function again(tx: Sql, request: EnrolRequest, id: string): Promise<Result<Device, AccessRefusal>> {
  const device = await findDevice(tx, id);
  if (device === null || device.publicKey !== request.publicKey) return failed({ code: 'usedCode', detail: 'the code was used already' });
  return device.revokedAt === null ? ok(device) : failed({ code: 'revoked', detail: 'the device was revoked' });
}

interface Code {
  readonly hash: string;
  readonly site: string;
  readonly role: string;
}

async function make({ clock, ids }: AccessContext, tx: Sql, request: EnrolRequest, { hash, site, role }: Code): Promise<Device> {
  const id = ids.next();
  await tx.run(
    'INSERT INTO devices (id, public_key, site, role, name, enrolled_at) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    request.publicKey,
    site,
    role,
    request.deviceName,
    clock.now(),
  );
  await tx.run('UPDATE codes SET device = ? WHERE hash = ?', id, hash);
  await auditWithin(tx, clock, 'enrolled', { device: id, site }, { role, name: request.deviceName });
  const device = await findDevice(tx, id);
  if (device === null) throw new Error('a device that was just stored is not there');
  return device;
}
