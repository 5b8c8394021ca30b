import type { Activity, ActivityStatus } from '#shared/domain/activity.ts';
import type { Fields } from '../../data/records/record-writer.ts';

/** A new activity, of which only the day and the organiser are known. */
export function emptyActivity(today: string, organiser: string): Fields<'activities'> {
  return {
    title: '',
    kind: 'service',
    status: 'planned',
    occurredOn: today,
    startsAt: '',
    minutes: 0,
    place: '',
    organiser,
    inCharge: '',
    content: '',
    attendance: 0,
    served: [],
    teams: [],
    returnReason: '',
  };
}

/** Another activity like an earlier one: what was planned is the same, what came of it is not. */
export function anotherLike(earlier: Activity, today: string): Fields<'activities'> {
  const { title, kind, startsAt, minutes, place, organiser, inCharge, served, teams } = earlier;
  return { ...emptyActivity(today, organiser), title, kind, startsAt, minutes, place, inCharge, served, teams };
}

/** What a new activity is saved as: a plan where its day is still to come, else held. */
export function firstStatus(occurredOn: string, today: string): ActivityStatus {
  return occurredOn > today ? 'planned' : 'held';
}
