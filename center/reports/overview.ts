import type { Clock } from '#shared/ports/clock.ts';
import type { SiteOverview } from '#shared/protocol/overview.ts';
import { divisionsWithin, type Division } from '../access/divisions.ts';
import type { Database, Row } from '../store/sqlite/database.ts';
import { rangeOf } from '../store/sqlite/scope.ts';
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
  readonly devices: number;
  readonly lastContact: number | null;
}

const TIER_LENGTHS = [4, 6, 9, 12];

/**
 * What a scope sees of its divisions, itself among them. Records, photos, minutes and haves of a division are those of
 * its own site and of all below it (a town's haves are the sum of its villages'); devices and last contact are its own.
 */
export class OverviewReport {
  readonly #db: Database;
  readonly #haves: HavesReport;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#haves = new HavesReport(db, clock);
  }

  sites(scope: string): SiteOverview[] {
    return this.#db.snapshot(() => {
      const divisions = divisionsWithin(this.#db, scope);
      const sums = new Map(divisions.map(({ code }) => [code, emptySums()]));
      this.#addRecords(scope, sums);
      this.#addPhotos(scope, sums);
      for (const [site, minutes] of minutesBySite(this.#db, scope)) forEachAbove(sums, site, (sum) => (sum.minutes += minutes));
      const villages = divisions.filter(({ tier }) => tier === 'village').map(({ code }) => code);
      for (const [village, { done, total }] of this.#haves.byVillage(scope, villages)) {
        forEachAbove(sums, village, (sum) => {
          sum.havesDone += done;
          sum.havesTotal += total;
        });
      }
      const contacts = this.#contacts(scope);
      return divisions.map((division) => overviewOf(division, sums.get(division.code) ?? emptySums(), contacts.get(division.code)));
    });
  }

  #addRecords(scope: string, sums: ReadonlyMap<string, Sums>): void {
    for (const row of this.#rows('SELECT site, kind, count FROM digests WHERE site >= ? AND site < ? AND count > 0', scope)) {
      const kind = String(row['kind']);
      forEachAbove(sums, String(row['site']), (sum) => (sum.records[kind] = (sum.records[kind] ?? 0) + Number(row['count'])));
    }
  }

  #addPhotos(scope: string, sums: ReadonlyMap<string, Sums>): void {
    const rows = this.#rows(
      `SELECT e.site AS site, count(*) AS named, count(b.hash) AS stored FROM evidence e LEFT JOIN blobs b ON b.hash = e.hash
       WHERE e.site >= ? AND e.site < ? AND e.removed = 0 AND e.hash <> '' GROUP BY e.site`,
      scope,
    );
    for (const row of rows) {
      forEachAbove(sums, String(row['site']), (sum) => {
        sum.photosReceived += Number(row['stored']);
        sum.photosAwaited += Number(row['named']) - Number(row['stored']);
      });
    }
  }

  #contacts(scope: string): Map<string, Contact> {
    const rows = this.#rows('SELECT site, count(*) FILTER (WHERE revoked_at IS NULL) AS devices, max(last_contact) AS last FROM devices WHERE site >= ? AND site < ? GROUP BY site', scope);
    return new Map(rows.map((row) => [String(row['site']), { devices: Number(row['devices']), lastContact: row['last'] === null ? null : Number(row['last']) }]));
  }

  #rows(sql: string, scope: string): Row[] {
    const { from, to } = rangeOf(scope);
    return this.#db.all(sql, from, to);
  }
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
  return { code, name, tier, parent, lastContact: contact?.lastContact ?? null, devices: contact?.devices ?? 0, ...sums };
}
