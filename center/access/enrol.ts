import type { EnrolRequest } from '#shared/protocol/access.ts';
import { failed, ok, type RefusedCode, type Result } from '#shared/protocol/errors.ts';
import { audit } from './audit.ts';
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
export function enrol(context: AccessContext, request: EnrolRequest, from: string): Result<Device, AccessRefusal> {
  return context.db.write(() => {
    const enrolled = attempt(context, request);
    if (!enrolled.ok) audit(context, 'enrolRefused', {}, { reason: enrolled.error.code, deviceName: request.deviceName, from });
    return enrolled;
  });
}

function attempt(context: AccessContext, request: EnrolRequest): Result<Device, AccessRefusal> {
  const { db, clock } = context;
  if (!isSigned(`qiyou-enrol:${request.code}`, request.publicKey, request.proof)) {
    return failed({ code: 'unauthorized', detail: 'the proof is not a signature by this key over qiyou-enrol:<code>' });
  }
  const hash = hashOfCode(request.code);
  const code = db.get('SELECT site, role, expires_at, device FROM codes WHERE hash = ?', hash);
  if (code === undefined) return failed({ code: 'badCode', detail: 'no such code' });
  if (code['device'] !== null) return again(context, request, String(code['device']));
  if (clock.now() >= Number(code['expires_at'])) return failed({ code: 'expiredCode', detail: 'the code has expired' });
  return ok(make(context, request, hash, String(code['site']), String(code['role'])));
}

function again({ db }: AccessContext, request: EnrolRequest, id: string): Result<Device, AccessRefusal> {
  const device = findDevice(db, id);
  if (device === null || device.publicKey !== request.publicKey) return failed({ code: 'usedCode', detail: 'the code was used already' });
  return device.revokedAt === null ? ok(device) : failed({ code: 'revoked', detail: 'the device was revoked' });
}

function make(context: AccessContext, request: EnrolRequest, codeHash: string, site: string, role: string): Device {
  const { db, clock, ids } = context;
  const id = ids.next();
  db.run(
    'INSERT INTO devices (id, public_key, site, role, name, enrolled_at) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    request.publicKey,
    site,
    role,
    request.deviceName,
    clock.now(),
  );
  db.run('UPDATE codes SET device = ? WHERE hash = ?', id, codeHash);
  audit(context, 'enrolled', { device: id, site }, { role, name: request.deviceName });
  const device = findDevice(db, id);
  if (device === null) throw new Error('a device that was just stored is not there');
  return device;
}
