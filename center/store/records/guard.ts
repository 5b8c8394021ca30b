import type { Ids } from '#shared/ports/ids.ts';
import type { Sql } from '../sql.ts';
import { countedRows } from './digest.ts';
import { keyOf, type HeldWrite } from './rows.ts';

/** So many losses of one device in a day are nobody's accident. */
const ALWAYS_ALLOWED = 20;

/** And so large a part of the live records of its scope. */
const ALLOWED_PART = 0.1;

const DAY = 86_400_000;

/**
 * Rule D1: true where a push would lose too much: the device's losses of the last 24 hours by the center's clock, those
 * that are held already, and those of this push, together above 20 and above a tenth of the live records of its scope.
 * @param losses kind and id of each record that the push removes or empties
 */
export async function losesTooMuch(tx: Sql, device: string, now: number, scope: string, losses: readonly string[]): Promise<boolean> {
  const held = await tx.all('SELECT kind, id FROM held WHERE device = ?', device);
  const waiting = new Set([...losses, ...held.map((row) => keyOf(String(row['kind']), String(row['id'])))]);
  // What this push would lose and is held already is held again, however few it is.
  if (losses.some((key) => held.some((row) => keyOf(String(row['kind']), String(row['id'])) === key))) return true;
  const recent = await tx.get('SELECT count(*) AS count FROM history WHERE device = ? AND at > ? AND loss = 1', device, now - DAY);
  const total = Number(recent?.['count'] ?? 0) + waiting.size;
  return total > ALWAYS_ALLOWED && total > ALLOWED_PART * (await liveRecords(tx, scope));
}

/** Keeps writes until a person decides; those of a device that wait together are one push. */
export async function hold(tx: Sql, ids: Ids, device: string, at: number, writes: readonly HeldWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const open = await tx.get('SELECT push FROM held WHERE device = ? LIMIT 1', device);
  const push = open === undefined ? ids.next() : String(open['push']);
  const last = new Map(writes.map((write) => [keyOf(write.kind, write.id), write]));
  await tx.each(
    `INSERT INTO held (kind, id, device, push, site, county, version, base, body, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id, device) DO UPDATE SET site = excluded.site, county = excluded.county, version = excluded.version, base = excluded.base, body = excluded.body`,
    [...last.values()].map(({ kind, id, site, county, version, base, body }) => [kind, id, device, push, site, county, version, base, body, at]),
  );
}

/** Records of a scope that are not removed, from the digests. */
async function liveRecords(tx: Sql, scope: string): Promise<number> {
  const { where, values } = countedRows(scope);
  const row = await tx.get(`SELECT sum(count - removed) AS live FROM scope_digests WHERE ${where}`, ...values);
  return Number(row?.['live'] ?? 0);
}
