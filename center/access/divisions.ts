import type { AnyRecord } from '#shared/domain/record.ts';
import { EMPTY_PROFILE, type Site, type SiteType } from '#shared/domain/site.ts';
import type { Tier } from '#shared/domain/site-code.ts';
import { instantOf } from '#shared/ports/clock.ts';
import type { AcceptedWrite, RecordStore, Writer } from '#shared/ports/record-store.ts';
import { SCHEMA_VERSIONS } from '#shared/schema/records.ts';
import { versionOf } from '#shared/schema/version.ts';
import { jsonEach } from '../store/records/json-rows.ts';
import { logOf } from '../store/scope.ts';
import type { Row, Sql } from '../store/sql.ts';
import { audit } from './audit.ts';
import type { AccessContext } from './context.ts';
import { readDivisions, type DivisionRow, type RowProblem } from './divisions-csv.ts';

/** A division that the center knows. */
export interface Division {
  readonly code: string;
  readonly tier: Tier;
  readonly name: string;
  readonly parent: string;
  /** Id of the division's record of kind `sites`. */
  readonly siteRecord: string;
  /** Rule L3: the code that a retired code's records are filed under now; '' where this code stands. */
  readonly successor: string;
}

export interface DivisionsLoaded {
  readonly added: number;
  readonly renamed: number;
  readonly unchanged: number;
  readonly problems: readonly RowProblem[];
}

/** The author of records that the center itself makes. */
const CENTER_AUTHOR = { device: 'center', person: '' } as const;

/** Records made in one transaction. */
const BATCH = 1_000;

const SITE_TYPE: Readonly<Record<Tier, SiteType>> = { city: 'city', county: 'center', town: 'institute', village: 'station' };

/**
 * Loads a divisions file: each new division gets its entry and its `sites` record in the county's log; a changed name is
 * taken over; what is there already stays, so that loading again changes nothing. Bad rows are reported, and the rest land.
 */
export async function loadDivisions(context: AccessContext, store: RecordStore, csv: string): Promise<DivisionsLoaded> {
  const { rows, problems } = readDivisions(csv);
  const known = new Map((await context.db.all('SELECT * FROM divisions')).map((row) => [String(row['code']), divisionOf(row)]));
  const added = rows.filter((row) => !known.has(row.code));
  const renamed = rows.flatMap((row) => {
    const before = known.get(row.code);
    // A retired code's name went along with its village.
    return before !== undefined && before.successor === '' && before.name !== row.name ? [{ row, before }] : [];
  });
  await register(context, added);
  await makeSiteRecords(context, store);
  for (const { row, before } of renamed) await renameDivision(context, store, row, before);
  const loaded = { added: added.length, renamed: renamed.length, unchanged: rows.length - added.length - renamed.length, problems };
  await audit(context, 'divisionsLoaded', {}, { ...loaded, problems: problems.length });
  return loaded;
}

/** A division by its code, or null. */
export async function findDivision(db: Sql, code: string): Promise<Division | null> {
  const row = await db.get('SELECT * FROM divisions WHERE code = ?', code);
  return row === undefined ? null : divisionOf(row);
}

/** Those of these codes that are divisions. */
export async function divisionsNamed(db: Sql, codes: readonly string[]): Promise<Division[]> {
  if (codes.length === 0) return [];
  const rows = await db.all(`SELECT d.* FROM ${jsonEach(db)} JOIN divisions d ON d.code = (k.value ->> 0)`, JSON.stringify(codes.map((code) => [code])));
  return rows.map(divisionOf);
}

/** The divisions that stand in a scope, by code. */
export async function divisionsWithin(db: Sql, scope: string): Promise<Division[]> {
  const rows = await db.all("SELECT * FROM divisions WHERE code >= ? AND code < ? AND successor = '' ORDER BY code", scope, `${scope}:`);
  return rows.map(divisionOf);
}

/** Names of the divisions above a code, by their codes. */
export async function namesAbove(db: Sql, code: string): Promise<Record<string, string>> {
  const above = [4, 6, 9].filter((length) => length < code.length).map((length) => code.slice(0, length));
  if (above.length === 0) return {};
  const rows = await db.all(`SELECT code, name FROM divisions WHERE code IN (${above.map(() => '?').join(', ')})`, ...above);
  return Object.fromEntries(rows.map((row) => [String(row['code']), String(row['name'])]));
}

async function register({ db, ids }: AccessContext, rows: readonly DivisionRow[]): Promise<void> {
  const values = rows.map((row) => [row.code, row.tier, row.name, row.parent, ids.next()]);
  await db.each('INSERT INTO divisions (code, tier, name, parent, site_record) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', values);
}

/** Makes the `sites` record of every division that has none yet; also of those that a cut load left without. */
async function makeSiteRecords(context: AccessContext, store: RecordStore): Promise<void> {
  const rows = await context.db.all("SELECT d.* FROM divisions d LEFT JOIN records r ON r.kind = 'sites' AND r.id = d.site_record WHERE r.id IS NULL ORDER BY d.code");
  const missing = rows.map(divisionOf);
  for (let start = 0; start < missing.length; start += BATCH) {
    const records = missing.slice(start, start + BATCH).map((division) => siteRecord(context, division));
    await store.write(records.map((record) => siteWrite(record, null)), writerOf(context), '');
  }
}

/** The new name goes into the site's record too, unless the site has given itself a name of its own. */
async function renameDivision(context: AccessContext, store: RecordStore, row: DivisionRow, before: Division): Promise<void> {
  await context.db.run('UPDATE divisions SET name = ? WHERE code = ?', row.name, row.code);
  const stored = await store.get('sites', before.siteRecord);
  if (stored === null || stored.record['name'] !== before.name) return;
  const record = { ...stored.record, name: row.name, updatedAt: instantOf(context.clock), by: CENTER_AUTHOR };
  await store.write([siteWrite(record, stored.version)], writerOf(context), '');
}

function writerOf({ clock }: AccessContext): Writer {
  return { device: CENTER_AUTHOR.device, at: clock.now(), guarded: false };
}

function siteWrite(record: AnyRecord, base: string | null): AcceptedWrite {
  return { kind: 'sites', base, record, version: versionOf(record), county: logOf(record.site) };
}

function siteRecord({ clock }: AccessContext, division: Division): AnyRecord {
  const now = instantOf(clock);
  const site: Site = {
    id: division.siteRecord,
    site: division.code,
    v: SCHEMA_VERSIONS.sites,
    createdAt: now,
    updatedAt: now,
    by: CENTER_AUTHOR,
    removed: false,
    conflicts: [],
    ...EMPTY_PROFILE,
    name: division.name,
    type: SITE_TYPE[division.tier],
  };
  return { ...site };
}

function divisionOf(row: Row): Division {
  return {
    code: String(row['code']),
    tier: String(row['tier']) as Tier,
    name: String(row['name']),
    parent: String(row['parent']),
    siteRecord: String(row['site_record']),
    successor: String(row['successor']),
  };
}
