import type { Data } from '../../data/hooks/data-context.ts';
import type { PhotoPreparer } from '../../data/photos/prepare/photo-preparer.ts';
import type { PreparedPhoto } from '../../data/photos/prepare/prepared-photo.ts';
import { leftOf, type FileOutcome, type ImportJob, type Space } from './import-job.ts';

/** What a run asks and tells while it goes. */
export interface ImportListener {
  /** The day that a person gave for photos that say none, as it is at this moment. */
  givenDay(): string | null;
  working(name: string): void;
  outcome(index: number, outcome: FileOutcome): void;
}

/** How a run ended. */
export type ImportEnd = Pick<ImportJob, 'state' | 'space'>;

type Needs = Pick<Data, 'photos' | 'enrolment' | 'bridge'>;
type Kept = FileOutcome | { readonly status: 'diskFull'; readonly space: Space };

/** Takes the files of a batch in that are still to be done, one after the other. Ends early at a stop or a full disk; a bad file ends nothing. */
export async function runImport(data: Needs, preparer: PhotoPreparer, job: ImportJob, signal: AbortSignal, listener: ImportListener): Promise<ImportEnd> {
  const left = leftOf(job);
  const files = left.flatMap((index) => job.files[index] ?? []);
  for await (const prepared of preparer.prepare(files, { edge: data.enrolment.photoEdge, signal })) {
    listener.working(prepared.name);
    const outcome: Kept = prepared.ok ? await keep(data, prepared, job, listener.givenDay()) : { status: 'failed', reason: prepared.reason };
    if (outcome.status === 'diskFull') return { state: 'diskFull', space: outcome.space };
    listener.outcome(left[prepared.index] ?? -1, outcome);
  }
  return { state: signal.aborted ? 'stopped' : 'done', space: null };
}

async function keep({ photos, bridge }: Needs, photo: PreparedPhoto, { purpose }: ImportJob, givenDay: string | null): Promise<Kept> {
  const given = photo.facts.takenAt === '' && givenDay !== null;
  const facts = given ? { ...photo.facts, takenSource: 'given' as const } : photo.facts;
  try {
    const taken = await photos.take({ ...photo, facts }, given ? { ...purpose, occurredOn: givenDay } : purpose);
    if (taken.ok) return { status: 'kept', record: taken.record };
    if (taken.reason === 'duplicate') return { status: 'duplicate', of: taken.of };
    if (taken.reason === 'vault' && taken.error.kind === 'diskFull') return { status: 'diskFull', space: taken.error };
    if (taken.reason === 'storage' && isQuota(taken.detail)) return { status: 'diskFull', space: null };
    return { status: 'failed', reason: 'notSaved' };
  } catch (error) {
    if (isQuota(String(error))) return { status: 'diskFull', space: null };
    void bridge.invoke('app.report', { message: `import of a photo: ${String(error)}`.slice(0, 4_000), stack: '' }).catch(() => null);
    return { status: 'failed', reason: 'notSaved' };
  }
}

/** IndexedDB says a full disk by this name. */
function isQuota(detail: string): boolean {
  return detail.includes('QuotaExceeded');
}
