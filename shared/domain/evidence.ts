import type { RecordBase } from './record.ts';

/** Where the time of a photo came from. */
export const TAKEN_SOURCES = ['exif', 'given', 'none'] as const;
export type TakenSource = (typeof TAKEN_SOURCES)[number];

/** The record of one photo. Its bytes lie in the host's vault and at the center under `hash` (SHA-256, hex). */
export interface Evidence extends RecordBase {
  readonly caption: string;
  /** SHA-256 (hex) of the stored picture. */
  readonly hash: string;
  /** Bytes of the stored picture. */
  readonly size: number;
  /** MIME type of the stored picture. */
  readonly type: string;
  /** Pixels, after orientation was applied. */
  readonly width: number;
  readonly height: number;
  readonly thumbHash: string;
  readonly thumbSize: number;
  /** SHA-256 (hex) of the file as the camera wrote it: the same photo imported twice is found by it. */
  readonly originalHash: string;
  readonly originalSize: number;
  readonly originalName: string;
  /** Local time of the shot as the camera knew it, `YYYY-MM-DDTHH:mm:ss` without a zone, or ''. */
  readonly takenAt: string;
  readonly takenSource: TakenSource;
  /** Degrees, WGS 84; null where the photo does not say. */
  readonly lat: number | null;
  readonly lng: number | null;
  /** 64-bit difference hash, 16 hex digits, or ''. */
  readonly phash: string;
  /** What it is found by again where it was turned, mirrored, cropped a little or marked (`likeness/picture-likeness.ts`), or ''. Since version 2. */
  readonly likeness?: string | undefined;
  /** Program named in the file as its last editor, or ''. */
  readonly software: string;
  /** Key of the seven-haves item that it proves, or ''. */
  readonly item: string;
  /** Id of the activity that it shows, or ''. */
  readonly activity: string;
  readonly occurredOn: string;
  /** Id of the evidence that shows the same place before: this photo shows it after. '' or left out where it shows no change. Since version 2. */
  readonly before?: string | undefined;
}
