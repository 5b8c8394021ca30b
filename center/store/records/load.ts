import { isWithin } from '#shared/domain/site-code.ts';
import type { AcceptedWrite } from '#shared/ports/record-store.ts';
import { FOR_UPDATE } from '../locks.ts';
import { logOf } from '../scope.ts';
import type { Row, Sql } from '../sql.ts';
import { jsonEach } from './json-rows.ts';
import type { Loaded } from './loaded.ts';
import { addresseeOf, keyOf, type Accepted, type Departure, type Standing, type Successor } from './rows.ts';

/** Logs that must be locked before the batch can be planned; it was found out only now. */
export class NeedsLogs {
  readonly logs: readonly string[];

  constructor(logs: Iterable<string>) {
    this.logs = [...logs];
  }
}

/**
 * Rule L1: locks the logs until the transaction ends and answers their last positions. Always in the order of their names,
 * so that two batches never wait for each other.
 */
export async function lockLogs(tx: Sql, logs: readonly string[]): Promise<Map<string, number>> {
  const names = JSON.stringify([...new Set(logs)].toSorted());
  const select = `SELECT county, head FROM counties WHERE county IN (SELECT ${text(tx)} FROM ${jsonEach(tx)}) ORDER BY county${FOR_UPDATE[tx.dialect]}`;
  let rows = await tx.all(select, names);
  if (rows.length < new Set(logs).size) {
    await tx.run(`INSERT INTO counties (county, head) SELECT ${text(tx)}, 0 FROM ${jsonEach(tx)} WHERE true ON CONFLICT (county) DO NOTHING`, names);
    rows = await tx.all(select, names);
  }
  return new Map(rows.map((row) => [String(row['county']), Number(row['head'])]));
}

/** Reads all that a batch of writes is planned from, in few statements however many writes; or says which logs are still to be locked. */
export async function load(tx: Sql, heads: ReadonlyMap<string, number>, writes: readonly AcceptedWrite[], scope: string): Promise<Loaded | NeedsLogs> {
  const standing = await ownStanding(tx, writes);
  const missing = writes.filter(({ kind, record }) => !standing.has(keyOf(kind, record.id)));
  const moved = await departuresOf(tx, missing);
  for (const [key, row] of await elsewhere(tx, missing, moved)) standing.set(key, row);
  const unlocked = new Set([...standing.values()].map(({ county }) => county).filter((county) => !heads.has(county)));
  if (unlocked.size > 0) return new NeedsLogs(unlocked);
  const outside = writes.filter(({ kind, record }) => {
    const now = standing.get(keyOf(kind, record.id));
    return now !== undefined && !isWithin(now.site, scope);
  });
  const departures = outside.length === 0 ? moved : await departuresOf(tx, outside);
  const unsure = writes.filter(({ kind, record, base, version }) => {
    const now = standing.get(keyOf(kind, record.id));
    return now !== undefined && now.version !== version && (base !== now.version || !isWithin(now.site, scope));
  });
  return {
    heads,
    standing,
    departures,
    accepted: await acceptedOf(tx, unsure),
    bases: await basesOf(tx, outside.filter(({ kind, record }) => departures.has(keyOf(kind, record.id)))),
    successors: await successorsOf(tx, [...writes.flatMap(({ record }) => [record.site, addresseeOf(record)]), ...[...standing.values()].map(({ site }) => site)]),
  };
}

/** Records by kind and id, of each write's own county; SQLite has them in one index and finds those of other counties too. */
async function ownStanding(tx: Sql, writes: readonly AcceptedWrite[]): Promise<Map<string, Standing>> {
  const groups = tx.dialect === 'sqlite' ? [writes] : [...Map.groupBy(writes, ({ county }) => county).values()];
  const standing = new Map<string, Standing>();
  for (const group of groups) {
    const ids = JSON.stringify(group.map(({ kind, record }) => [kind, record.id]));
    const own = tx.dialect === 'sqlite' ? { sql: '', values: [] } : { sql: ' AND r.county = ?', values: [group[0]?.county ?? ''] };
    const rows = await tx.all(`SELECT DISTINCT r.* FROM ${jsonEach(tx)} JOIN records r ON r.kind = (k.value ->> 0) AND r.id = (k.value ->> 1)${own.sql}`, ids, ...own.values);
    for (const row of rows.map(standingOf)) standing.set(keyOf(row.kind, row.id), row);
  }
  return standing;
}

/**
 * Records that are not in the county of their write: where they went says their departure from there; one that is based on
 * a version, and left no trace, is looked for everywhere.
 */
async function elsewhere(tx: Sql, missing: readonly AcceptedWrite[], departures: ReadonlyMap<string, readonly Departure[]>): Promise<Map<string, Standing>> {
  if (tx.dialect === 'sqlite') return new Map();
  const sought = missing.filter(({ kind, record, base }) => base !== null || departures.has(keyOf(kind, record.id)));
  if (sought.length === 0) return new Map();
  const ids = sought.map(({ kind, record }) => [kind, record.id, logOf(departures.get(keyOf(kind, record.id))?.at(-1)?.now.site ?? '')]);
  const known = ids.filter(([, , county]) => county !== logOf(''));
  const unknown = ids.filter(([, , county]) => county === logOf(''));
  const join = `SELECT DISTINCT r.* FROM ${jsonEach(tx)} JOIN records r ON r.kind = (k.value ->> 0) AND r.id = (k.value ->> 1)`;
  const rows = [
    ...(known.length === 0 ? [] : await tx.all(`${join} AND r.county = (k.value ->> 2)`, JSON.stringify(known))),
    ...(unknown.length === 0 ? [] : await tx.all(join, JSON.stringify(unknown))),
  ];
  return new Map(rows.map(standingOf).map((row) => [keyOf(row.kind, row.id), row]));
}

/** Departures of the writes' records from their own county's places, oldest first. */
async function departuresOf(tx: Sql, writes: readonly AcceptedWrite[]): Promise<Map<string, readonly Departure[]>> {
  if (writes.length === 0) return new Map();
  const rows = await tx.all(
    `SELECT DISTINCT d.* FROM ${jsonEach(tx)} JOIN departures d ON d.kind = (k.value ->> 0) AND d.id = (k.value ->> 1) AND d.county = (k.value ->> 2) ORDER BY d.position`,
    JSON.stringify(writes.map(({ kind, record, county }) => [kind, record.id, county])),
  );
  return Map.groupBy(rows.map(departureOf), ({ kind, id }) => keyOf(kind, id));
}

async function acceptedOf(tx: Sql, writes: readonly AcceptedWrite[]): Promise<Map<string, readonly Accepted[]>> {
  if (writes.length === 0) return new Map();
  const rows = await tx.all(
    `SELECT DISTINCT h.kind, h.id, h.version, h.base, h.county, h.position, h.revision FROM ${jsonEach(tx)}
     JOIN history h ON h.kind = (k.value ->> 0) AND h.id = (k.value ->> 1) AND h.version = (k.value ->> 2) ORDER BY h.revision`,
    JSON.stringify(writes.map(({ kind, record, version }) => [kind, record.id, version])),
  );
  return new Map([...Map.groupBy(rows, (row) => keyOf(String(row['kind']), String(row['id'])))].map(([key, group]) => [key, group.map(acceptedRow)]));
}

/** What edits of departed records are based on. */
async function basesOf(tx: Sql, writes: readonly AcceptedWrite[]): Promise<Map<string, string>> {
  const based = writes.filter(({ base }) => base !== null);
  if (based.length === 0) return new Map();
  const rows = await tx.all(
    `SELECT h.kind, h.id, h.version, h.body FROM ${jsonEach(tx)} JOIN history h ON h.kind = (k.value ->> 0) AND h.id = (k.value ->> 1) AND h.version = (k.value ->> 2)`,
    JSON.stringify(based.map(({ kind, record, base }) => [kind, record.id, base])),
  );
  return new Map(rows.map((row) => [keyOf(String(row['kind']), String(row['id']), String(row['version'])), String(row['body'])]));
}

/** Retired codes among these (and the villages of positions among them), with what stands for them now. */
export async function successorsOf(tx: Sql, sites: readonly string[]): Promise<Map<string, Successor>> {
  const codes = JSON.stringify([...new Set(sites.filter((site) => site.length >= 12).flatMap((site) => [site, site.slice(0, 12)]))]);
  const rows = await tx.all(
    `SELECT d.code, d.successor, s.site_record FROM ${jsonEach(tx)} JOIN divisions d ON d.code = ${text(tx)} AND d.successor <> '' JOIN divisions s ON s.code = d.successor
     UNION ALL SELECT m.code, m.successor, '' FROM ${jsonEach(tx)} JOIN moved_positions m ON m.code = ${text(tx)}`,
    codes,
    codes,
  );
  return new Map(rows.map((row) => [String(row['code']), { site: String(row['successor']), siteRecord: String(row['site_record']) }]));
}

/** An element of {@link jsonEach} that is a text. */
function text({ dialect }: Sql): string {
  return dialect === 'postgres' ? "(k.value #>> '{}')" : 'k.value';
}

export function standingOf(row: Row): Standing {
  return {
    kind: String(row['kind']), id: String(row['id']), site: String(row['site']), to: String(row['to']), county: String(row['county']), position: Number(row['position']),
    version: String(row['version']), revision: Number(row['revision']), removed: row['removed'] === 1, body: String(row['body']),
  };
}

function departureOf(row: Row): Departure {
  return {
    kind: String(row['kind']), id: String(row['id']), site: String(row['site']), to: String(row['to']), county: String(row['county']), position: Number(row['position']),
    now: { site: String(row['now_site']), to: String(row['now_to']) },
  };
}

function acceptedRow(row: Row): Accepted {
  return { version: String(row['version']), base: row['base'] === null ? null : String(row['base']), county: String(row['county']), position: Number(row['position']) };
}
