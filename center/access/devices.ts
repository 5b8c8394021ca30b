import type { Role } from '#shared/domain/site-code.ts';
import type { DeviceProfile } from '#shared/protocol/access.ts';
import { logOf } from '../store/scope.ts';
import type { Row, Sql } from '../store/sql.ts';
import { audit, auditWithin } from './audit.ts';
import type { AccessContext } from './context.ts';
import { findDivision, namesAbove } from './divisions.ts';
import { keyNamed } from './keys.ts';

/** An enrolled device. Times are milliseconds since 1970 by the center's clock. */
export interface Device {
  readonly id: string;
  /** Ed25519, 32 bytes, base64url. */
  readonly publicKey: string;
  /** The division code that is its scope. */
  readonly site: string;
  readonly role: Role;
  readonly name: string;
  readonly enrolledAt: number;
  readonly revokedAt: number | null;
  readonly lastContact: number | null;
  /** By how much its clock was off when it last said its time, milliseconds, positive where it is ahead; null: it never said. */
  readonly clockSkewMs: number | null;
}

/** What a center tells its devices about itself. */
export interface CenterSettings {
  readonly name: string;
  /** The county's limit for photos: longer edge in pixels. */
  readonly photoEdge: number;
}

/** A device, or null. */
export async function findDevice(db: Sql, id: string): Promise<Device | null> {
  const row = await db.get('SELECT * FROM devices WHERE id = ?', id);
  return row === undefined ? null : deviceOf(row);
}

/** All devices, by site; or those of a scope. */
export async function listDevices(db: Sql, scope = ''): Promise<Device[]> {
  const rows = await db.all('SELECT * FROM devices WHERE site >= ? AND site < ? ORDER BY site, id', scope, `${scope}:`);
  return rows.map(deviceOf);
}

/** Revokes a device: no request of it is taken from now on, in whatever session. False where there is no such device. */
export async function revokeDevice({ db, clock }: AccessContext, id: string): Promise<boolean> {
  return await db.write(async (tx) => {
    const device = await findDevice(tx, id);
    if (device === null) return false;
    if ((await tx.run('UPDATE devices SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', clock.now(), id)) === 0) return true;
    await auditWithin(tx, clock, 'deviceRevoked', { device: id, site: device.site }, { name: device.name });
    return true;
  });
}

/** Notes that a device was in contact; at most once in `every` milliseconds. True where it was noted. */
export async function noteContact({ db, clock }: Pick<AccessContext, 'db' | 'clock'>, device: Device, every: number): Promise<boolean> {
  const now = clock.now();
  if (device.lastContact !== null && Math.abs(now - device.lastContact) < every) return false;
  return (await db.run('UPDATE devices SET last_contact = ? WHERE id = ?', now, device.id)) > 0;
}

const DAY = 86_400_000;

/** A request is some time on its way: smaller differences from what was noted are no news, in milliseconds. */
const SKEW_GRAIN = 5_000;

/**
 * Notes by how much a device's clock is off, where it has changed. Nothing is ordered by that clock; but people read the
 * times it writes, so the trail says when it begins to be more than a day off, and when it ends.
 * @param clientTime the device's clock, milliseconds since 1970
 */
export async function noteSkew(context: Pick<AccessContext, 'db' | 'clock'>, device: Device, clientTime: number): Promise<void> {
  const skew = Math.max(-MAX_SKEW, Math.min(MAX_SKEW, Math.round(clientTime - context.clock.now())));
  const before = device.clockSkewMs;
  if (Number.isNaN(skew) || (before !== null && Math.abs(skew - before) < SKEW_GRAIN)) return;
  await context.db.run('UPDATE devices SET clock_skew_ms = ? WHERE id = ?', skew, device.id);
  const isOff = Math.abs(skew) > DAY;
  if (isOff !== Math.abs(before ?? 0) > DAY) {
    await audit(context, 'clockOff', { device: device.id, site: device.site }, { skewMs: skew, off: isOff });
  }
}

/** A clock may say anything; what is noted fits in the column. */
const MAX_SKEW = Number.MAX_SAFE_INTEGER;

/** What a device is told of itself. */
export async function profileOf(context: AccessContext, settings: CenterSettings, device: Device): Promise<DeviceProfile> {
  return {
    device: device.id,
    deviceName: device.name,
    role: device.role,
    site: device.site,
    siteName: (await findDivision(context.db, device.site))?.name ?? '',
    above: await namesAbove(context.db, device.site),
    centerName: settings.name,
    idKey: await keyNamed(context, logOf(device.site)),
    photoEdge: settings.photoEdge,
  };
}

/** A row of the table. */
export function deviceOf(row: Row): Device {
  return {
    id: String(row['id']),
    publicKey: String(row['public_key']),
    site: String(row['site']),
    role: String(row['role']) as Role,
    name: String(row['name']),
    enrolledAt: Number(row['enrolled_at']),
    revokedAt: numberOrNull(row['revoked_at']),
    lastContact: numberOrNull(row['last_contact']),
    clockSkewMs: numberOrNull(row['clock_skew_ms']),
  };
}

function numberOrNull(value: Row[string] | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
