import { createStore, type StoreApi } from 'zustand';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Data } from '../../data/hooks/data-context.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import type { PhotoPreparer } from '../../data/photos/prepare/photo-preparer.ts';
import { isUnderway, newJob, type FileOutcome, type ImportJob } from './import-job.ts';
import { runImport } from './run-import.ts';
import { settleDay } from './settle-day.ts';
import { warnOnClose } from './warn-on-close.ts';

interface Running {
  readonly stop: AbortController;
  readonly onDone: ((kept: readonly Evidence[]) => void) | undefined;
}

/** All batches of one replica, one at work at a time in the order in which they came. They go on whatever the screen shows. */
export class ImportQueue {
  readonly jobs: StoreApi<readonly ImportJob[]> = createStore<readonly ImportJob[]>(() => []);
  readonly #data: Pick<Data, 'photos' | 'writer' | 'enrolment' | 'bridge'>;
  readonly #preparer: PhotoPreparer;
  readonly #running = new Map<number, Running>();
  #lastId = 0;
  #busy = false;

  constructor(data: Pick<Data, 'photos' | 'writer' | 'enrolment' | 'bridge'>, preparer: PhotoPreparer) {
    this.#data = data;
    this.#preparer = preparer;
    warnOnClose(this.jobs, (jobs) => jobs.some(isUnderway));
  }

  /** Adds a batch. `onDone` gets what was kept when it is through. */
  start(files: readonly File[], purpose: PhotoPurpose, onDone?: (kept: readonly Evidence[]) => void): void {
    if (files.length === 0) return;
    this.#lastId += 1;
    this.#running.set(this.#lastId, { stop: new AbortController(), onDone });
    const job = newJob(this.#lastId, files, purpose);
    this.jobs.setState((jobs) => [...jobs.filter((other) => !isClean(other)), job], true);
    void this.#next();
  }

  /** Stops after the photo at hand; what is kept stays. */
  stop(id: number): void {
    this.#change(id, ({ state }) => (state === 'waiting' ? { state: 'stopped' } : state === 'running' ? { state: 'stopping' } : {}));
    this.#running.get(id)?.stop.abort();
  }

  /** Goes on with what a stop, or a full disk, left. */
  resume(id: number): void {
    this.#running.set(id, { stop: new AbortController(), onDone: this.#running.get(id)?.onDone });
    this.#change(id, () => ({ state: 'waiting', space: null }));
    void this.#next();
  }

  /** The day of the photos of a batch that say none; for those to come, too. */
  giveDay(id: number, day: string): void {
    this.#change(id, () => ({ givenDay: day }));
    void this.#settle(id);
  }

  dismiss(id: number): void {
    this.#running.delete(id);
    this.jobs.setState((jobs) => jobs.filter((job) => job.id !== id), true);
  }

  async #next(): Promise<void> {
    const job = this.jobs.getState().find(({ state }) => state === 'waiting');
    if (this.#busy || job === undefined) return;
    const { stop, onDone } = this.#running.get(job.id) ?? { stop: new AbortController(), onDone: undefined };
    this.#busy = true;
    this.#change(job.id, () => ({ state: 'running' }));
    const kept: Evidence[] = [];
    const end = await runImport(this.#data, this.#preparer, job, stop.signal, {
      givenDay: () => this.#jobOf(job.id)?.givenDay ?? null,
      working: (name) => this.#change(job.id, () => ({ current: name })),
      outcome: (index, outcome) => {
        if (outcome.status === 'kept') kept.push(outcome.record);
        this.#put(job.id, index, outcome);
      },
    });
    this.#change(job.id, () => end);
    await this.#settle(job.id);
    this.#busy = false;
    onDone?.(kept);
    void this.#next();
  }

  async #settle(id: number): Promise<void> {
    const job = this.#jobOf(id);
    if (job !== undefined) await settleDay(this.#data.writer, job, (index, outcome) => this.#put(id, index, outcome));
  }

  #jobOf(id: number): ImportJob | undefined {
    return this.jobs.getState().find((job) => job.id === id);
  }

  #put(id: number, index: number, outcome: FileOutcome): void {
    this.#change(id, ({ outcomes }) => ({ outcomes: new Map(outcomes).set(index, outcome) }));
  }

  #change(id: number, make: (job: ImportJob) => Partial<ImportJob>): void {
    this.jobs.setState((jobs) => jobs.map((job) => (job.id === id ? { ...job, ...make(job) } : job)), true);
  }
}

/** A batch that leaves nothing to be said makes room for the next. */
function isClean(job: ImportJob): boolean {
  return job.state === 'done' && [...job.outcomes.values()].every(({ status }) => status === 'kept');
}
