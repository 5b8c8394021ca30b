import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { DEFAULT_STANDARD, type Standard } from '#shared/domain/seven-haves.ts';
import type { Site } from '#shared/domain/site.ts';
import { Diary, instantAt } from './diary.ts';
import { Dice, seedFor } from './dice.ts';
import { makeActivities } from './make-activities.ts';
import { makePeople } from './make-people.ts';
import { makeServices } from './make-services.ts';
import { makeShots, type Shot } from './make-shots.ts';
import { COUNTY, STATIONS, type DemoStation } from './stations.ts';
import { dayAfter } from './words/calendar.ts';
import { madeUpPhone } from './words/names.ts';

/** What decides a demo: the same plan makes the same records, with the same ids. */
export interface DemoPlan {
  readonly seed: number;
  /** The day that the half-year ends with, `YYYY-MM-DD`. */
  readonly today: string;
}

/** The profile that a station fills in; the center made its record. */
export type SiteProfile = Pick<Site, 'address' | 'head' | 'headTitle' | 'phone' | 'staff' | 'openingHours' | 'capacity' | 'area' | 'residents' | 'note' | 'updatedAt'>;

/** All that one station of the demo holds. */
export interface StationData {
  readonly station: DemoStation;
  readonly profile: SiteProfile;
  readonly records: readonly { readonly kind: Kind; readonly record: AnyRecord }[];
  /** Photos whose pictures are still to be made. */
  readonly shots: readonly Shot[];
}

/** Half a year, in days. */
const SPAN = 182;

/** Makes what the stations did in the half-year before the plan's day. */
export function makeStations(plan: DemoPlan): StationData[] {
  return STATIONS.map((station) => makeStation(station, plan));
}

function makeStation(station: DemoStation, { seed, today }: DemoPlan): StationData {
  const first = dayAfter(today, -SPAN);
  const dice = (part: string): Dice => new Dice(seedFor(seed, `${station.code}/${part}`));
  const diary = new Diary(station.code, seedFor(seed, `${station.code}/ids`));
  const people = makePeople(station, diary, dice('people'), first);
  const happenings = makeActivities(station, people, diary, dice('activities'), { first, today });
  const services = makeServices(happenings, people, diary, dice('services'), today);
  const shots = makeShots(happenings, { station, people, diary, dice: dice('shots'), first, today });
  const of = (kind: Kind, records: Iterable<object>): { kind: Kind; record: AnyRecord }[] => [...records].map((record) => ({ kind, record: record as AnyRecord }));
  const activities = happenings.map(({ activity }) => activity);
  return {
    station,
    profile: makeProfile(station, people.staff, dice('profile'), first),
    records: [...of('teams', people.teams.values()), ...of('volunteers', people.volunteers), ...of('activities', activities), ...of('serviceRecords', services)],
    shots,
  };
}

function makeProfile(station: DemoStation, [head, clerk]: readonly [string, string], dice: Dice, first: string): SiteProfile {
  return {
    address: `辽宁省盘锦市盘山县${station.town}${station.shortName}`,
    head,
    headTitle: station.shortName.endsWith('社区') ? '社区党支部书记、站长' : '村党支部书记、站长',
    phone: madeUpPhone(dice),
    staff: [head, clerk],
    openingHours: '周一至周日 8:30—11:30，13:30—16:30',
    capacity: dice.int(6, 14) * 5,
    area: dice.int(16, 40) * 5,
    residents: dice.int(820, 2_650),
    note: '',
    updatedAt: instantAt(first, '16:40'),
  };
}

/** The standard that the county issues to all of its stations. */
export function makeStandard({ seed, today }: DemoPlan): Standard {
  const first = dayAfter(today, -SPAN);
  const entry = new Diary(COUNTY, seedFor(seed, 'standard')).entry('县文明实践中心', instantAt(first, '08:30'));
  const { items } = DEFAULT_STANDARD;
  return { ...entry, title: '盘山县新时代文明实践站“七有”建设标准', version: `${first.slice(0, 4)}.1`, items, adoptedOn: first, to: COUNTY };
}
