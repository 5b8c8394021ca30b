import { ACTIVITY_KINDS, SPECIAL_GROUPS, type Activity, type ActivityStatus } from '#shared/domain/activity.ts';
import type { Team, Volunteer } from '#shared/domain/people.ts';
import type { AnyRecord, Kind, RecordBase } from '#shared/domain/record.ts';
import type { ServiceRecord } from '#shared/domain/service-hours.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Random } from '#shared/ports/random.ts';
import { GIVEN, LONG_NAME, LONG_TITLE, PLACES, SURNAMES, TEAM_NAMES, TITLES } from './words.ts';

export interface Seeded {
  readonly kind: Kind;
  readonly record: AnyRecord;
}

export interface StationSeed {
  readonly site: string;
  readonly device: string;
  readonly ids: Ids;
  readonly random: Random;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly volunteers: number;
  readonly activities: number;
  readonly hours: number;
}

const DAY = 86_400_000;

/** Small helpers over one source of randomness. */
export function dice(random: Random) {
  const below = (limit: number): number => {
    const [a = 0, b = 0] = random.bytes(2);
    return Math.floor(((a * 256 + b) / 65_536) * limit);
  };
  return { below, pick: <T>(list: readonly T[]): T => list[below(list.length)] as T };
}

/** The day so many days before (`after` below zero: after) another. */
export function daysBefore(today: string, days: number): string {
  return new Date(Date.parse(today) - days * DAY).toISOString().slice(0, 10);
}

/** Half a year of a believable station: teams, volunteers, activities and hours. */
export function seedStation(seed: StationSeed): Seeded[] {
  const people = leadersOf(seed);
  const teams = seedTeams(seed, people);
  const volunteers = seedVolunteers(seed, people, teams);
  const activities = seedActivities(seed, people, teams);
  const hours = seedHours(seed, volunteers, activities);
  const seeded = (kind: Kind) => (record: object): Seeded => ({ kind, record: record as AnyRecord });
  return [...teams.map(seeded('teams')), ...volunteers.map(seeded('volunteers')), ...activities.map(seeded('activities')), ...hours.map(seeded('serviceRecords'))];
}

/** Names of the people who are in charge of something. */
function leadersOf({ random }: StationSeed): readonly string[] {
  const { pick } = dice(random);
  return Array.from({ length: 8 }, () => `${pick(SURNAMES)}${pick(GIVEN)}`);
}

/** The fields of every record, saved at noon of a day. */
export function baseOf({ site, device, ids }: Pick<StationSeed, 'site' | 'device' | 'ids'>, savedOn: string, person: string): RecordBase {
  const at = `${savedOn}T04:00:00.000Z`;
  return { id: ids.next(), site, v: 1, createdAt: at, updatedAt: at, by: { device, person }, removed: false, conflicts: [] };
}

function seedTeams(seed: StationSeed, people: readonly string[]): Team[] {
  return TEAM_NAMES.map(([name, specialty], index) => ({
    ...baseOf(seed, daysBefore(seed.today, 190), people[0] ?? ''),
    name,
    leader: people[index % people.length] ?? '',
    phone: `1384270${1000 + index}`,
    specialty,
    foundedOn: daysBefore(seed.today, 900 - index * 40),
    note: '',
  }));
}

function seedVolunteers(seed: StationSeed, people: readonly string[], teams: readonly Team[]): Volunteer[] {
  const { below, pick } = dice(seed.random);
  return Array.from({ length: seed.volunteers }, (_, index) => ({
    ...baseOf(seed, daysBefore(seed.today, Math.max(0, 185 - index * 3)), pick(people)),
    name: index === 7 ? LONG_NAME : `${pick(SURNAMES)}${pick(GIVEN)}`,
    gender: below(2) === 0 ? ('female' as const) : ('male' as const),
    birthYear: 1945 + below(58),
    phone: `1394270${2000 + index}`,
    idMasked: '211122********123X',
    idHash: '',
    teams: [pick(teams).id],
    joinedOn: daysBefore(seed.today, Math.max(0, 185 - index * 3)),
    skills: below(3) === 0 ? ['秧歌'] : below(3) === 0 ? ['理发', '缝纫'] : [],
    partyMember: below(4) === 0,
    number: `LN${seed.site.slice(2)}${String(index + 1).padStart(4, '0')}`,
    note: '',
  }));
}

function seedActivities(seed: StationSeed, people: readonly string[], teams: readonly Team[]): Activity[] {
  const { below, pick } = dice(seed.random);
  return Array.from({ length: seed.activities }, (_, index) => {
    const ago = Math.round((index * 184) / seed.activities) - 9;
    const kind = pick(ACTIVITY_KINDS);
    const status = statusOf(index, ago);
    const person = pick(people);
    const done = status !== 'planned';
    const base = baseOf(seed, daysBefore(seed.today, Math.max(0, ago - (index % 9 === 0 ? 12 : 0))), person);
    const activity: Activity = {
      ...base,
      title: index === 5 ? LONG_TITLE : pick(TITLES[kind]),
      kind,
      status,
      occurredOn: daysBefore(seed.today, ago),
      startsAt: `${String(8 + below(10)).padStart(2, '0')}:${below(2) === 0 ? '00' : '30'}`,
      minutes: done ? 60 + below(5) * 30 : 0,
      place: pick(PLACES),
      organiser: '三河村新时代文明实践站',
      inCharge: person,
      content: done ? '组织村民参加，现场气氛热烈，活动后清理了场地。' : '',
      attendance: done ? 12 + below(70) : 0,
      served: below(2) === 0 ? [pick(SPECIAL_GROUPS)] : [],
      teams: [pick(teams).id],
      returnReason: status === 'returned' ? '照片里看不出是哪一天的活动，请补一张带横幅的照片后再报。' : '',
    };
    return index === 12 ? withConflict(activity, people[1] ?? '') : activity;
  });
}

function statusOf(index: number, ago: number): ActivityStatus {
  if (ago < 0) return 'planned';
  if (index === 8 || index === 13) return 'returned';
  if (index === 10) return 'planned';
  if (ago < 12) return 'held';
  return index % 3 === 0 ? 'shown' : 'reported';
}

function withConflict(activity: Activity, person: string): Activity {
  const entry = { field: 'attendance', base: 30, mine: 42, theirs: activity.attendance, who: { device: '0192f0c1-0000-7000-8000-00000000d009', person }, when: activity.updatedAt };
  return { ...activity, conflicts: [entry] };
}

function seedHours(seed: StationSeed, volunteers: readonly Volunteer[], activities: readonly Activity[]): ServiceRecord[] {
  const { pick } = dice(seed.random);
  const done = activities.filter(({ minutes }) => minutes > 0);
  if (done.length === 0 || volunteers.length === 0) return [];
  return Array.from({ length: seed.hours }, (_, index) => {
    const volunteer = volunteers[index % volunteers.length] as Volunteer;
    const activity = pick(done);
    return {
      ...baseOf(seed, activity.occurredOn, activity.inCharge),
      volunteer: volunteer.id,
      name: volunteer.name,
      activity: activity.id,
      occurredOn: activity.occurredOn,
      minutes: activity.minutes,
      place: activity.place,
      beneficiary: '本村村民',
      content: activity.title,
      quality: '好',
      inCharge: activity.inCharge,
      recorder: activity.inCharge,
      corrects: '',
      reason: '',
    };
  });
}
