import type { Activity } from '#shared/domain/activity.ts';
import { standingRecords, type ServiceRecord } from '#shared/domain/service-hours.ts';
import { readDoc } from '../../data/records/queries.ts';
import type { Replica } from '../../data/replica/open-replica.ts';
import { ALWAYS, allCorrections, eachPage, ofVolunteer, readServiceRecords, type Period } from './service-queries.ts';

/**
 * All records of a period that stand, newest first; for sums and exports. What a correction moved into another period
 * counts there alone. `isWanted` is asked before each page; answering false ends it with null.
 */
export async function readStanding(replica: Replica, period: Period, isWanted: () => boolean = () => true): Promise<ServiceRecord[] | null> {
  const own: ServiceRecord[] = [];
  await eachPage(replica, period, (page) => {
    own.push(...page);
    return isWanted();
  });
  if (!isWanted()) return null;
  const all = new Map([...own, ...(await readServiceRecords(replica, allCorrections()))].map((record) => [record.id, record]));
  return standingRecords([...all.values()]).filter((record) => isIn(record.occurredOn, period));
}

/** One person's records of a period that stand, read by the index of volunteers. */
export async function readStandingOf(replica: Replica, volunteer: string, period: Period): Promise<ServiceRecord[]> {
  const all = await readServiceRecords(replica, ofVolunteer(volunteer));
  return standingRecords(all).filter((record) => isIn(record.occurredOn, period));
}

/** True where a day lies in a period; an open end holds everything. */
export function isIn(day: string, period: Period): boolean {
  return (period.from === '' || day >= period.from) && (period.to === '' || day <= period.to);
}

/** Everybody's minutes, by volunteer; reads all records and is for exports alone. */
export async function readMinutesOfAll(replica: Replica): Promise<ReadonlyMap<string, number>> {
  return sumBy((await readStanding(replica, ALWAYS)) ?? [], 'volunteer');
}

/** Minutes served at every activity, by its id; reads all records and is for exports alone. */
export async function readMinutesOfActivities(replica: Replica): Promise<ReadonlyMap<string, number>> {
  return sumBy((await readStanding(replica, ALWAYS)) ?? [], 'activity');
}

function sumBy(records: readonly ServiceRecord[], field: 'volunteer' | 'activity'): ReadonlyMap<string, number> {
  const minutes = new Map<string, number>();
  for (const record of records) minutes.set(record[field], (minutes.get(record[field]) ?? 0) + record.minutes);
  return minutes;
}

/** Titles of activities, by id. */
export async function readTitles(replica: Replica, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const docs = await replica.collections.activities.findByIds([...new Set(ids)]).exec();
  return new Map([...docs.values()].map((doc) => [doc.primary, (readDoc('activities', doc.toJSON()) satisfies Activity).title]));
}

