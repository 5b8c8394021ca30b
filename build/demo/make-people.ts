import type { Team, Volunteer } from '#shared/domain/people.ts';
import type { Diary } from './diary.ts';
import { instantAt } from './diary.ts';
import type { Dice } from './dice.ts';
import type { DemoStation } from './stations.ts';
import { dayAfter } from './words/calendar.ts';
import { madeUpPhone, somebody, type Somebody } from './words/names.ts';
import { TEAMS, type TeamKey } from './words/teams.ts';

/** Who is at a station. */
export interface People {
  /** The head, and one more who sits at the keyboard. */
  readonly staff: readonly [head: string, clerk: string];
  readonly teams: ReadonlyMap<TeamKey, Team>;
  readonly volunteers: readonly Volunteer[];
}

/** One in so many volunteers joined within the half-year. */
const NEWCOMERS = 0.12;

/** Makes a station's teams and volunteers; those who were there before are entered on the first day. */
export function makePeople(station: DemoStation, diary: Diary, dice: Dice, first: string): People {
  const persons = manyOf(station.volunteers, dice, Number(first.slice(0, 4)));
  const names = persons.map(({ name }) => name);
  const staff = [names[0] ?? '', names[1] ?? ''] as const;
  const teams = new Map(station.teams.map((key, index) => [key, makeTeam(key, names[index + 2] ?? staff[0], diary, dice, { first, clerk: staff[1] })]));
  const volunteers = persons.map((person, index) => makeVolunteer(person, index, { diary, dice, first, staff, teams }));
  return { staff, teams, volunteers };
}

function manyOf(count: number, dice: Dice, year: number): Somebody[] {
  const known = new Map<string, Somebody>();
  while (known.size < count) {
    const one = somebody(dice, year);
    known.set(one.name, one);
  }
  return [...known.values()];
}

function makeTeam(key: TeamKey, leader: string, diary: Diary, dice: Dice, { first, clerk }: { readonly first: string; readonly clerk: string }): Team {
  const { name, specialty } = TEAMS[key];
  return {
    ...diary.entry(clerk, instantAt(first, `09:${dice.int(10, 29)}`)),
    name,
    leader,
    phone: madeUpPhone(dice),
    specialty,
    foundedOn: dayAfter(first, -dice.int(200, 1_800)),
    note: '',
  };
}

interface Around {
  readonly diary: Diary;
  readonly dice: Dice;
  readonly first: string;
  readonly staff: readonly [string, string];
  readonly teams: ReadonlyMap<TeamKey, Team>;
}

function makeVolunteer(person: Somebody, index: number, { diary, dice, first, staff, teams }: Around): Volunteer {
  const keys = [...teams.keys()];
  // The staff and the leaders were there from the start; a leader is in the team that is led.
  const led = index >= 2 && index < 2 + keys.length ? keys[index - 2] : undefined;
  const others = dice.some(keys.filter((key) => key !== led), dice.int(led === undefined ? 1 : 0, 2));
  const own = led === undefined ? others : [led, ...others];
  const isNew = index > 12 && dice.chance(NEWCOMERS);
  const joinedOn = isNew ? dayAfter(first, dice.int(5, 170)) : dayAfter(first, -dice.int(20, 2_200));
  return {
    ...diary.entry(staff[1], instantAt(isNew ? joinedOn : first, `${dice.int(10, 16)}:${dice.int(10, 59)}`)),
    ...person,
    phone: madeUpPhone(dice),
    idMasked: '',
    idHash: '',
    teams: own.flatMap((key) => teams.get(key)?.id ?? []),
    joinedOn,
    skills: dice.some([...new Set(own.flatMap((key) => TEAMS[key].skills))], dice.int(0, 2)),
    partyMember: index < 2 || dice.chance(0.24),
    number: '',
    note: '',
  };
}
