import type { Role } from '#shared/domain/site-code.ts';
import type { DeviceProfile } from '#shared/protocol/access.ts';
import type { Database, Row } from '../store/sqlite/database.ts';
import { logOf } from '../store/sqlite/scope.ts';
import { audit } from './audit.ts';
import type { AccessContext } from './context.ts';
import { findDivision, namesAbove } from './divisions.ts';

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
}

/** What a center tells its devices about itself. */
export interface CenterSettings {
  readonly name: string;
  /** The county's limit for photos: longer edge in pixels. */
  readonly photoEdge: number;
}

/** A device, or null. */
export function findDevice(db: Database, id: string): Device | null {
  const row = db.get('SELECT * FROM devices WHERE id = ?', id);
  return row === undefined ? null : deviceOf(row);
}

/** All devices, by site; or those of a scope. */
export function listDevices(db: Database, scope = ''): Device[] {
  return db.all('SELECT * FROM devices WHERE site >= ? AND site < ? ORDER BY site, id', scope, `${scope}:`).map(deviceOf);
}

/** Revokes a device: no request of it is taken from now on, in whatever session. False where there is no such device. */
export function revokeDevice(context: AccessContext, id: string): boolean {
  const { db, clock } = context;
  return db.write(() => {
    const device = findDevice(db, id);
    if (device === null) return false;
    if (device.revokedAt !== null) return true;
    db.run('UPDATE devices SET revoked_at = ? WHERE id = ?', clock.now(), id);
    audit(context, 'deviceRevoked', { device: id, site: device.site }, { name: device.name });
    return true;
  });
}

/** Notes that a device was in contact; at most once in `every` milliseconds. True where it was noted. */
export function noteContact({ db, clock }: AccessContext, device: Device, every: number): boolean {
  const now = clock.now();
  if (device.lastContact !== null && Math.abs(now - device.lastContact) < every) return false;
  return db.run('UPDATE devices SET last_contact = ? WHERE id = ?', now, device.id) > 0;
}

/** What a device is told of itself. */
export function profileOf(context: AccessContext, settings: CenterSettings, device: Device): DeviceProfile {
  return {
    device: device.id,
    deviceName: device.name,
    role: device.role,
    site: device.site,
    siteName: findDivision(context.db, device.site)?.name ?? '',
    above: namesAbove(context.db, device.site),
    centerName: settings.name,
    idKey: idKeyOf(context, logOf(device.site)),
    photoEdge: settings.photoEdge,
  };
}

/** The county's key for hashes of ID numbers (32 bytes, base64url), made when it is first asked for. */
function idKeyOf({ db, random }: AccessContext, county: string): string {
  const known = db.get('SELECT key FROM county_keys WHERE county = ?', county);
  if (known !== undefined) return String(known['key']);
  return db.write(() => {
    db.run('INSERT OR IGNORE INTO county_keys (county, key) VALUES (?, ?)', county, Buffer.from(random.bytes(32)).toString('base64url'));
    return String(db.get('SELECT key FROM county_keys WHERE county = ?', county)?.['key']);
  });
}

function deviceOf(row: Row): Device {
  return {
    id: String(row['id']),
    publicKey: String(row['public_key']),
    site: String(row['site']),
    role: String(row['role']) as Role,
    name: String(row['name']),
    enrolledAt: Number(row['enrolled_at']),
    revokedAt: row['revoked_at'] === null ? null : Number(row['revoked_at']),
    lastContact: row['last_contact'] === null ? null : Number(row['last_contact']),
  };
}
