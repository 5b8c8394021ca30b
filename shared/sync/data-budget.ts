import type { PhotoEntry } from './photo-queue.ts';

/** What a person lets the photos use of the line. */
export interface BudgetSettings {
  /** Whether the line costs by the byte; null: as the machine itself says. */
  readonly metered: boolean | null;
  /** Which photos go over such a line. */
  readonly photosOnMetered: 'none' | 'thumbnails' | 'all';
  /** Megabytes of photos a day at most, over any line; 0 for no limit. */
  readonly dailyLimitMB: number;
}

export const DEFAULT_BUDGET: BudgetSettings = { metered: null, photosOnMetered: 'thumbnails', dailyLimitMB: 0 };

/** Bytes of photos sent, by the day of the machine's calendar; the day that was counted last comes last. */
export type DailyUse = readonly { readonly day: string; readonly bytes: number }[];

/** Days that are remembered: a clock that goes back finds what was used on the day that it says. */
const DAYS_KEPT = 60;

export function usedOn(use: DailyUse, day: string): number {
  return use.find((known) => known.day === day)?.bytes ?? 0;
}

export function addUse(use: DailyUse, day: string, bytes: number): DailyUse {
  const others = use.filter((known) => known.day !== day);
  return [...others, { day, bytes: usedOn(use, day) + bytes }].slice(-DAYS_KEPT);
}

export const MEGABYTE = 1_000_000;

/** What the budget is decided by at a moment. */
export interface BudgetNow {
  readonly settings: BudgetSettings;
  /** What the machine itself says of its line. */
  readonly meteredByMachine: boolean;
  /** Bytes of photos sent today. */
  readonly usedToday: number;
}

export function isMetered({ settings, meteredByMachine }: Pick<BudgetNow, 'settings' | 'meteredByMachine'>): boolean {
  return settings.metered ?? meteredByMachine;
}

/** Why bytes are held back; null where they may go. A photo larger than a whole day's limit is the first and last of its day. */
export function heldBack(photo: Pick<PhotoEntry, 'part' | 'size'>, budget: BudgetNow): 'metered' | 'daily' | null {
  const { photosOnMetered, dailyLimitMB } = budget.settings;
  if (isMetered(budget) && (photosOnMetered === 'none' || (photosOnMetered === 'thumbnails' && photo.part !== 'thumb'))) return 'metered';
  const { usedToday } = budget;
  return dailyLimitMB > 0 && usedToday > 0 && usedToday + photo.size > dailyLimitMB * MEGABYTE ? 'daily' : null;
}

/** What waits to go out, as far as it is known without sending it. */
export interface WaitingAmount {
  readonly records: number;
  /** UTF-16 code units of the JSON of one record, on average. */
  readonly textOfRecord: number;
  readonly thumbnailBytes: number;
  readonly originalBytes: number;
}

/** Bytes that it will use on the line, there and back. */
export interface DataEstimate {
  readonly records: number;
  readonly thumbnails: number;
  readonly originals: number;
  readonly total: number;
}

/** Requests are compressed: measured over stations' records, a character takes so many bytes. */
const BYTES_OF_CHARACTER = 0.35;
/** Each record brings a receipt back, whose version does not compress. */
const BYTES_OF_RECEIPT = 70;
/** Headers and the like of each photo. */
const PHOTO_OVERHEAD = 1.01;

/** Rule T1: what a person is told before it goes out. */
export function estimate({ records, textOfRecord, thumbnailBytes, originalBytes }: WaitingAmount): DataEstimate {
  const ofRecords = Math.ceil(records * (textOfRecord * BYTES_OF_CHARACTER + BYTES_OF_RECEIPT));
  const thumbnails = Math.ceil(thumbnailBytes * PHOTO_OVERHEAD);
  const originals = Math.ceil(originalBytes * PHOTO_OVERHEAD);
  return { records: ofRecords, thumbnails, originals, total: ofRecords + thumbnails + originals };
}
