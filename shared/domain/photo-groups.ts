import type { Evidence } from './evidence.ts';

/** The part of a photo that groups are made by. */
export type GroupedPhoto = Pick<Evidence, 'id' | 'takenAt'>;

/** Parts of a day as people speak of them: until noon, until six, after. */
export const DAY_PARTS = ['morning', 'afternoon', 'evening'] as const;
export type DayPart = (typeof DAY_PARTS)[number];

/** Photos that were taken one after the other, as on one morning. */
export interface PhotoGroup<T extends GroupedPhoto> {
  /** The day of the first one, `YYYY-MM-DD`, by the camera. */
  readonly day: string;
  readonly part: DayPart;
  /** `HH:mm` of the first and of the last. */
  readonly from: string;
  readonly to: string;
  /** Oldest first. */
  readonly photos: readonly T[];
}

/** A pause longer than this divides two groups: two activities of one day lie further apart, a long one has photos in between. */
const GAP_MINUTES = 120;

/** Photos by the pauses between them, oldest group first; those that do not say when they were taken are in none. */
export function photoGroups<T extends GroupedPhoto>(photos: readonly T[]): readonly PhotoGroup<T>[] {
  const timed = photos.filter(({ takenAt }) => takenAt !== '').toSorted((a, b) => minutesOf(a) - minutesOf(b) || (a.id < b.id ? -1 : 1));
  const groups: T[][] = [];
  let last: T | undefined;
  for (const photo of timed) {
    const open = groups.at(-1);
    if (open === undefined || last === undefined || minutesOf(photo) - minutesOf(last) > GAP_MINUTES) groups.push([photo]);
    else open.push(photo);
    last = photo;
  }
  return groups.flatMap((group) => groupOf(group));
}

function groupOf<T extends GroupedPhoto>(photos: readonly T[]): PhotoGroup<T>[] {
  const [first, last] = [photos[0], photos.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = first.takenAt.slice(11, 16);
  const part: DayPart = from < '12:00' ? 'morning' : from < '18:00' ? 'afternoon' : 'evening';
  return [{ day: first.takenAt.slice(0, 10), part, from, to: last.takenAt.slice(11, 16), photos }];
}

/** Local time without a zone, counted as if it were UTC: only differences are looked at. */
function minutesOf({ takenAt }: GroupedPhoto): number {
  return Date.parse(`${takenAt}Z`) / 60_000;
}
