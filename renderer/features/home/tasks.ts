import type { Activity } from '#shared/domain/activity.ts';
import type { ItemState } from '#shared/domain/seven-haves.ts';

/** Something that waits for a person, most pressing kinds first. */
export const TASK_KINDS = ['paused', 'refused', 'photosFailed', 'returned', 'conflict', 'overdue', 'today', 'expiring', 'unreported'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export interface Task {
  readonly kind: TaskKind;
  readonly key: string;
  /** What it is about: an activity's title, an item's text; '' where the kind says it all. */
  readonly about: string;
  /** More of it: a reason, a place. */
  readonly detail: string;
  /** The day that it is about, `YYYY-MM-DD`, or ''. */
  readonly day: string;
  /** A number that the words need: how many, or days left. */
  readonly count: number;
  /** Where it is done. */
  readonly to: string;
}

/** Photos that count for no longer than this many days are to be renewed now. */
const RENEW_WITHIN_DAYS = 14;

export interface TaskSources {
  readonly planned: readonly Activity[];
  readonly held: readonly Activity[];
  readonly returned: readonly Activity[];
  /** How many places two people changed differently. */
  readonly contested: number;
  readonly items: readonly ItemState[];
  readonly refused: number;
  readonly photosFailed: number;
  /** A person paused sending and fetching, and may have forgotten it. */
  readonly paused: boolean;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What waits for the person, in the order in which it should be done. */
export function tasksOf({ planned, held, returned, contested, items, refused, photosFailed, paused, today }: TaskSources): Task[] {
  const tasks = [
    ...(paused ? [{ ...plain, kind: 'paused' as const, key: 'paused', to: '/sync' }] : []),
    ...(refused === 0 ? [] : [{ ...plain, kind: 'refused' as const, key: 'refused', count: refused, to: '/sync?tab=refused' }]),
    ...(photosFailed === 0 ? [] : [{ ...plain, kind: 'photosFailed' as const, key: 'photosFailed', count: photosFailed, to: '/sync?tab=photos' }]),
    ...returned.map((activity) => ofActivity('returned', activity, activity.returnReason)),
    ...(contested === 0 ? [] : [{ ...plain, kind: 'conflict' as const, key: 'conflict', count: contested, to: '/merge' }]),
    ...oldestFirst(planned.filter(({ occurredOn }) => occurredOn < today)).map((activity) => ofActivity('overdue', activity, activity.place)),
    ...planned.filter(({ occurredOn }) => occurredOn === today).map((activity) => ofActivity('today', activity, [activity.startsAt, activity.place].filter((part) => part !== '').join(' '))),
    ...items.filter(({ daysLeft }) => daysLeft !== null && daysLeft <= RENEW_WITHIN_DAYS).map(ofItem),
    ...oldestFirst(held).map((activity) => ofActivity('unreported', activity, '')),
  ];
  return tasks.toSorted((a, b) => TASK_KINDS.indexOf(a.kind) - TASK_KINDS.indexOf(b.kind));
}

const plain = { about: '', detail: '', day: '', count: 0 };

function ofActivity(kind: TaskKind, { id, title, occurredOn }: Activity, detail: string): Task {
  return { kind, key: `${kind}:${id}`, about: title, detail, day: occurredOn, count: 0, to: `/activities/${id}` };
}

function ofItem({ item, daysLeft }: ItemState): Task {
  return { ...plain, kind: 'expiring', key: `expiring:${item.key}`, about: item.text, count: daysLeft ?? 0, to: `/haves?item=${item.key}` };
}

function oldestFirst(activities: readonly Activity[]): Activity[] {
  return activities.toSorted((a, b) => (a.occurredOn < b.occurredOn ? -1 : 1));
}
