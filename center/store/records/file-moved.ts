import type { Writer } from '#shared/ports/record-store.ts';
import { logOf, rangeOf } from '../scope.ts';
import type { Row, Sql } from '../sql.ts';
import { CENTER } from './batch.ts';
import { lockLogs, standingOf, successorsOf } from './load.ts';
import { logsAbove } from './logs.ts';
import { planRefiling } from './plan.ts';
import { keyOf, type Standing } from './rows.ts';
import { save } from './save.ts';
import { resolvedSite } from './successors.ts';

/** Records that one transaction files anew: writers wait for no longer than that. */
const FILED_AT_ONCE = 500;

/** What one transaction filed. */
export interface Filed {
  /** By kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** True where nothing is left under the old code. */
  readonly done: boolean;
}

/**
 * Rule L3: files some of the records that still stand under a retired village, or are addressed to it, under the code that
 * took its place. To be called in one write transaction after the other until it is done; what was filed stays filed
 * wherever that is cut off.
 */
export async function fileMoved(tx: Sql, village: string, at: number): Promise<Filed> {
  const target = resolvedSite(village, await successorsOf(tx, [village]));
  // Moved back meanwhile: what stands there belongs there.
  if (target === village) return { counts: {}, done: true };
  const heads = await lockLogs(tx, [...logsAbove(village), ...logsAbove(target)]);
  const own = await tx.all('SELECT * FROM records WHERE county = ? AND village = ? ORDER BY position LIMIT ?', logOf(village), village, FILED_AT_ONCE);
  const addressed = await addressedTo(tx, village, target);
  const records = [...new Map([...own, ...addressed].map(standingOf).map((row) => [keyOf(row.kind, row.id), row])).values()];
  const changes = planRefiling(await loadedFor(tx, heads, records), records, centerAt(at));
  await save(tx, changes);
  const counts: Record<string, number> = {};
  for (const { kind } of records) counts[kind] = (counts[kind] ?? 0) + 1;
  return { counts, done: own.length < FILED_AT_ONCE && addressed.length < FILED_AT_ONCE };
}

/** What the center itself writes. */
export function centerAt(at: number): Writer {
  return { device: CENTER, at, guarded: false };
}

/** Only where the new code's log is the same, or the city's, does what is addressed to it still reach it. */
async function addressedTo(tx: Sql, village: string, target: string): Promise<Row[]> {
  const { from, to } = rangeOf(village);
  const found: Row[] = [];
  for (const log of logsAbove(village).filter((one) => logsAbove(target).includes(one))) {
    found.push(...(await tx.all(`SELECT * FROM records WHERE county = ? AND "to" <> '' AND "to" >= ? AND "to" < ? ORDER BY position LIMIT ?`, log, from, to, FILED_AT_ONCE)));
  }
  return found.slice(0, FILED_AT_ONCE);
}

async function loadedFor(tx: Sql, heads: ReadonlyMap<string, number>, records: readonly Standing[]) {
  return {
    heads,
    standing: new Map(records.map((row) => [keyOf(row.kind, row.id), row])),
    accepted: new Map(),
    departures: new Map(),
    bases: new Map(),
    successors: await successorsOf(tx, records.flatMap(({ site, to }) => [site, to])),
  };
}
