import type { Activity } from '#shared/domain/activity.ts';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import { standingRecords } from '#shared/domain/service-hours.ts';
import type { FieldProblem } from '#shared/schema/validate.ts';
import type { Fields } from '../../data/records/record-writer.ts';

/** One person in a registration; `minutes` is null where the duration for all holds. */
export interface RegisteredPerson {
  readonly volunteer: string;
  readonly name: string;
  readonly minutes: number | null;
}

/** Somebody who can be chosen. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
}

/** Hours of many people about to be registered at once: everything that they share is entered once. */
export interface Registration {
  readonly occurredOn: string;
  /** The duration for all, in minutes; 0 where it is not given yet. */
  readonly minutes: number;
  readonly place: string;
  readonly content: string;
  readonly beneficiary: string;
  readonly inCharge: string;
  readonly people: readonly RegisteredPerson[];
}

/** A registration with nothing chosen yet, filled in from the activity as far as it says. */
export function startOf(activity: Activity | null, today: string): Registration {
  return {
    occurredOn: activity?.occurredOn ?? today,
    minutes: Math.min(activity?.minutes ?? 0, LONGEST_MINUTES),
    place: activity?.place ?? '',
    content: activity?.title ?? '',
    beneficiary: '',
    inCharge: activity?.inCharge ?? '',
    people: [],
  };
}

/** The longest single service: one day. */
const LONGEST_MINUTES = 1_440;

/** The minutes that one person gets. */
export function minutesFor(person: RegisteredPerson, registration: Pick<Registration, 'minutes'>): number {
  return person.minutes ?? registration.minutes;
}

/** The minutes of all together. */
export function totalOf(registration: Registration): number {
  return registration.people.reduce((total, person) => total + minutesFor(person, registration), 0);
}

/** Adds people who are not chosen yet and have no hours for this already; nobody is in it twice. */
export function withPeople(registration: Registration, added: readonly Pickable[], already: Pick<ReadonlyMap<string, unknown>, 'has'>): Registration {
  const chosen = new Set(registration.people.map((person) => person.volunteer));
  const fresh = added.filter(({ id }) => !chosen.has(id) && !already.has(id));
  return { ...registration, people: [...registration.people, ...fresh.map(({ id, name }) => ({ volunteer: id, name, minutes: null }))] };
}

/** Without one person, or with other minutes for one; null goes back to the duration for all. */
export function withoutPerson(registration: Registration, volunteer: string): Registration {
  return { ...registration, people: registration.people.filter((person) => person.volunteer !== volunteer) };
}

export function withMinutes(registration: Registration, volunteer: string, minutes: number | null): Registration {
  const own = minutes === registration.minutes ? null : minutes;
  return { ...registration, people: registration.people.map((person) => (person.volunteer === volunteer ? { ...person, minutes: own } : person)) };
}

/** What is wrong before it can be saved; minutes of one person alone are named by `people.<volunteer>`. */
export function problemsIn(registration: Registration): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const needed = (path: string): unknown => problems.push({ path, code: 'too_small' });
  if (registration.occurredOn === '') needed('occurredOn');
  if (registration.content.trim() === '') needed('content');
  if (registration.people.length === 0) needed('people');
  const forAll = registration.people.length === 0 || registration.people.some((person) => person.minutes === null);
  if (forAll && registration.minutes <= 0) needed('minutes');
  if (forAll && registration.minutes > LONGEST_MINUTES) problems.push({ path: 'minutes', code: 'too_big' });
  for (const { volunteer, minutes } of registration.people) {
    if (minutes !== null && minutes <= 0) needed(`people.${volunteer}`);
    if (minutes !== null && minutes > LONGEST_MINUTES) problems.push({ path: `people.${volunteer}`, code: 'too_big' });
  }
  return problems;
}

/** One record a person. `activity`: the id of the activity, or ''. */
export function recordsOf(registration: Registration, activity: string, recorder: string): Fields<'serviceRecords'>[] {
  return registration.people.map((person) => ({
    volunteer: person.volunteer,
    name: person.name,
    activity,
    occurredOn: registration.occurredOn,
    minutes: minutesFor(person, registration),
    place: registration.place.trim(),
    beneficiary: registration.beneficiary.trim(),
    content: registration.content.trim(),
    quality: '',
    inCharge: registration.inCharge.trim(),
    recorder,
    corrects: '',
    reason: '',
  }));
}

/**
 * The people who have hours for the same thing already, with their minutes: for the same activity, or, without one, on
 * the same day for the same content. What was taken back does not count.
 * @param known records of the activity, or of the day
 */
export function alreadyRegistered(known: readonly ServiceRecord[], registration: Pick<Registration, 'occurredOn' | 'content'>, activity: string): ReadonlyMap<string, number> {
  const minutes = new Map<string, number>();
  for (const record of standingRecords(known)) {
    const same = activity === '' ? record.activity === '' && record.occurredOn === registration.occurredOn && record.content === registration.content.trim() : record.activity === activity;
    if (same && record.minutes > 0) minutes.set(record.volunteer, (minutes.get(record.volunteer) ?? 0) + record.minutes);
  }
  return minutes;
}

/** The right values of a record that is to be corrected; 0 minutes take it back. The person stays: hours of somebody else are taken back and entered anew. */
export interface Correction {
  readonly occurredOn: string;
  readonly minutes: number;
  readonly place: string;
  readonly content: string;
  readonly reason: string;
}

/** What is wrong with a correction before it can be saved; `unchanged` where it says nothing new. */
export function correctionProblems(wrong: ServiceRecord, correction: Correction): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (correction.reason.trim() === '') problems.push({ path: 'reason', code: 'too_small' });
  if (correction.content.trim() === '') problems.push({ path: 'content', code: 'too_small' });
  if (correction.minutes > LONGEST_MINUTES) problems.push({ path: 'minutes', code: 'too_big' });
  const same = (['occurredOn', 'minutes', 'place', 'content'] as const).every((field) => correction[field] === wrong[field]);
  if (same) problems.push({ path: '', code: 'unchanged' });
  return problems;
}

/** A new record that carries the right values whole and names the one that it corrects. */
export function correctionOf(wrong: ServiceRecord, correction: Correction, recorder: string): Fields<'serviceRecords'> {
  const { volunteer, name, activity, beneficiary, quality, inCharge } = wrong;
  const { occurredOn, minutes, place, content, reason } = correction;
  return { volunteer, name, activity, beneficiary, quality, inCharge, occurredOn, minutes, place, content, reason: reason.trim(), recorder, corrects: wrong.id };
}
