import { photoFlags, type FlaggedEvent, type FlaggedPhoto, type FlaggedPlace } from '#shared/domain/photo-flags.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { villageOf } from '#shared/domain/site-code.ts';
import type { FlaggedPhotoAnswer, PhotoFlagsOfOne, PhotoFlagsPage } from '#shared/protocol/photo-flags.ts';
import { RECORD_SCHEMAS } from '#shared/schema/records.ts';
import { findAlike } from '../store/likeness/find-alike.ts';
import { followLog } from '../store/likeness/follow.ts';
import { columnOf, isExact, logOf, rangeOf } from '../store/scope.ts';
import type { Database, Row, Sql } from '../store/sql.ts';

/** What is asked of the scope's photos. */
export interface AskedFlags {
  /** `<log>:<position>`; undefined from the newest. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Transactions by which one request brings a county's index up to date, at most; the rest is `behind`, for the next request. */
const CATCH_UP = 10;

/** The parts that the flags look at: a record of a newer schema may have them in another shape, and has no flags then. */
const PHOTO = RECORD_SCHEMAS.evidence.pick({
  id: true, site: true, hash: true, originalHash: true, activity: true, item: true, occurredOn: true, takenAt: true, takenSource: true, lat: true, lng: true, software: true,
});
const EVENT = RECORD_SCHEMAS.activities.pick({ occurredOn: true, minutes: true });
const PLACE = RECORD_SCHEMAS.sites.pick({ lat: true, lng: true });

/**
 * Flags of a scope's photos. Alike photos are looked for in the county of the photo (a city looks in all its counties), and only
 * those within the scope are told of.
 */
export async function photoFlagsPage(db: Database, scope: string, { before, limit }: AskedFlags): Promise<PhotoFlagsPage> {
  const logs = await logsWithin(db, scope);
  const behind = await catchUp(db, logs);
  return await db.snapshot(async (tx) => {
    const { records, next } = await recordsBefore(tx, scope, logs, before, limit);
    const photos: FlaggedPhotoAnswer[] = [];
    for (const record of records) {
      const photo = await flagsOf(tx, scope, logs, record);
      if (Object.keys(photo.flags).length > 0) photos.push(photo);
    }
    return { photos, looked: records.length, next, behind };
  });
}

/** Of one photo of the scope; null where the scope has no such photo. */
export async function photoFlagsOfOne(db: Database, scope: string, id: string): Promise<PhotoFlagsOfOne | null> {
  const logs = await logsWithin(db, scope);
  const behind = await catchUp(db, logs);
  return await db.snapshot(async (tx) => {
    const row = await tx.get("SELECT body FROM records WHERE kind = 'evidence' AND id = ? AND removed = 0 AND substr(site, 1, ?) = ?", id, scope.length, scope);
    return row === undefined ? null : { photo: await flagsOf(tx, scope, logs, bodyOf(row)), behind };
  });
}

/** Of a city all its counties' logs and its own. */
async function logsWithin(sql: Sql, scope: string): Promise<readonly string[]> {
  if (scope.length >= 6) return [logOf(scope)];
  const { from, to } = rangeOf(scope);
  const rows = await sql.all('SELECT county FROM counties WHERE county >= ? AND county < ? ORDER BY county', from, to);
  return rows.map((row) => String(row['county']));
}

async function catchUp(db: Database, logs: readonly string[]): Promise<number> {
  let behind = 0;
  for (const log of logs) behind += (await followLog(db, log, CATCH_UP)).behind;
  return behind;
}

interface Found {
  readonly records: readonly AnyRecord[];
  readonly next: string | null;
}

/** The scope's standing evidence below a position, the newest first, log after log. */
async function recordsBefore(tx: Sql, scope: string, logs: readonly string[], before: string | undefined, limit: number): Promise<Found> {
  const [from, below] = before === undefined ? [logs[0] ?? '', Number.MAX_SAFE_INTEGER] : [before.slice(0, 6), Number(before.slice(7))];
  const rows: Row[] = [];
  for (const log of logs.filter((one) => one >= from)) {
    rows.push(...(await evidenceOf(tx, scope, log, log === from ? below : Number.MAX_SAFE_INTEGER, limit + 1 - rows.length)));
    if (rows.length > limit) break;
  }
  const taken = rows.slice(0, limit);
  const last = taken.at(-1);
  return { records: taken.map(bodyOf), next: rows.length > limit && last !== undefined ? `${String(last['county'])}:${Number(last['position'])}` : null };
}

async function evidenceOf(tx: Sql, scope: string, log: string, below: number, limit: number): Promise<Row[]> {
  const { column, value } = columnOf(scope);
  const part = scope.length > 6 ? ` AND ${column} = ?` : '';
  const inside = isExact(scope) || scope.length < 6 ? '' : ' AND substr(site, 1, ?) = ?';
  return await tx.all(
    `SELECT county, position, body FROM records WHERE county = ?${part} AND position < ? AND kind = 'evidence' AND removed = 0${inside} ORDER BY position DESC LIMIT ?`,
    log,
    ...(part === '' ? [] : [value]),
    below,
    ...(inside === '' ? [] : [scope.length, scope]),
    limit,
  );
}

async function flagsOf(tx: Sql, scope: string, logs: readonly string[], record: AnyRecord): Promise<FlaggedPhotoAnswer> {
  const photo = photoOf(record);
  if (photo === null) return { id: record.id, site: record.site, flags: {} };
  const alike = [];
  for (const log of logs) alike.push(...(await findAlike(tx, log, record, scope)));
  const known = alike.flatMap(([other, how]) => [photoOf(other)].flatMap((one) => (one === null ? [] : [[one, how] as const])));
  const { reused, ...flags } = photoFlags(photo, await eventOf(tx, photo), await placeOf(tx, photo), known);
  return {
    id: record.id,
    site: record.site,
    flags: { ...flags, ...(reused === undefined ? {} : { reused: reused.map(({ differs, alike: how, ...use }) => ({ ...use, differs: [...differs], alike: { ...how } })) }) },
  };
}

function photoOf(record: AnyRecord): FlaggedPhoto | null {
  return PHOTO.safeParse(record).data ?? null;
}

async function eventOf(tx: Sql, { activity, site }: FlaggedPhoto): Promise<FlaggedEvent | null> {
  if (activity === '') return null;
  const row = await tx.get("SELECT body FROM records WHERE kind = 'activities' AND id = ? AND county = ? AND removed = 0", activity, logOf(site));
  return row === undefined ? null : (EVENT.safeParse(bodyOf(row)).data ?? null);
}

/** The profile of the site; a position below a village has its village's. */
async function placeOf(tx: Sql, { site }: FlaggedPhoto): Promise<FlaggedPlace | null> {
  const row = await tx.get(
    "SELECT r.body FROM divisions d JOIN records r ON r.kind = 'sites' AND r.id = d.site_record AND r.county = ? WHERE d.code = ?",
    logOf(site),
    villageOf(site) ?? site,
  );
  return row === undefined ? null : (PLACE.safeParse(bodyOf(row)).data ?? null);
}

function bodyOf(row: Row): AnyRecord {
  return JSON.parse(String(row['body'])) as AnyRecord;
}
