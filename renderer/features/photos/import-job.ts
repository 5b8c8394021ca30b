import type { Evidence } from '#shared/domain/evidence.ts';
import type { UnfinishedImport } from '../../data/photos/import-notes.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import type { PrepareFailure } from '../../data/photos/prepare/prepared-photo.ts';
import type { Room } from '../../data/photos/room-for-photos.ts';

/** Why a file did not become evidence; `notSaved`: the photo is good, this machine could not keep it. */
export type ImportFailure = PrepareFailure | 'notSaved';

/** What became of one file. `keptBefore`: it was added by a run of the program that ended since. */
export type FileOutcome =
  | { readonly status: 'kept'; readonly record: Evidence }
  | { readonly status: 'keptBefore' }
  | { readonly status: 'duplicate'; readonly of: Evidence }
  | { readonly status: 'failed'; readonly reason: ImportFailure };

/** Bytes that the disk would need to have free, and has. Null where the machine does not say. */
export type Space = Room | null;

/** One batch of files on its way into the album. */
export interface ImportJob {
  readonly id: number;
  /** Names the batch in the notes, which outlive the program. */
  readonly key: string;
  readonly purpose: PhotoPurpose;
  /** Empty for a batch of a former run: a browser cannot open its files again. */
  readonly files: readonly File[];
  readonly names: readonly string[];
  /** By the file's place in {@link names}. */
  readonly outcomes: ReadonlyMap<number, FileOutcome>;
  /** The file that was worked on last. */
  readonly current: string;
  /** `noRoom`: nothing was begun, because the disk has no room for it; `interrupted`: the program ended in the middle. */
  readonly state: 'waiting' | 'running' | 'stopping' | 'stopped' | 'noRoom' | 'diskFull' | 'interrupted' | 'done';
  readonly space: Space;
  /** A person wants as many as there is room for. */
  readonly anyway: boolean;
  /** The day that a person gave for photos that say none, or null. */
  readonly givenDay: string | null;
}

/** A batch that waits for its turn. */
export function newJob(id: number, key: string, files: readonly File[], purpose: PhotoPurpose): ImportJob {
  return { id, key, purpose, files, names: files.map(({ name }) => name), outcomes: new Map(), current: '', state: 'waiting', space: null, anyway: false, givenDay: null };
}

/** A batch of a former run, for the person to choose again what is left of it. */
export function interruptedJob(id: number, { key, purpose, names, done }: UnfinishedImport): ImportJob {
  const outcomes = new Map([...done].map(([index, mark]): [number, FileOutcome] => [index, mark === 'kept' ? { status: 'keptBefore' } : { status: 'failed', reason: mark }]));
  return { ...newJob(id, key, [], purpose), names, outcomes, state: 'interrupted' };
}

/** How a batch came out, file by file in the order in which they were given. */
export interface ImportSummary {
  readonly kept: readonly Evidence[];
  /** Added by a run of the program that ended since. */
  readonly keptBefore: number;
  readonly duplicates: readonly { readonly name: string; readonly of: Evidence }[];
  readonly failed: readonly FailedFile[];
  /** Kept photos that do not say when they were taken. */
  readonly untimed: readonly Evidence[];
  /** Names of files that were not looked at, or could not be kept or read. */
  readonly left: readonly string[];
}

export interface FailedFile {
  readonly name: string;
  readonly reason: ImportFailure;
}

export function summaryOf(job: ImportJob): ImportSummary {
  const all = [...job.outcomes].toSorted(([a], [b]) => a - b).map(([index, outcome]) => ({ name: job.names[index] ?? '', outcome }));
  const kept = all.flatMap(({ outcome }) => (outcome.status === 'kept' ? [outcome.record] : []));
  return {
    kept,
    keptBefore: all.filter(({ outcome }) => outcome.status === 'keptBefore').length,
    duplicates: all.flatMap(({ name, outcome }) => (outcome.status === 'duplicate' ? [{ name, of: outcome.of }] : [])),
    failed: all.flatMap(({ name, outcome }) => (outcome.status === 'failed' ? [{ name, reason: outcome.reason }] : [])),
    untimed: kept.filter((record) => record.takenAt === ''),
    left: leftOf(job).map((index) => job.names[index] ?? ''),
  };
}

/** A file that could not be kept, or not be reached, can be tried again; a broken one stays broken. */
const PASSING: ReadonlySet<ImportFailure> = new Set(['notSaved', 'gone', 'locked']);

/** Places of the files that are still to be done. */
export function leftOf(job: Pick<ImportJob, 'names' | 'outcomes'>): readonly number[] {
  return job.names.flatMap((_, index) => {
    const outcome = job.outcomes.get(index);
    return outcome === undefined || (outcome.status === 'failed' && PASSING.has(outcome.reason)) ? [index] : [];
  });
}

/** True while a batch is being worked on or waits for its turn. */
export function isUnderway(job: ImportJob): boolean {
  return job.state === 'waiting' || job.state === 'running' || job.state === 'stopping';
}

/** Failed files by why they failed, the reason with most of them first. */
export function byReason(failed: readonly FailedFile[]): readonly { readonly reason: ImportFailure; readonly names: readonly string[] }[] {
  const reasons = [...new Set(failed.map(({ reason }) => reason))];
  return reasons.map((reason) => ({ reason, names: failed.filter((file) => file.reason === reason).map(({ name }) => name) })).toSorted((a, b) => b.names.length - a.names.length);
}
