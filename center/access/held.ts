import type { AnyRecord } from '#shared/domain/record.ts';
import type { AcceptedWrite, RecordStore } from '#shared/ports/record-store.ts';
import { MAX_WRITES } from '#shared/protocol/exchange.ts';
import type { HeldPush } from '#shared/protocol/held.ts';
import { rangeOf } from '../store/scope.ts';
import type { Row, Sql } from '../store/sql.ts';
import { audit, type AuditEvent } from './audit.ts';
import type { AccessContext } from './context.ts';
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

/** What came of a decision, or null where the scope has no such push (any more). */
export type Decided = { readonly written: number; readonly outdated: number } | null;

/**
 * A person's decision on a held push, kept in the audit trail. Confirmed writes go the ordinary way, in the name of their
 * device: what the record moved on from meanwhile is outdated and stays as it is. Confirming again what was cut off
 * writes nothing twice.
 * @param by who decides, for the audit trail
 */
export async function decideHeld(context: Context, store: RecordStore, scope: string, id: string, decision: 'confirm' | 'reject', by: Readonly<Record<string, string>>): Promise<Decided> {
  const [push] = await heldPushes(context.db, scope, id);
  if (push === undefined) return null;
  const decided = decision === 'confirm' ? await writeHeld(context, store, push) : { written: 0, outdated: 0 };
  await context.db.run('DELETE FROM held WHERE push = ?', id);
  const event: AuditEvent = decision === 'confirm' ? 'heldConfirmed' : 'heldRejected';
  await audit(context, event, { device: push.device, site: push.site }, { push: id, counts: push.counts, ...decided, ...by });
  return decided;
}

async function writeHeld({ db, clock }: Context, store: RecordStore, push: HeldPush): Promise<{ written: number; outdated: number }> {
  const rows = await db.all('SELECT kind, county, version, base, body FROM held WHERE push = ? ORDER BY at, kind, id', push.id);
  let written = 0;
  for (let start = 0; start < rows.length; start += MAX_WRITES) {
    const writes = rows.slice(start, start + MAX_WRITES).map(writeOf);
    const results = await store.write(writes, { device: push.device, at: clock.now(), guarded: false }, '');
    written += results.filter(({ status }) => status === 'accepted').length;
  }
  return { written, outdated: rows.length - written };
}

function writeOf(row: Row): AcceptedWrite {
  const record = JSON.parse(String(row['body'])) as AnyRecord;
  return { kind: String(row['kind']), base: row['base'] === null ? null : String(row['base']), record, version: String(row['version']), county: String(row['county']) };
}

function heldPush(id: string, rows: readonly Row[]): HeldPush {
  const [first] = rows;
  const counts: Record<string, number> = {};
  for (const row of rows) counts[String(row['kind'])] = (counts[String(row['kind'])] ?? 0) + 1;
  const times = rows.map((row) => Number(row['at']));
  return {
    id,
    device: String(first?.['device']),
    deviceName: String(first?.['device_name']),
    site: String(first?.['site']),
    siteName: String(first?.['site_name'] ?? ''),
    since: Math.min(...times),
    last: Math.max(...times),
    counts,
    examples: rows.slice(0, EXAMPLES).map((row) => nameOf(JSON.parse(String(row['body'])) as AnyRecord).slice(0, 200)),
  };
}
