import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import type { AcceptedWrite } from '#shared/ports/record-store.ts';
import type { Refusal, Write } from '#shared/protocol/exchange.ts';
import { validate } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { Device } from '../access/devices.ts';
import { divisionOfSite } from '../access/divisions.ts';
import type { Database } from '../store/sqlite/database.ts';
import { logOf } from '../store/sqlite/scope.ts';

/** Largest record, in UTF-8 bytes of its canonical JSON. */
const MAX_RECORD = 256 * 1024;

/** Deeper nesting than this is no record of anyone's. */
const MAX_DEPTH = 64;

export type CheckedWrite = { readonly ok: true; readonly write: AcceptedWrite } | { readonly ok: false; readonly reason: Refusal };

/** Rule P2: everything that can be wrong with one write, so that it is refused alone and with a reason. */
export function checkWrite(db: Database, device: Device, { kind, base, record: value }: Write): CheckedWrite {
  if (isDeeper(value, MAX_DEPTH)) return refusal('invalid', '', `nested deeper than ${MAX_DEPTH}`);
  if (Buffer.byteLength(canonical(value)) > MAX_RECORD) return refusal('tooLarge', '', `larger than ${MAX_RECORD} bytes`);
  const checked = validate(kind, value);
  if (!checked.ok) {
    const problem = checked.problems[0];
    return refusal('invalid', (problem?.path ?? '').slice(0, 200), checked.problems.map(({ path, code }) => `${path}: ${code}`).join('; ').slice(0, 1_000));
  }
  const { record } = checked;
  const reason = outsideScope(device, record) ?? unknownSite(db, record) ?? readOnly(db, device, kind, record);
  if (reason !== null) return { ok: false, reason };
  return { ok: true, write: { kind, base, record, version: versionOf(record), county: logOf(record.site) } };
}

function outsideScope(device: Device, record: AnyRecord): Refusal | null {
  if (!isWithin(record.site, device.site)) return { code: 'outOfScope', field: 'site', detail: `${record.site} is outside of ${device.site}` };
  const to = record['to'];
  if (typeof to !== 'string' || to === '' || isWithin(to, device.site)) return null;
  return { code: 'outOfScope', field: 'to', detail: `${to} is outside of ${device.site}` };
}

function unknownSite(db: Database, record: AnyRecord): Refusal | null {
  return divisionOfSite(db, record.site) === null ? { code: 'unknownSite', field: 'site', detail: `no division ${record.site}` } : null;
}

/** A division has one `sites` record, which the center made; a standard is issued by a county or city. */
function readOnly(db: Database, device: Device, kind: string, record: AnyRecord): Refusal | null {
  if (kind === 'standards' && (device.role === 'station' || device.role === 'institute')) {
    return { code: 'readOnly', field: '', detail: 'a standard is issued by a county or city' };
  }
  const division = kind === 'sites' && record.site.length <= 12 ? divisionOfSite(db, record.site) : null;
  if (division === null || division.siteRecord === record.id) return null;
  return { code: 'readOnly', field: 'id', detail: `the record of site ${record.site} is ${division.siteRecord}` };
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
}

function refusal(code: Refusal['code'], field: string, detail: string): CheckedWrite {
  return { ok: false, reason: { code, field, detail } };
}
