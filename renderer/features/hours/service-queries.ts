import type { MangoQuery } from 'rxdb';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { readDoc } from '../../data/records/queries.ts';
import { toDoc, type Doc } from '../../data/replica/local-fields.ts';
import type { Replica } from '../../data/replica/open-replica.ts';

/** A query that names the index to read, because the planner would take the one that sorts and scan all of it. */
const byIndex = (field: 'volunteer' | 'activity' | 'corrects', value: unknown): MangoQuery<Doc> =>
  ({ selector: { [field]: value, removed: false }, index: [field] });

/** All records of one person. */
export const ofVolunteer = (volunteer: string): MangoQuery<Doc> => byIndex('volunteer', volunteer);

/** All records that arose from one activity. */
export const ofActivity = (activity: string): MangoQuery<Doc> => byIndex('activity', activity);

/** All records that correct another; they are few. */
export const allCorrections = (): MangoQuery<Doc> => byIndex('corrects', { $gt: '' });

/** Days from and to, both included; '' leaves an end open. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** All the time there is. */
export const ALWAYS: Period = { from: '', to: '' };

/** The newest records of a period, read from the index of days. */
export function ofPeriod(period: Period, limit: number): MangoQuery<Doc> {
  const range: Record<string, number> = {};
  if (period.to !== '') range['$gte'] = dayKey(period.to, '23:59:59.999');
  if (period.from !== '') range['$lte'] = dayKey(period.from, '00:00:00.000');
  const selector = Object.keys(range).length === 0 ? { removed: false } : { removed: false, 'local.at': range };
  return { selector, sort: [{ removed: 'asc' }, { 'local.at': 'asc' }], limit } as unknown as MangoQuery<Doc>;
}

/** The sort key of a record of a day that was saved at a time; within a day the last saved comes first. */
function dayKey(day: string, time: string): number {
  const probe = { occurredOn: day, createdAt: `${day}T${time}Z` };
  return toDoc('serviceRecords', probe as unknown as Doc).local.at;
}

/** What a query finds now. */
export async function readServiceRecords(replica: Replica, query: MangoQuery<Doc>): Promise<ServiceRecord[]> {
  const docs = await replica.collections.serviceRecords.find(query).exec();
  return docs.map((doc) => readDoc('serviceRecords', doc.toJSON()));
}

const PAGE = 500;

/**
 * Reads all of a period page by page, newest first, so that the screen stays alive meanwhile; `onPage` gets what came
 * and may end it by answering false. Each page starts at the sort key where the last one ended: skipping would read
 * everything before it again.
 */
export async function eachPage(replica: Replica, period: Period, onPage: (records: readonly ServiceRecord[]) => boolean): Promise<void> {
  let query = ofPeriod(period, PAGE);
  let atCursor = new Set<string>();
  for (;;) {
    const docs = (await replica.collections.serviceRecords.find(query).exec()).map((doc) => doc.toJSON() as unknown as Doc);
    const fresh = docs.filter((doc) => !atCursor.has(doc.id));
    if (!onPage(fresh.map((doc) => readDoc('serviceRecords', doc)))) return;
    const last = docs.at(-1);
    if (last === undefined || docs.length < (query.limit ?? PAGE)) return;
    // Records saved in one go share a key, and may be more than a page: those read already ask for a longer one.
    atCursor = new Set(docs.filter((doc) => doc.local.at === last.local.at).map((doc) => doc.id));
    query = startingAt(ofPeriod(period, PAGE + atCursor.size), last.local.at);
  }
}

function startingAt(query: MangoQuery<Doc>, cursor: number): MangoQuery<Doc> {
  const selector = query.selector as { readonly 'local.at'?: object };
  return { ...query, selector: { ...selector, 'local.at': { ...selector['local.at'], $gte: cursor } } };
}
