import type { TeamKey } from './words/teams.ts';

/** How a station of the demo is doing; codes and names are real divisions of 盘山县, everything else is made up. */
export interface DemoStation {
  readonly code: string;
  /** As people call it. */
  readonly shortName: string;
  readonly town: string;
  readonly volunteers: number;
  readonly teams: readonly TeamKey[];
  /** Activities in the half-year, those of the next days included. */
  readonly activities: number;
  /** Items of the seven haves that have no photo, and those whose photos are too old. */
  readonly missing: readonly string[];
  readonly expired: readonly string[];
  /** How likely an activity of long ago has a photo. */
  readonly photos: number;
  /** Hours since the station was last in contact; of the one that the demo itself opens nobody else has a device. */
  readonly lastContactHours: number | null;
}

export const COUNTY = '211122';

/** The station that `npm start` opens. */
export const HOME_STATION = '211122111205';

export const STATIONS: readonly DemoStation[] = [
  {
    code: HOME_STATION, shortName: '甜水村', town: '甜水镇', volunteers: 62, teams: ['theory', 'care', 'green', 'culture', 'farming'], activities: 52,
    missing: ['place.hours'], expired: ['mechanisms.plan'], photos: 0.35, lastContactHours: null,
  },
  {
    code: '211122111001', shortName: '北站社区', town: '甜水镇', volunteers: 46, teams: ['care', 'culture', 'youth', 'safety'], activities: 41,
    missing: ['projects.own'], expired: ['team.head', 'team.roster', 'mechanisms.plan', 'mechanisms.orders', 'place.hours'], photos: 0.25, lastContactHours: 5,
  },
  {
    code: '211122111214', shortName: '创业村', town: '甜水镇', volunteers: 38, teams: ['farming', 'green', 'care'], activities: 36,
    missing: ['place.library', 'signs.logo', 'mechanisms.orders', 'activities.theory'], expired: ['projects.own'], photos: 0.2, lastContactHours: 74,
  },
  {
    code: '211122103225', shortName: '红旗村', town: '胡家镇', volunteers: 68, teams: ['theory', 'care', 'green', 'culture', 'safety', 'youth'], activities: 58,
    missing: [], expired: ['mechanisms.orders'], photos: 0.35, lastContactHours: 1,
  },
  {
    code: '211122103001', shortName: '胡家社区', town: '胡家镇', volunteers: 31, teams: ['care', 'youth', 'culture'], activities: 30,
    missing: ['place.room', 'place.hours', 'team.roster', 'activities.month', 'activities.theory', 'projects.own', 'mechanisms.rules', 'mechanisms.orders', 'signs.logo', 'flags.team', 'flags.volunteer'],
    expired: ['mechanisms.plan'], photos: 0.12, lastContactHours: 330,
  },
];
