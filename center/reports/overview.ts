import type { Clock } from '#shared/ports/clock.ts';
import type { SiteOverview } from '#shared/protocol/overview.ts';
import { divisionsWithin, type Division } from '../access/divisions.ts';
import { knownTo } from '../store/blob-facts.ts';
import { rangeOf } from '../store/scope.ts';
import type { Database, Row, Sql } from '../store/sql.ts';
import { HavesReport } from './haves.ts';
import { minutesBySite } from './minutes.ts';

/** Counts of one division, while they are summed. */
interface Sums {
  records: Record<string, number>;
  photosReceived: number;
  photosAwaited: number;
  havesDone: number;
  havesTotal: number;
  minutes: number;
}

interface Contact {
  devices: number;
  lastContact: number | null;
  clockSkewMs: number | null;
}

const TIER_LENGTHS = [4, 6, 9, 12];

/**
 * What a scope sees of its divisions, itself among them. Records, photos, minutes and haves of a division are those of
 * its own site and of all below it (a town's haves are the sum of its villages'); devices, last contact and the clock of
 * the device that was in contact last are its own.
 */
export class OverviewReport {
  readonly #db: Database;
  readonly #haves: HavesReport;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#haves = new HavesReport(clock);
  }

  async sites(scope: string): Promise<SiteOverview[]> {
    return await this.#db.snapshot(async (tx) => {
      const divisions = await divisionsWithin(tx, scope);
      const sums = new Map(divisions.map(({ code }) => [code, emptySums()]));
      await addRecords(tx, scope, sums);
      await addPhotos(tx, scope, sums);
      for (const [site, minutes] of await minutesBySite(tx, scope)) forEachAbove(sums, site, (sum) => (sum.minutes += minutes));
      const villages = divisions.filter(({ tier }) => tier === 'village').map(({ code }) => code);
      for (const [village, { done, total }] of await this.#haves.byVillage(tx, scope, villages)) {
        forEachAbove(sums, village, (sum) => {
          sum.havesDone += done;
          sum.havesTotal += total;
        });
      }
      const contacts = await contactsOf(tx, scope);
      return divisions.map((division) => overviewOf(division, sums.get(division.code) ?? emptySums(), contacts.get(division.code)));
    });
  }
}

async function addRecords(tx: Sql, scope: string, sums: ReadonlyMap<string, Sums>): Promise<void> {
  for (const row of await rowsOf(tx, 'SELECT site, kind, count FROM digests WHERE site >= ? AND site < ? AND count > 0', scope)) {
    const kind = String(row['kind']);
    forEachAbove(sums, String(row['site']), (sum) => (sum.records[kind] = (sum.records[kind] ?? 0) + Number(row['count'])));
  }
}

async function addPhotos(tx: Sql, scope: string, sums: ReadonlyMap<string, Sums>): Promise<void> {
  const { from, to } = rangeOf(scope);
  // Bytes that only others sent are awaited here: a scope hears nothing of photos that it has no more of than the hash.
  const rows = await tx.all(
    `SELECT e.site AS site, count(*) AS named, count(b.hash) AS stored FROM evidence e LEFT JOIN blobs b ON b.hash = e.hash AND ${knownTo('e.hash')}
     WHERE e.site >= ? AND e.site < ? AND e.removed = 0 AND e.hash <> '' GROUP BY e.site`,
    from, to, from, to, from, to,
  );
  for (const row of rows) {
    forEachAbove(sums, String(row['site']), (sum) => {
      sum.photosReceived += Number(row['stored']);
      sum.photosAwaited += Number(row['named']) - Number(row['stored']);
    });
  }
}

/** Also a revoked device was in contact once. */
async function contactsOf(tx: Sql, scope: string): Promise<ReadonlyMap<string, Contact>> {
  const contacts = new Map<string, Contact>();
  for (const row of await rowsOf(tx, 'SELECT site, revoked_at, last_contact, clock_skew_ms FROM devices WHERE site >= ? AND site < ?', scope)) {
    const site = String(row['site']);
    const contact = contacts.get(site) ?? { devices: 0, lastContact: null, clockSkewMs: null };
    contacts.set(site, contact);
    if (row['revoked_at'] === null) contact.devices += 1;
    const last = row['last_contact'] === null ? null : Number(row['last_contact']);
    if (last === null || last <= (contact.lastContact ?? Number.NEGATIVE_INFINITY)) continue;
    contact.lastContact = last;
    contact.clockSkewMs = row['clock_skew_ms'] === null ? null : Number(row['clock_skew_ms']);
  }
  return contacts;
}

async function rowsOf(tx: Sql, sql: string, scope: string): Promise<Row[]> {
  const { from, to } = rangeOf(scope);
  return await tx.all(sql, from, to);
}

function emptySums(): Sums {
  return { records: {}, photosReceived: 0, photosAwaited: 0, havesDone: 0, havesTotal: 0, minutes: 0 };
}

/** Calls back for the sums of the divisions that a site lies in, its own among them. */
function forEachAbove(sums: ReadonlyMap<string, Sums>, site: string, add: (sum: Sums) => void): void {
  for (const length of TIER_LENGTHS) {
    const sum = length <= site.length ? sums.get(site.slice(0, length)) : undefined;
    if (sum !== undefined) add(sum);
  }
}

function overviewOf({ code, name, tier, parent }: Division, sums: Sums, contact: Contact | undefined): SiteOverview {
  return {
    code,
    name,
    tier,
    parent,
    lastContact: contact?.lastContact ?? null,
    devices: contact?.devices ?? 0,
    clockSkewMs: contact?.clockSkewMs ?? null,
    ...sums,
  };
}
