import { isLateEntry, type Activity } from './activity.ts';
import { standingRecords, type ServiceRecord } from './service-hours.ts';

/**
 * What makes a service record worth a second look. Flags are for review and never block. Source: DOMAIN, "Known fraud".
 * - `dayOverfull`: one person has more than 24 hours on one day
 * - `longerThanActivity`: the record is longer than the activity that it arose from
 * - `moreThanAttendance`: more people have hours for the activity than came to it
 * - `lateEntry`: entered long after the day of the service (补录)
 */
export const HOUR_FLAGS = ['dayOverfull', 'longerThanActivity', 'moreThanAttendance', 'lateEntry'] as const;
export type HourFlag = (typeof HOUR_FLAGS)[number];

/** Minutes of a whole day. */
const DAY_MINUTES = 1_440;

/** The part of a service record that the flags look at. */
export type FlaggedRecord = Pick<ServiceRecord, 'id' | 'corrects' | 'removed' | 'volunteer' | 'activity' | 'occurredOn' | 'minutes' | 'createdAt'>;

/** The part of an activity that the flags look at. */
export type FlaggedActivity = Pick<Activity, 'minutes' | 'attendance'>;

/**
 * The flags of each standing record that has any, by its id. A record that was taken back (0 minutes) has none.
 * @param records the records to judge, with those of the same people and days, and of the same activities, as far as known
 * @param activities the activities that the records name, by id; one that is not known raises no flag
 */
export function hourFlags(records: readonly FlaggedRecord[], activities: ReadonlyMap<string, FlaggedActivity>): ReadonlyMap<string, readonly HourFlag[]> {
  const standing = standingRecords(records).filter((record) => record.minutes > 0);
  const minutesOfDay = new Map<string, number>();
  const peopleOf = new Map<string, Set<string>>();
  for (const record of standing) {
    minutesOfDay.set(dayKey(record), (minutesOfDay.get(dayKey(record)) ?? 0) + record.minutes);
    peopleOf.set(record.activity, (peopleOf.get(record.activity) ?? new Set()).add(record.volunteer));
  }
  const found = new Map<string, readonly HourFlag[]>();
  for (const record of standing) {
    const activity = activities.get(record.activity);
    const flags: HourFlag[] = [];
    if ((minutesOfDay.get(dayKey(record)) ?? 0) > DAY_MINUTES) flags.push('dayOverfull');
    if (activity !== undefined && isLongerThan(record.minutes, activity)) flags.push('longerThanActivity');
    if (activity !== undefined && isMoreThanCame(peopleOf.get(record.activity)?.size ?? 0, activity)) flags.push('moreThanAttendance');
    if (isLateEntry(record.occurredOn, record.createdAt)) flags.push('lateEntry');
    if (flags.length > 0) found.set(record.id, flags);
  }
  return found;
}

/** True where somebody served longer than the activity lasted. An activity whose length is not known (0) is never exceeded. */
export function isLongerThan(minutes: number, activity: FlaggedActivity): boolean {
  return activity.minutes > 0 && minutes > activity.minutes;
}

/** True where more people have hours than came. An attendance that is not known (0) is never exceeded. */
export function isMoreThanCame(people: number, activity: FlaggedActivity): boolean {
  return activity.attendance > 0 && people > activity.attendance;
}

function dayKey(record: FlaggedRecord): string {
  return `${record.volunteer} ${record.occurredOn}`;
}
