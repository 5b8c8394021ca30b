import type { Evidence } from '#shared/domain/evidence.ts';
import type { RecordBase } from '#shared/domain/record.ts';
import type { Diary } from './diary.ts';
import { instantAt } from './diary.ts';
import type { Dice } from './dice.ts';
import type { Happening } from './make-activities.ts';
import type { People } from './make-people.ts';
import type { Picture, Scene } from './pictures.ts';
import type { DemoStation } from './stations.ts';
import { dayAfter, daysBetween } from './words/calendar.ts';
import { ITEM_SHOTS } from './words/photos.ts';

/** A photo that was taken: its record, but for what only the picture itself says. */
export interface Shot extends RecordBase {
  readonly scene: Scene;
  /** Decides how the scene looks. */
  readonly pictureSeed: number;
  readonly caption: string;
  readonly item: string;
  readonly activity: string;
  readonly occurredOn: string;
  readonly takenAt: string;
}

interface Around {
  readonly station: DemoStation;
  readonly people: People;
  readonly diary: Diary;
  readonly dice: Dice;
  readonly first: string;
  readonly today: string;
}

/** The photos of a station: of the seven haves as it has them, and of its activities. */
export function makeShots(happenings: readonly Happening[], around: Around): Shot[] {
  return [...itemShots(around), ...happenings.flatMap((happening) => activityShots(happening, around))];
}

function itemShots({ station, people, diary, dice, first }: Around): Shot[] {
  return Object.entries(ITEM_SHOTS).flatMap(([item, shots]) => {
    if (station.missing.includes(item)) return [];
    const old = station.expired.includes(item);
    return shots.map(([scene, caption]) => {
      const occurredOn = dayAfter(first, old ? -dice.int(190, 300) : dice.int(0, 20));
      const enteredOn = old ? first : occurredOn;
      const entry = diary.entry(people.staff[1], instantAt(enteredOn, '15:30'));
      return shotOf(entry, { scene, caption, item, activity: '', occurredOn }, dice);
    });
  });
}

function activityShots({ activity, scene }: Happening, { station, people, diary, dice, today }: Around): Shot[] {
  const age = daysBetween(activity.occurredOn, today);
  if (activity.status === 'planned' || activity.status === 'cancelled') return [];
  const recent = age <= 28;
  const items = itemsOf(activity.kind, recent).filter((item) => !station.missing.includes(item));
  const proves = (age <= 80 && items.includes('activities.theory')) || (age <= 160 && items.includes('activities.festival'));
  const wanted = recent && !station.missing.includes('activities.month') ? dice.int(1, 2) : proves || dice.chance(station.photos) ? 1 : 0;
  return Array.from({ length: wanted }, (_, index) => {
    const entry = diary.entry(people.staff[1], activity.updatedAt);
    const caption = index === 0 ? activity.title : `${activity.title}（现场）`;
    return shotOf(entry, { scene, caption, item: items[index % Math.max(1, items.length)] ?? '', activity: activity.id, occurredOn: activity.occurredOn }, dice);
  });
}

/** The items that a photo of such an activity proves, the scarcest first. */
function itemsOf(kind: Happening['activity']['kind'], recent: boolean): string[] {
  const month = recent ? ['activities.month'] : [];
  if (kind === 'theory') return ['activities.theory', ...month];
  if (kind === 'festival') return ['activities.festival', ...month];
  return recent ? month : kind === 'service' ? ['flags.volunteer'] : [];
}

function shotOf(entry: RecordBase, about: Pick<Shot, 'scene' | 'caption' | 'item' | 'activity' | 'occurredOn'>, dice: Dice): Shot {
  const time = `${dice.int(9, 11)}:${dice.int(10, 59)}:${dice.int(10, 59)}`;
  return { ...entry, ...about, pictureSeed: dice.int(1, 1_000_000), takenAt: `${about.occurredOn}T${time.padStart(8, '0')}` };
}

/** The record of a photo whose picture was made. */
export function evidenceOf({ scene, pictureSeed: _notKept, ...shot }: Shot, picture: Picture): Evidence {
  return {
    ...shot,
    hash: picture.hash,
    size: picture.bytes.length,
    type: 'image/png',
    width: picture.width,
    height: picture.height,
    thumbHash: picture.thumbHash,
    thumbSize: picture.thumb.length,
    originalHash: picture.hash,
    originalSize: picture.bytes.length,
    originalName: `${scene}.png`,
    takenSource: 'given',
    lat: null,
    lng: null,
    phash: '',
    software: '',
  };
}
