import type { Evidence } from '#shared/domain/evidence.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import type { PrepareFailure } from '../../data/photos/prepare/prepared-photo.ts';

/** Why a file did not become evidence; `notSaved`: the photo is good, this machine could not keep it. */
export type ImportFailure = PrepareFailure | 'notSaved';

/** What became of one file. */
export type FileOutcome =
  | { readonly status: 'kept'; readonly record: Evidence }
  | { readonly status: 'duplicate'; readonly of: Evidence }
  | { readonly status: 'failed'; readonly reason: ImportFailure };

/** Bytes that the disk would need to have free, and has. Null where the machine does not say. */
export type Space = { readonly neededBytes: number; readonly freeBytes: number } | null;

/** One batch of files on its way into the album. */
export interface ImportJob {
  readonly id: number;
  readonly purpose: PhotoPurpose;
  readonly files: readonly File[];
  /** By the file's place in {@link files}. */
  readonly outcomes: ReadonlyMap<number, FileOutcome>;
  /** The file that was worked on last. */
  readonly current: string;
  readonly state: 'waiting' | 'running' | 'stopping' | 'stopped' | 'diskFull' | 'done';
  readonly space: Space;
  /** The day that a person gave for photos that say none, or null. */
  readonly givenDay: string | null;
}

/** A batch that waits for its turn. */
export function newJob(id: number, files: readonly File[], purpose: PhotoPurpose): ImportJob {
  return { id, purpose, files, outcomes: new Map(), current: '', state: 'waiting', space: null, givenDay: null };
}

/** How a batch came out, file by file in the order in which they were given. */
export interface ImportSummary {
  readonly kept: readonly Evidence[];
  readonly duplicates: readonly { readonly name: string; readonly of: Evidence }[];
  readonly failed: readonly { readonly name: string; readonly reason: ImportFailure }[];
  /** Kept photos that do not say when they were taken. */
  readonly untimed: readonly Evidence[];
  /** Files that were not looked at, or could not be kept. */
  readonly left: number;
}

export function summaryOf(job: ImportJob): ImportSummary {
  const all = [...job.outcomes].toSorted(([a], [b]) => a - b).map(([index, outcome]) => ({ name: job.files[index]?.name ?? '', outcome }));
  const kept = all.flatMap(({ outcome }) => (outcome.status === 'kept' ? [outcome.record] : []));
  return {
    kept,
    duplicates: all.flatMap(({ name, outcome }) => (outcome.status === 'duplicate' ? [{ name, of: outcome.of }] : [])),
    failed: all.flatMap(({ name, outcome }) => (outcome.status === 'failed' ? [{ name, reason: outcome.reason }] : [])),
    untimed: kept.filter((record) => record.takenAt === ''),
    left: leftOf(job).length,
  };
}

/** Places of the files that are still to be done. One that could not be kept can be tried again; a broken one stays broken. */
export function leftOf(job: Pick<ImportJob, 'files' | 'outcomes'>): readonly number[] {
  return job.files.flatMap((_, index) => {
    const outcome = job.outcomes.get(index);
    const open = outcome === undefined || (outcome.status === 'failed' && outcome.reason === 'notSaved');
    return open ? [index] : [];
  });
}

/** True while a batch is being worked on or waits for its turn. */
export function isUnderway(job: ImportJob): boolean {
  return job.state === 'waiting' || job.state === 'running' || job.state === 'stopping';
}
