import type { Activity, ActivityKind, ActivityStatus } from '#shared/domain/activity.ts';
import type { Diary } from './diary.ts';
import { instantAt } from './diary.ts';
import type { Dice } from './dice.ts';
import type { People } from './make-people.ts';
import type { Scene } from './pictures.ts';
import type { DemoStation } from './stations.ts';
import { dayAfter, daysBetween, festivalsBetween, monthOf } from './words/calendar.ts';
import { FESTIVAL_IDEAS, IDEAS, RETURN_REASONS, type Idea } from './words/ideas.ts';

/** An activity, and what would be in a photo of it. */
export interface Happening {
  readonly activity: Activity;
  readonly scene: Scene;
}

interface Planned {
  readonly day: string;
  readonly idea: Idea;
}

/** How many days ahead plans are made. */
const AHEAD = 12;
const COMING = 4;

/** What comes in turn, so that all kinds are there. */
const TURNS: readonly ActivityKind[] = ['service', 'theory', 'culture', 'reading', 'science', 'service', 'sport', 'customs', 'other', 'service'];

/** The same thing is not done again within so many days. */
const REST = 50;

/** A station's activities from the first day to the days to come, in the order of their days. */
export function makeActivities(station: DemoStation, people: People, diary: Diary, dice: Dice, { first, today }: { readonly first: string; readonly today: string }): Happening[] {
  const schedule = scheduleOf(station, dice, first, today);
  const past = schedule.filter(({ day }) => day <= today);
  const returned = past.findLastIndex(({ day }) => daysBetween(day, today) >= 9);
  const cancelled = past.findIndex(({ idea }) => idea.kind === 'sport' || idea.kind === 'culture');
  return schedule.map((planned, index) => {
    const status = index === returned ? 'returned' : index === cancelled ? 'cancelled' : statusOf(planned.day, today, dice);
    return { activity: activityOf(planned, status, { station, people, diary, dice, today }), scene: planned.idea.scene };
  });
}

function scheduleOf(station: DemoStation, dice: Dice, first: string, today: string): Planned[] {
  const festivals: Planned[] = festivalsBetween(first, dayAfter(today, AHEAD)).map(({ day, festival }) => ({ day, idea: FESTIVAL_IDEAS[festival] }));
  const [past, coming] = [festivals.filter(({ day }) => day <= today), festivals.filter(({ day }) => day > today)];
  const ordinary = Math.max(0, station.activities - past.length - COMING);
  const span = daysBetween(first, today);
  const days = Array.from({ length: ordinary }, (_, index) => dayAfter(first, Math.min(span, Math.floor(((index + dice.part()) * span) / ordinary) + 1)));
  const ahead = Array.from({ length: Math.max(1, COMING - coming.length) }, (_, index) => dayAfter(today, 1 + index * 3 + dice.int(0, 1)));
  const chosen: Planned[] = [...festivals];
  for (const [index, wished] of [...days, ...ahead].entries()) {
    // Two things on one day are too much for a village.
    const isTaken = chosen.some((other) => other.day === wished) && wished !== today;
    const day = isTaken ? dayAfter(wished, -1) : wished;
    chosen.push({ day, idea: ideaFor(day, TURNS[index % TURNS.length] ?? 'service', chosen, dice) });
  }
  return chosen.toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

function ideaFor(day: string, kind: ActivityKind, chosen: readonly Planned[], dice: Dice): Idea {
  const fits = IDEAS.filter((idea) => idea.months?.includes(monthOf(day)) ?? true);
  const rested = fits.filter((idea) => !chosen.some((other) => other.idea === idea && Math.abs(daysBetween(other.day, day)) < REST));
  const ofKind = rested.filter((idea) => idea.kind === kind);
  return dice.pick(ofKind.length > 0 ? ofKind : rested.length > 0 ? rested : fits);
}

function statusOf(day: string, today: string, dice: Dice): ActivityStatus {
  const age = daysBetween(day, today);
  if (age < 0) return 'planned';
  if (age < 5) return 'held';
  if (age < 20) return dice.chance(0.75) ? 'reported' : 'held';
  return dice.chance(0.82) ? 'shown' : 'reported';
}

interface Around {
  readonly station: DemoStation;
  readonly people: People;
  readonly diary: Diary;
  readonly dice: Dice;
  readonly today: string;
}

/** Times at which things begin; dances begin in the evening. */
const MORNINGS = ['08:30', '09:00', '09:30', '13:30', '14:00'];

function activityOf({ day, idea }: Planned, status: ActivityStatus, around: Around): Activity {
  const { station, people, diary, dice } = around;
  const named = (text: string): string => text.replaceAll('{村}', station.shortName);
  const team = people.teams.get(idea.team);
  const happened = status !== 'planned' && status !== 'cancelled';
  const { createdAt, updatedAt } = entryTimes(day, status, around);
  return {
    ...diary.entry(dice.pick(people.staff), createdAt, updatedAt),
    title: named(idea.title),
    kind: idea.kind,
    status,
    occurredOn: day,
    startsAt: idea.scene === 'dancers' && monthOf(day) < 10 ? '18:30' : dice.pick(MORNINGS),
    minutes: dice.pick(idea.minutes),
    place: named(idea.place),
    organiser: team?.name ?? `${station.shortName}新时代文明实践站`,
    inCharge: team?.leader ?? people.staff[0],
    content: contentOf(status, named(idea.content)),
    attendance: happened ? dice.int(...idea.people) : 0,
    served: [...(idea.served ?? [])],
    teams: team === undefined ? [] : [team.id],
    returnReason: status === 'returned' ? dice.pick(RETURN_REASONS) : '',
  };
}

/** A plan is entered days ahead and brought up to date after the event; now and then everything is entered long after it (补录). */
function entryTimes(day: string, status: ActivityStatus, { dice, today }: Around): { readonly createdAt: string; readonly updatedAt: string } {
  const happened = status !== 'planned' && status !== 'cancelled';
  if (happened && daysBetween(day, today) > 30 && dice.chance(0.06)) {
    const createdAt = instantAt(dayAfter(day, dice.int(9, 16)), '10:20');
    return { createdAt, updatedAt: createdAt };
  }
  const createdAt = instantAt(earlier(dayAfter(day, -dice.int(2, 7)), today), `${dice.int(10, 16)}:${dice.int(10, 59)}`);
  const reportedAt = instantAt(earlier(dayAfter(day, status === 'held' ? 0 : dice.int(1, 4)), today), '17:10');
  return { createdAt, updatedAt: happened && reportedAt > createdAt ? reportedAt : createdAt };
}

function contentOf(status: ActivityStatus, content: string): string {
  if (status === 'planned') return '';
  return status === 'cancelled' ? '因大雨取消，改期另行通知。' : content;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
