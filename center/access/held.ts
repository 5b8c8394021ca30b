import type { AnyRecord } from '#shared/domain/record.ts';
import type { AcceptedWrite, RecordStore } from '#shared/ports/record-store.ts';
import { MAX_WRITES } from '#shared/protocol/exchange.ts';
import type { HeldOutcome, HeldPush } from '#shared/protocol/held.ts';
import { rangeOf } from '../store/scope.ts';
import type { Row, Sql } from '../store/sql.ts';
import { audit, type AuditEvent } from './audit.ts';
import type { AccessContext } from './context.ts';
import type { Device } from './devices.ts';
import { findDivision } from './divisions.ts';
import { keepOutcome } from './held-outcomes.ts';
import { nameOf } from './record-names.ts';

/** Records of a held push that a person is shown by name. */
const EXAMPLES = 10;

type Context = Pick<AccessContext, 'db' | 'clock'>;

/** Pushes of a scope's devices that wait for a person (rule D1), oldest first; of all devices where the scope is ''. */
export async function heldPushes(db: Sql, scope: string, push?: string): Promise<HeldPush[]> {
  const { from, to } = rangeOf(scope);
  const rows = await db.all(
    `SELECT h.push, h.kind, h.body, h.at, h.device, d.name AS device_name, d.site, v.name AS site_name FROM held h
     JOIN devices d ON d.id = h.device LEFT JOIN divisions v ON v.code = d.site
     WHERE d.site >= ? AND d.site < ? ${push === undefined ? '' : 'AND h.push = ?'} ORDER BY h.at, h.kind, h.id`,
    from,
    to,
    ...(push === undefined ? [] : [push]),
  );
  return [...Map.groupBy(rows, (row) => String(row['push']))].map(([id, group]) => heldPush(id, group)).toSorted((a, b) => a.since - b.since);
}

/** Who decides: a device of the county or the town, and the person at it; without a device, somebody at the center's own machine. */
export interface Decider {
  /** For the audit trail, where there is no device. */
  readonly by?: string;
  readonly device?: Pick<Device, 'id' | 'name' | 'site'>;
  readonly person?: string;
}

/** What came of a decision, and whom it is to be told. */
export interface Decided {
  readonly written: number;
  readonly outdated: number;
  /** Of the device whose push it was. */
  readonly site: string;
  /** Logs that were written to. */
  readonly logs: readonly string[];
}

/**
 * A person's decision on a held push, kept in the audit trail and for the device whose push it was; null where the scope has no
 * such push (any more). Confirmed writes go the ordinary way, in the name of their device: what the record moved on from meanwhile is outdated and stays as it is.
 * Confirming again what was cut off writes nothing twice; what is held while it is decided waits for a decision of its own.
 */
export async function decideHeld(context: Context, store: RecordStore, scope: string, id: string, decision: 'confirm' | 'reject', by: Decider): Promise<Decided | null> {
  const { db, clock } = context;
  const [push] = await heldPushes(db, scope, id);
  if (push === undefined) return null;
  const rows = await db.all('SELECT kind, id, device, county, version, base, body FROM held WHERE push = ? ORDER BY at, kind, id', id);
  const counts = countsOf(rows);
  const came = decision === 'confirm' ? await writeHeld(context, store, push.device, rows) : { written: 0, outdated: 0 };
  const records = rows.map((row) => ({ kind: text(row, 'kind'), id: text(row, 'id'), version: text(row, 'version') }));
  const who = await decidedBy(db, by);
  await db.write(async (tx) => {
    await tx.each('DELETE FROM held WHERE kind = ? AND id = ? AND device = ? AND version = ?', rows.map((row) => [text(row, 'kind'), text(row, 'id'), text(row, 'device'), text(row, 'version')]));
    await keepOutcome(tx, push.device, clock.now(), (at) => ({ id, decision, at, since: push.since, by: who, counts, ...came, records }));
  });
  const event: AuditEvent = decision === 'confirm' ? 'heldConfirmed' : 'heldRejected';
  const decider = by.device === undefined ? { by: by.by ?? '' } : { by: by.device.id, bySite: by.device.site };
  await audit(context, event, { device: push.device, site: push.site }, { push: id, counts, ...came, ...decider });
  return { ...came, site: push.site, logs: decision === 'confirm' ? [...new Set(rows.map((row) => text(row, 'county')))] : [] };
}

/** Who decided, in words for a person at the station. */
async function decidedBy(db: Sql, { device, person = '' }: Decider): Promise<HeldOutcome['by']> {
  if (device === undefined) return { person, deviceName: '', site: '', siteName: '' };
  const division = await findDivision(db, device.site);
  return { person, deviceName: device.name, site: device.site, siteName: division?.name ?? '' };
}

async function writeHeld({ clock }: Context, store: RecordStore, device: string, rows: readonly Row[]): Promise<{ written: number; outdated: number }> {
  let written = 0;
  for (let start = 0; start < rows.length; start += MAX_WRITES) {
    const writes = rows.slice(start, start + MAX_WRITES).map(writeOf);
    const results = await store.write(writes, { device, at: clock.now(), guarded: false }, '');
    written += results.filter(({ status }) => status === 'accepted').length;
  }
  return { written, outdated: rows.length - written };
}

function writeOf(row: Row): AcceptedWrite {
  const record = JSON.parse(text(row, 'body')) as AnyRecord;
  return { kind: text(row, 'kind'), base: row['base'] === null ? null : text(row, 'base'), record, version: text(row, 'version'), county: text(row, 'county') };
}

function text(row: Row, column: string): string {
  return String(row[column]);
}

function countsOf(rows: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[text(row, 'kind')] = (counts[text(row, 'kind')] ?? 0) + 1;
  return counts;
}

function heldPush(id: string, rows: readonly Row[]): HeldPush {
  const [first] = rows;
  const times = rows.map((row) => Number(row['at']));
  return {
    id,
    device: String(first?.['device']),
    deviceName: String(first?.['device_name']),
    site: String(first?.['site']),
    siteName: String(first?.['site_name'] ?? ''),
    since: Math.min(...times),
    last: Math.max(...times),
    counts: countsOf(rows),
    examples: rows.slice(0, EXAMPLES).map((row) => nameOf(JSON.parse(String(row['body'])) as AnyRecord).slice(0, 200)),
  };
}
