import type { RecordBase } from './record.ts';

/** The nine kinds of activity (活动). Source: DOMAIN, "Activities". Chinese names are in the locales. */
export const ACTIVITY_KINDS = ['theory', 'reading', 'culture', 'festival', 'science', 'sport', 'customs', 'service', 'other'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** Planned -> held -> reported -> shown online, or returned by the institute or county and reported again. */
export const ACTIVITY_STATUSES = ['planned', 'held', 'reported', 'shown', 'returned', 'cancelled'] as const;
export type ActivityStatus = (typeof ACTIVITY_STATUSES)[number];

/** Special groups that an activity can serve: 空巢老人, 留守儿童, 残疾人, 困难群众. */
export const SPECIAL_GROUPS = ['emptyNest', 'leftBehind', 'disabled', 'hardship'] as const;
export type SpecialGroup = (typeof SPECIAL_GROUPS)[number];

/** An activity of a station. */
export interface Activity extends RecordBase {
  readonly title: string;
  readonly kind: ActivityKind;
  readonly status: ActivityStatus;
  /** 发生日期: the day of the event by the user, `YYYY-MM-DD`. */
  readonly occurredOn: string;
  /** Local start, `HH:mm`, or '' where it is not known. */
  readonly startsAt: string;
  /** Length in minutes; 0 where it is not known. */
  readonly minutes: number;
  readonly place: string;
  readonly organiser: string;
  /** 负责人, the person in charge. */
  readonly inCharge: string;
  readonly content: string;
  /** How many people came. */
  readonly attendance: number;
  readonly served: readonly SpecialGroup[];
  /** Ids of the teams that took part. */
  readonly teams: readonly string[];
  /** Why it was returned; '' where it was not. */
  readonly returnReason: string;
}

const NEXT: Readonly<Record<ActivityStatus, readonly ActivityStatus[]>> = {
  planned: ['held', 'cancelled'],
  held: ['reported', 'cancelled'],
  reported: ['held', 'shown', 'returned'],
  shown: ['returned'],
  returned: ['reported', 'cancelled'],
  cancelled: ['planned'],
};

/** The statuses that a person may move an activity to from `status`. */
export function nextStatuses(status: ActivityStatus): readonly ActivityStatus[] {
  return NEXT[status];
}

/** What an activity must have before it can be reported; empty when nothing is missing. */
export function missingForReport(activity: Pick<Activity, 'place' | 'inCharge' | 'content' | 'attendance' | 'minutes'>): readonly string[] {
  const missing: string[] = [];
  if (activity.place === '') missing.push('place');
  if (activity.inCharge === '') missing.push('inCharge');
  if (activity.content === '') missing.push('content');
  if (activity.attendance <= 0) missing.push('attendance');
  if (activity.minutes <= 0) missing.push('minutes');
  return missing;
}

/** Days from the event to its entry that still count as on time; later is 补录, allowed and marked. */
const LATE_AFTER_DAYS = 7;

/** True where the record was entered more than {@link LATE_AFTER_DAYS} days after the day of the event. Both are ISO dates or instants. */
export function isLateEntry(occurredOn: string, createdAt: string): boolean {
  const days = (Date.parse(createdAt.slice(0, 10)) - Date.parse(occurredOn)) / 86_400_000;
  return days > LATE_AFTER_DAYS;
}
