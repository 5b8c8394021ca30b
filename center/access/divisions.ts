import type { AnyRecord } from '#shared/domain/record.ts';
import { EMPTY_PROFILE, type Site, type SiteType } from '#shared/domain/site.ts';
import type { Tier } from '#shared/domain/site-code.ts';
import { instantOf } from '#shared/ports/clock.ts';
import type { AcceptedWrite, RecordStore } from '#shared/ports/record-store.ts';
import { SCHEMA_VERSIONS } from '#shared/schema/records.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { Database, Row } from '../store/sqlite/database.ts';
import { logOf } from '../store/sqlite/scope.ts';
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
  const known = new Map(context.db.all('SELECT * FROM divisions').map((row) => [String(row['code']), divisionOf(row)]));
  const added = rows.filter((row) => !known.has(row.code));
  const renamed = rows.flatMap((row) => {
    const before = known.get(row.code);
    return before !== undefined && before.name !== row.name ? [{ row, before }] : [];
  });
  register(context, added);
  await makeSiteRecords(context, store);
  for (const { row, before } of renamed) await renameDivision(context, store, row, before);
  const loaded = { added: added.length, renamed: renamed.length, unchanged: rows.length - added.length - renamed.length, problems };
  audit(context, 'divisionsLoaded', {}, { ...loaded, problems: problems.length });
  return loaded;
}

/** A division by its code, or null. */
export function findDivision(db: Database, code: string): Division | null {
  const row = db.get('SELECT * FROM divisions WHERE code = ?', code);
  return row === undefined ? null : divisionOf(row);
}

/** The division that a record's site lies in: the site itself, or the village of a position below one. */
export function divisionOfSite(db: Database, site: string): Division | null {
  return findDivision(db, site.length > 12 ? site.slice(0, 12) : site);
}

/** The divisions of a scope, by code. */
export function divisionsWithin(db: Database, scope: string): Division[] {
  return db.all('SELECT * FROM divisions WHERE code >= ? AND code < ? ORDER BY code', scope, `${scope}:`).map(divisionOf);
}

/** Names of the divisions above a code, by their codes. */
export function namesAbove(db: Database, code: string): Record<string, string> {
  const above = [4, 6, 9].filter((length) => length < code.length).map((length) => findDivision(db, code.slice(0, length)));
  return Object.fromEntries(above.flatMap((division) => (division === null ? [] : [[division.code, division.name]])));
}

function register({ db, ids }: AccessContext, rows: readonly DivisionRow[]): void {
  db.write(() => {
    for (const row of rows) {
      db.run('INSERT INTO divisions (code, tier, name, parent, site_record) VALUES (?, ?, ?, ?, ?)', row.code, row.tier, row.name, row.parent, ids.next());
    }
  });
}

/** Makes the `sites` record of every division that has none yet; also of those that a cut load left without. */
async function makeSiteRecords(context: AccessContext, store: RecordStore): Promise<void> {
  const missing = context.db
    .all("SELECT d.* FROM divisions d LEFT JOIN records r ON r.kind = 'sites' AND r.id = d.site_record WHERE r.id IS NULL ORDER BY d.code")
    .map(divisionOf);
  for (let start = 0; start < missing.length; start += BATCH) {
    const records = missing.slice(start, start + BATCH).map((division) => siteRecord(context, division));
    await store.write(records.map((record) => siteWrite(record, null)), CENTER_AUTHOR, '');
  }
}

/** The new name goes into the site's record too, unless the site has given itself a name of its own. */
async function renameDivision({ db, clock }: AccessContext, store: RecordStore, row: DivisionRow, before: Division): Promise<void> {
  db.run('UPDATE divisions SET name = ? WHERE code = ?', row.name, row.code);
  const stored = await store.get('sites', before.siteRecord);
  if (stored === null || stored.record['name'] !== before.name) return;
  const record = { ...stored.record, name: row.name, updatedAt: instantOf(clock), by: CENTER_AUTHOR };
  await store.write([siteWrite(record, stored.version)], CENTER_AUTHOR, '');
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
  };
}
