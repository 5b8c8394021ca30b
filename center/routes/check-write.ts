import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import type { AcceptedWrite } from '#shared/ports/record-store.ts';
import type { Refusal, Write } from '#shared/protocol/exchange.ts';
import { validate } from '#shared/schema/validate.ts';
import type { Device } from '../access/devices.ts';
import { divisionsNamed, type Division } from '../access/divisions.ts';
import { versionOfText } from '../store/hash.ts';
import { ANSWERED_KINDS } from '../store/records/reach.ts';
import { addresseeOf } from '../store/records/rows.ts';
import { logOf } from '../store/scope.ts';
import type { Sql } from '../store/sql.ts';

/** Largest record, in UTF-8 bytes of its canonical JSON. */
const MAX_RECORD = 256 * 1024;

/** Deeper nesting than this is no record of anyone's. */
const MAX_DEPTH = 64;

export type CheckedWrite = { readonly ok: true; readonly write: AcceptedWrite } | { readonly ok: false; readonly reason: Refusal };

type Shaped = { readonly ok: true; readonly write: Write; readonly record: AnyRecord; readonly text: string } | { readonly ok: false; readonly reason: Refusal };

/** The divisions that a push speaks of, by code. */
type Divisions = ReadonlyMap<string, Division>;

/** Rule P2: everything that can be wrong with each write, so that it is refused alone and with a reason. */
export async function checkWrites(db: Sql, device: Device, writes: readonly Write[]): Promise<CheckedWrite[]> {
  const shaped = writes.map(checkShape);
  const codes = shaped.flatMap((one) => (one.ok ? [villagePart(one.record.site), villagePart(addresseeOf(one.record))] : []));
  const divisions = new Map((await divisionsNamed(db, [...new Set(codes)])).map((division) => [division.code, division]));
  return shaped.map((one) => (one.ok ? checkPlace(divisions, device, one) : one));
}

function checkShape(write: Write): Shaped {
  const { kind, record: value } = write;
  if (isDeeper(value, MAX_DEPTH)) return refusal('invalid', '', `nested deeper than ${MAX_DEPTH}`);
  const text = canonical(value);
  if (Buffer.byteLength(text) > MAX_RECORD) return refusal('tooLarge', '', `larger than ${MAX_RECORD} bytes`);
  const checked = validate(kind, value);
  if (checked.ok) return { ok: true, write, record: checked.record, text };
  const problem = checked.problems[0];
  return refusal('invalid', (problem?.path ?? '').slice(0, 200), checked.problems.map(({ path, code }) => `${path}: ${code}`).join('; ').slice(0, 1_000));
}

function checkPlace(divisions: Divisions, device: Device, { write: { kind, base }, record, text }: Extract<Shaped, { readonly ok: true }>): CheckedWrite {
  const reason = outsideScope(divisions, device, kind, record) ?? unknownSite(divisions, record) ?? readOnly(divisions, device, kind, base, record);
  if (reason !== null) return { ok: false, reason };
  return { ok: true, write: { kind, base, record, text, version: versionOfText(text), county: logOf(record.site) } };
}

/**
 * A retired code counts as itself and as the code that took its place (rule L3): both its old town and its new one may
 * have written under it. An order that is addressed down to the scope lies above it; the store looks that it stays there.
 */
function outsideScope(divisions: Divisions, device: Device, kind: string, record: AnyRecord): Refusal | null {
  const reaches = (code: string): boolean => isWithin(code, device.site) || isWithin(resolved(divisions, code), device.site);
  const to = addresseeOf(record);
  if (!reaches(record.site)) {
    const answers = ANSWERED_KINDS.has(kind) && to !== '' && (isWithin(device.site, to) || isWithin(device.site, resolved(divisions, to)));
    return answers ? null : { code: 'outOfScope', field: 'site', detail: `${record.site} is outside of ${device.site}` };
  }
  return to === '' || reaches(to) ? null : { code: 'outOfScope', field: 'to', detail: `${to} is outside of ${device.site}` };
}

function resolved(divisions: Divisions, code: string): string {
  const successor = divisions.get(villagePart(code))?.successor ?? '';
  return successor === '' ? code : `${successor}${code.slice(12)}`;
}

function unknownSite(divisions: Divisions, record: AnyRecord): Refusal | null {
  return divisions.has(villagePart(record.site)) ? null : { code: 'unknownSite', field: 'site', detail: `no division ${record.site}` };
}

/**
 * A standard is issued by a county or city. Nobody makes a second `sites` record for a division; what has a base is one
 * already, such as that of a village that was merged into the division.
 */
function readOnly(divisions: Divisions, device: Device, kind: string, base: string | null, record: AnyRecord): Refusal | null {
  if (kind === 'standards' && (device.role === 'station' || device.role === 'institute')) {
    return { code: 'readOnly', field: '', detail: 'a standard is issued by a county or city' };
  }
  const division = kind === 'sites' && base === null && record.site.length <= 12 ? divisions.get(record.site) : undefined;
  if (division === undefined || division.siteRecord === record.id) return null;
  return { code: 'readOnly', field: 'id', detail: `the record of site ${record.site} is ${division.siteRecord}` };
}

/** The division that a code lies in: itself, or the village of a position below one. */
function villagePart(code: string): string {
  return code.slice(0, 12);
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1));
}

function refusal(code: Refusal['code'], field: string, detail: string): { readonly ok: false; readonly reason: Refusal } {
  return { ok: false, reason: { code, field, detail } };
}
