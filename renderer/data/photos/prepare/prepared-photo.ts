import type { Evidence } from '#shared/domain/evidence.ts';

/**
 * Why a file did not become a photo. The screens have words and advice for each.
 * - `empty`: the file has no bytes
 * - `notAPhoto`: neither JPEG, PNG, WebP nor HEIC, whatever its name says
 * - `truncated`: a photo whose end is missing, as after a broken copy
 * - `unreadable`: a photo that is damaged inside, or could not be decoded at all
 * - `gone`: the file is no longer there: moved, renamed, or its card was pulled out
 * - `locked`: the file is there and cannot be read: it was changed since, another program holds it, or rights are missing
 * - `tooLarge`: more than {@link MAX_FILE_BYTES} or {@link MAX_PIXELS}
 */
export const PREPARE_FAILURES = ['empty', 'notAPhoto', 'truncated', 'unreadable', 'gone', 'locked', 'tooLarge'] as const;
export type PrepareFailure = (typeof PREPARE_FAILURES)[number];

/** Largest file that is read, in bytes, and largest picture that is decoded, in pixels. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024;
export const MAX_PIXELS = 200_000_000;

/** Pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** What an evidence record says about the picture itself. */
export type PhotoFacts = Pick<
  Evidence,
  | 'hash'
  | 'size'
  | 'type'
  | 'width'
  | 'height'
  | 'thumbHash'
  | 'thumbSize'
  | 'originalHash'
  | 'originalSize'
  | 'originalName'
  | 'takenAt'
  | 'takenSource'
  | 'lat'
  | 'lng'
  | 'phash'
  | 'likeness'
  | 'software'
>;

/** A photo that is ready to be kept: facts for its record, and the JPEG bytes of the picture and of its thumbnail. */
export interface PreparedPhoto {
  readonly ok: true;
  /** The file's name, as chosen or dropped. */
  readonly name: string;
  readonly facts: PhotoFacts;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly thumb: Uint8Array<ArrayBuffer>;
}

/** A file that did not become a photo, and why. */
export interface UnpreparedPhoto {
  readonly ok: false;
  readonly name: string;
  readonly reason: PrepareFailure;
  /** What happened, in English, for the log; not shown. */
  readonly detail: string;
}

/** What the worker makes of one file. */
export type Preparation = PreparedPhoto | UnpreparedPhoto;

/** What is sent to the worker: one file at a time; its answer is a {@link Preparation}. */
export interface PrepareRequest {
  readonly file: File;
  /** The longer edge of the stored picture, in pixels. */
  readonly edge: number;
}

/** A file is refused for a closed reason; any other throw is a fault and counts as `unreadable`. */
export class PhotoRefused extends Error {
  readonly reason: PrepareFailure;

  constructor(reason: PrepareFailure) {
    super(reason);
    this.name = 'PhotoRefused';
    this.reason = reason;
  }
}
