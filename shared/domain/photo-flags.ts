import type { Activity } from './activity.ts';
import type { Evidence } from './evidence.ts';
import type { Alike } from './likeness/compare.ts';
import { editorOf } from './photo-editors.ts';
import type { Site } from './site.ts';
import { villageOf } from './site-code.ts';

/** In what two uses of one photo contradict each other. */
export const REUSES = ['activity', 'item', 'station', 'year'] as const;
export type Reuse = (typeof REUSES)[number];

/** Another record with the same photo (the same bytes or the same file of the camera) or nearly the same. */
export interface ReusedPhoto {
  readonly id: string;
  readonly site: string;
  readonly match: 'same' | 'near';
  readonly differs: readonly Reuse[];
  readonly alike: Alike;
}

/**
 * What makes a photo worth a second look, each flag with what it was raised for; one that is not raised is left out. Flags are for
 * review and never block. Source: DOMAIN, "Known fraud".
 */
export interface PhotoFlagFacts {
  /** The same or nearly the same photo is evidence for something else. */
  readonly reused?: readonly ReusedPhoto[];
  /** Taken long before or after the event: whole days between the day it was taken and the nearest day of the event; negative where it was taken before. */
  readonly takenFarFromEvent?: { readonly days: number };
  /** Taken far from the station's place, along a great circle. */
  readonly farFromStation?: { readonly metres: number };
  /** The file does not say when it was taken. */
  readonly noExifTime?: true;
  /** The file names a program that changes pictures: by the name that {@link editorOf} gives it. */
  readonly edited?: { readonly software: string };
}

/** The parts of records that the flags look at. */
export type FlaggedPhoto = Pick<Evidence, 'id' | 'site' | 'hash' | 'originalHash' | 'activity' | 'item' | 'occurredOn' | 'takenAt' | 'takenSource' | 'lat' | 'lng' | 'software'>;
export type FlaggedEvent = Pick<Activity, 'occurredOn' | 'minutes'>;
export type FlaggedPlace = Pick<Site, 'lat' | 'lng'>;

/** Days off that are still of the event: it is prepared the day before, put in order the day after, and a camera's clock has no zone. */
const NEAR_DAYS = 3;

/**
 * Metres from the place that are still of it, by the length of the site's code. A village reaches 2 or 3 km from its station; a
 * town's institute works in all of its villages, a county's center in all towns. Phones that write Chinese map coordinates are
 * off by up to 700 m, which stays below all of these.
 */
const NEAR_METRES: readonly (readonly [digits: number, metres: number])[] = [
  [12, 3_000],
  [9, 15_000],
  [6, 60_000],
  [4, 150_000],
];

const DAY = 86_400_000;
const EARTH_RADIUS = 6_371_000;

/**
 * The flags of one photo. One without any has an object without members.
 * @param event the activity that it shows; null where it shows none or that is not known: then the record's own day counts
 * @param place the profile of its site, or null; one without coordinates raises no flag
 * @param alike other records with an alike photo, none of them removed
 */
export function photoFlags(photo: FlaggedPhoto, event: FlaggedEvent | null, place: FlaggedPlace | null, alike: readonly (readonly [FlaggedPhoto, Alike])[]): PhotoFlagFacts {
  const reused = alike.map(([other, how]) => reuseOf(photo, other, how)).filter(({ differs }) => differs.length > 0);
  const days = daysFromEvent(photo, event ?? { occurredOn: photo.occurredOn, minutes: 0 });
  const metres = metresFrom(photo, place);
  const software = editorOf(photo.software);
  return {
    ...(reused.length > 0 ? { reused } : {}),
    ...(days !== null && Math.abs(days) > NEAR_DAYS ? { takenFarFromEvent: { days } } : {}),
    ...(metres !== null && metres > nearMetres(photo.site) ? { farFromStation: { metres } } : {}),
    ...(photo.takenSource === 'exif' && photo.takenAt !== '' ? {} : { noExifTime: true }),
    ...(software === null ? {} : { edited: { software } }),
  };
}

/**
 * One photo may well prove an item and show an activity: "enter once, use everywhere". What it cannot be is evidence of
 * two activities, two items, two stations or two years.
 */
function reuseOf(photo: FlaggedPhoto, other: FlaggedPhoto, alike: Alike): ReusedPhoto {
  const both = (field: 'activity' | 'item'): boolean => photo[field] !== '' && other[field] !== '' && photo[field] !== other[field];
  const differs: Readonly<Record<Reuse, boolean>> = {
    activity: both('activity'),
    item: both('item'),
    station: stationOf(photo.site) !== stationOf(other.site),
    year: photo.occurredOn.slice(0, 4) !== other.occurredOn.slice(0, 4),
  };
  const same = photo.hash === other.hash || (photo.originalHash !== '' && photo.originalHash === other.originalHash);
  return { id: other.id, site: other.site, match: same ? 'same' : 'near', differs: REUSES.filter((reuse) => differs[reuse]), alike };
}

/** Positions below a village belong to its station. */
function stationOf(site: string): string {
  return villageOf(site) ?? site;
}

/** Null where it is not known when the photo was taken; 0 within the event's days. */
function daysFromEvent({ takenAt }: FlaggedPhoto, { occurredOn, minutes }: FlaggedEvent): number | null {
  const [taken, first] = [Date.parse(takenAt.slice(0, 10)), Date.parse(occurredOn)];
  if (Number.isNaN(taken) || Number.isNaN(first)) return null;
  const last = first + Math.floor((minutes * 60_000) / DAY) * DAY;
  if (taken < first) return Math.round((taken - first) / DAY);
  return taken > last ? Math.round((taken - last) / DAY) : 0;
}

function metresFrom(photo: FlaggedPhoto, place: FlaggedPlace | null): number | null {
  if (photo.lat === null || photo.lng === null || place === null || place.lat === null || place.lng === null) return null;
  return Math.round(greatCircle(photo.lat, photo.lng, place.lat, place.lng));
}

/** Metres between two places in degrees, on a sphere (haversine). */
function greatCircle(lat1: number, lng1: number, lat2: number, lng2: number): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const chord = half(lat1, lat2) + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * half(lng1, lng2);
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
}

function nearMetres(site: string): number {
  return (NEAR_METRES.find(([digits]) => site.length >= digits) ?? [0, Number.POSITIVE_INFINITY])[1];
}
