import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import { mergeRuleOf } from '#shared/merge/rules.ts';
import type { AcceptedWrite, StoreResult, Writer } from '#shared/ports/record-store.ts';
import type { Receipt } from '#shared/protocol/exchange.ts';
import type { Database } from './database.ts';
import { digestReplaced } from './digest.ts';
import { factsReplaced } from './facts.ts';

interface Current {
  readonly site: string;
  readonly version: string;
  readonly county: string;
  readonly position: number;
  readonly body: string;
}

/** What an append-only record may still change: entries of `conflicts`, and where its version came from. */
const MAY_CHANGE = new Set(['conflicts', 'updatedAt', 'by', 'v']);

/** Rules L1 and P1 for one write, within the caller's transaction. */
export function writeOne(db: Database, write: AcceptedWrite, writer: Writer, scope: string): StoreResult {
  const { kind, record, version } = write;
  const current = currentOf(db, kind, record.id);
  if (current !== null && !isWithin(current.site, scope)) return { status: 'refused', code: 'outOfScope' };
  if (current?.version === version) return accepted(kind, record.id, version, current.county, current.position);
  if (write.base !== (current?.version ?? null)) return olderReceipt(db, write) ?? conflict(current);
  if (current !== null && mergeRuleOf(kind).appendOnly && changesMore(recordOf(current), record)) {
    return { status: 'refused', code: 'appendOnly' };
  }
  return store(db, write, writer, current);
}

function currentOf(db: Database, kind: string, id: string): Current | null {
  const row = db.get('SELECT site, version, county, position, body FROM records WHERE kind = ? AND id = ?', kind, id);
  return row === undefined ? null : (row as unknown as Current);
}

function recordOf(current: Current): AnyRecord {
  return JSON.parse(current.body) as AnyRecord;
}

function conflict(current: Current | null): StoreResult {
  return { status: 'conflict', current: current === null ? null : recordOf(current) };
}

function accepted(kind: string, id: string, version: string, county: string, position: number): StoreResult {
  return { status: 'accepted', receipt: { kind, id, version, county, position } satisfies Receipt };
}

/** P1: a push that is sent again after others wrote on top of it gets the receipt that it had the first time. */
function olderReceipt(db: Database, { kind, record, version, base }: AcceptedWrite): StoreResult | null {
  const row = db.get(
    'SELECT county, position FROM history WHERE kind = ? AND id = ? AND version = ? ORDER BY base IS ? DESC, written DESC LIMIT 1',
    kind,
    record.id,
    version,
    base,
  );
  return row === undefined ? null : accepted(kind, record.id, version, String(row['county']), Number(row['position']));
}

function changesMore(before: AnyRecord, after: AnyRecord): boolean {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].some((field) => !MAY_CHANGE.has(field) && canonical(before[field]) !== canonical(after[field]));
}

function store(db: Database, write: AcceptedWrite, writer: Writer, current: Current | null): StoreResult {
  const { kind, record, version, county, base } = write;
  const { id, site } = record;
  const position = nextPosition(db, county);
  const body = canonical(record);
  db.run(
    `INSERT INTO records (kind, id, site, county, town, village, "to", position, version, removed, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET site = excluded.site, county = excluded.county, town = excluded.town,
       village = excluded.village, "to" = excluded."to", position = excluded.position, version = excluded.version,
       removed = excluded.removed, body = excluded.body`,
    kind, id, site, county, site.length >= 9 ? site.slice(0, 9) : '', site.length >= 12 ? site.slice(0, 12) : '',
    addressee(record), position, version, record.removed ? 1 : 0, body,
  );
  db.run(
    'INSERT INTO history (county, position, kind, id, version, base, device, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    county, position, kind, id, version, base, writer.device, body,
  );
  digestReplaced(db, kind, id, current, { site, version });
  factsReplaced(db, kind, record);
  return accepted(kind, id, version, county, position);
}

/** L1: the next position of the county's log; the write lock is held, so no reader sees a higher one first. */
function nextPosition(db: Database, county: string): number {
  const row = db.get('INSERT INTO counties (county, head) VALUES (?, 1) ON CONFLICT (county) DO UPDATE SET head = head + 1 RETURNING head', county);
  return Number(row?.['head']);
}

/** The code prefix that a record is addressed down to, or ''. */
function addressee(record: AnyRecord): string {
  const to = record['to'];
  return typeof to === 'string' && /^\d{4,18}$/.test(to) ? to : '';
}
