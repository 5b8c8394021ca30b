import type { AnyRecord } from '#shared/domain/record.ts';
import { merge } from '#shared/merge/merge.ts';
import { instantOf } from '#shared/ports/clock.ts';
import type { AcceptedWrite, RecordStore } from '#shared/ports/record-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { isWithin } from '#shared/domain/site-code.ts';
import { CENTER } from '../store/records/batch.ts';
import { centerAt } from '../store/records/file-moved.ts';
import { logOf } from '../store/scope.ts';
import type { Row, Sql, SqlValue } from '../store/sql.ts';
import { audit } from './audit.ts';
import type { AccessContext } from './context.ts';
import { nameOf } from './record-names.ts';

/** Removals and emptyings are listed for this long, in milliseconds; the history itself is kept for good. */
export const RECOVERABLE_FOR = 90 * 86_400_000;

/** A version that removed or emptied a record. */
export interface LossEntry {
  readonly kind: string;
  readonly id: string;
  /** What a person knows the record by. */
  readonly name: string;
  readonly site: string;
  readonly device: string;
  /** By the center's clock, milliseconds since 1970. */
  readonly at: number;
  readonly removed: boolean;
  /** True where the record still stands as this version left it. */
  readonly standing: boolean;
}

export interface LossFilter {
  /** Division code; '' for all. */
  readonly site?: string;
  readonly device?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly kind?: string;
  readonly id?: string;
}

/** Rule D1: what was removed or emptied, newest first. */
export async function listLosses({ db, clock }: Pick<AccessContext, 'db' | 'clock'>, filter: LossFilter): Promise<LossEntry[]> {
  const rows = await lossRows(db, { ...filter, since: Math.max(filter.since ?? 0, clock.now() - RECOVERABLE_FOR) });
  return rows
    .map((row): LossEntry => {
      const record = JSON.parse(String(row['body'])) as AnyRecord;
      const site = String(row['site'] ?? record.site);
      return {
        kind: String(row['kind']), id: record.id, name: nameOf(record), site, device: String(row['device']), at: Number(row['at']),
        removed: record.removed, standing: row['version'] === row['current'],
      };
    })
    .filter(({ site }) => isWithin(site, filter.site ?? ''));
}

/** How many records were written back, and how many needed nothing. */
export interface Recovered {
  readonly written: number;
  readonly unchanged: number;
}

/**
 * Rule D1: writes back what a device's versions (or a record's) took away: what each removed or emptied is merged out of
 * what stands now, so that what others wrote since stays. By new versions of the center's own.
 */
export async function recoverLosses(context: Pick<AccessContext, 'db' | 'clock'>, store: RecordStore, filter: LossFilter): Promise<Recovered> {
  const rows = await lossRows(context.db, filter);
  let written = 0;
  // The newest first: where a record was emptied and then removed, the removal is undone before the emptying.
  for (const row of rows) written += (await recoverOne(context, store, row)) ? 1 : 0;
  await audit(context, 'recovered', { ...(filter.device === undefined ? {} : { device: filter.device }), ...(filter.site === undefined ? {} : { site: filter.site }) }, { written, since: filter.since ?? 0, record: filter.id ?? '' });
  return { written, unchanged: rows.length - written };
}

async function recoverOne({ db, clock }: Pick<AccessContext, 'db' | 'clock'>, store: RecordStore, row: Row): Promise<boolean> {
  const kind = String(row['kind']);
  const lossy = JSON.parse(String(row['body'])) as AnyRecord;
  const before = await db.get('SELECT body FROM history WHERE kind = ? AND id = ? AND version = ? ORDER BY revision DESC LIMIT 1', kind, lossy.id, row['base'] ?? '');
  const stored = await store.get(kind, lossy.id);
  if (before === undefined || stored === null) return false;
  const full = JSON.parse(String(before['body'])) as AnyRecord;
  const merged = merge(kind, lossy, full, stored.record);
  if (versionOf(merged) === stored.version) return false;
  const record = { ...merged, updatedAt: instantOf(clock), by: { device: CENTER, person: '' } };
  const write: AcceptedWrite = { kind, base: stored.version, record, version: versionOf(record), county: logOf(record.site) };
  const [result] = await store.write([write], centerAt(clock.now()), '');
  return result?.status === 'accepted';
}

async function lossRows(db: Sql, { device, since, kind, id }: LossFilter): Promise<Row[]> {
  const conditions: [string, SqlValue][] = [];
  if (device !== undefined) conditions.push(['h.device = ?', device]);
  if (since !== undefined) conditions.push(['h.at >= ?', since]);
  if (kind !== undefined) conditions.push(['h.kind = ?', kind]);
  if (id !== undefined) conditions.push(['h.id = ?', id]);
  const where = conditions.map(([condition]) => ` AND ${condition}`).join('');
  return await db.all(
    `SELECT h.kind, h.id, h.version, h.base, h.device, h.at, h.revision, h.body, r.version AS current, r.site FROM history h
     LEFT JOIN records r ON r.kind = h.kind AND r.id = h.id WHERE h.loss > 0${where} ORDER BY h.at DESC, h.revision DESC`,
    ...conditions.map(([, value]) => value),
  );
}
