import { createStore, type StoreApi } from 'zustand';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { Data } from '../../data/hooks/data-context.ts';
import { ImportNotes } from '../../data/photos/import-notes.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import type { PhotoPreparer } from '../../data/photos/prepare/photo-preparer.ts';
import { estimatedBytes, lackingRoom } from '../../data/photos/room-for-photos.ts';
import { interruptedJob, isUnderway, leftOf, newJob, summaryOf, type FileOutcome, type ImportJob } from './import-job.ts';
import { runImport, type ImportEnd } from './run-import.ts';
import { settleDay } from './settle-day.ts';
import { warnOnClose } from './warn-on-close.ts';

interface Running {
  readonly stop: AbortController;
  readonly onDone: ((kept: readonly Evidence[]) => void) | undefined;
}

type Needs = Pick<Data, 'photos' | 'writer' | 'enrolment' | 'bridge' | 'replica' | 'clock'>;

/** All batches of one replica, one at work at a time in the order in which they came. They go on whatever the screen shows. */
export class ImportQueue {
  readonly jobs: StoreApi<readonly ImportJob[]> = createStore<readonly ImportJob[]>(() => []);
  readonly #data: Needs;
  readonly #preparer: PhotoPreparer;
  readonly #notes: ImportNotes;
  readonly #running = new Map<number, Running>();
  #lastId = 0;
  #busy = false;

  constructor(data: Needs, preparer: PhotoPreparer) {
    this.#data = data;
    this.#preparer = preparer;
    this.#notes = new ImportNotes(data.replica.local);
    warnOnClose(this.jobs, (jobs) => jobs.some(isUnderway));
    void this.#bringBack();
  }

  /** Adds a batch. `onDone` gets what was kept when it is through. */
  start(files: readonly File[], purpose: PhotoPurpose, onDone?: (kept: readonly Evidence[]) => void): void {
    if (files.length === 0) return;
    const id = this.#nextId();
    this.#running.set(id, { stop: new AbortController(), onDone });
    const job = newJob(id, `${this.#data.clock.now()}-${id}`, files, purpose);
    for (const other of this.jobs.getState()) if (isClean(other)) void this.#notes.end(other.key);
    this.jobs.setState((jobs) => [...jobs.filter((other) => !isClean(other)), job], true);
    void this.#notes.begin(job.key, job.names, purpose);
    void this.#next();
  }

  /** Stops after the photo at hand; what is kept stays. */
  stop(id: number): void {
    this.#change(id, ({ state }) => (state === 'waiting' ? { state: 'stopped' } : state === 'running' ? { state: 'stopping' } : {}));
    this.#running.get(id)?.stop.abort();
  }

  /**
   * Goes on with what a stop, or a full disk, left.
   * @param anyway also where there is not room for all of it
   */
  resume(id: number, anyway = false): void {
    this.#running.set(id, { stop: new AbortController(), onDone: this.#running.get(id)?.onDone });
    this.#change(id, () => ({ state: 'waiting', space: null, anyway }));
    void this.#next();
  }

  /** Files chosen again for a batch that a former run did not finish. What is still left of it stays to be read. */
  chooseAgain(id: number, files: readonly File[]): void {
    const job = this.#jobOf(id);
    if (job === undefined || files.length === 0) return;
    this.start(files, job.purpose);
    const chosen = new Set(files.map(({ name }) => name));
    const left = summaryOf(job).left.filter((name) => !chosen.has(name));
    if (left.length === 0) return this.dismiss(id);
    this.#change(id, () => ({ names: left, outcomes: new Map() }));
    void this.#notes.end(job.key).then(() => this.#notes.begin(job.key, left, job.purpose));
  }

  /** The day of the photos of a batch that say none; for those to come, too. */
  giveDay(id: number, day: string): void {
    this.#change(id, () => ({ givenDay: day }));
    void this.#settle(id);
  }

  /** Files photos of a batch under an activity or an item; answers whether all of them were saved. */
  async file(id: number, photos: readonly Evidence[], under: Partial<Pick<Evidence, 'activity' | 'item'>>): Promise<boolean> {
    let all = true;
    for (const photo of photos) {
      const saved = await this.#data.writer.update('evidence', photo.id, under);
      all &&= saved.ok;
      const place = [...(this.#jobOf(id)?.outcomes ?? [])].find(([, outcome]) => outcome.status === 'kept' && outcome.record.id === photo.id)?.[0];
      if (saved.ok && place !== undefined) this.#put(id, place, { status: 'kept', record: saved.record });
    }
    return all;
  }

  dismiss(id: number): void {
    this.#running.delete(id);
    const job = this.#jobOf(id);
    if (job !== undefined) void this.#notes.end(job.key);
    this.jobs.setState((jobs) => jobs.filter((other) => other.id !== id), true);
  }

  /** Batches that the program's end left half done. */
  async #bringBack(): Promise<void> {
    const unfinished = await this.#notes.unfinished().catch(() => []);
    for (const found of unfinished) {
      const job = interruptedJob(this.#nextId(), found);
      if (leftOf(job).length === 0) await this.#notes.end(job.key);
      else this.jobs.setState((jobs) => [job, ...jobs], true);
    }
  }

  async #next(): Promise<void> {
    const job = this.jobs.getState().find(({ state }) => state === 'waiting');
    if (this.#busy || job === undefined) return;
    const { stop, onDone } = this.#running.get(job.id) ?? { stop: new AbortController(), onDone: undefined };
    this.#busy = true;
    this.#change(job.id, () => ({ state: 'running' }));
    const kept: Evidence[] = [];
    const end = await this.#run(job, stop.signal, kept);
    this.#change(job.id, () => end);
    await this.#settle(job.id);
    const after = this.#jobOf(job.id);
    if (after !== undefined && leftOf(after).length === 0) await this.#notes.end(job.key);
    this.#busy = false;
    onDone?.(kept);
    void this.#next();
  }

  async #run(job: ImportJob, signal: AbortSignal, kept: Evidence[]): Promise<ImportEnd> {
    const { bridge, enrolment } = this.#data;
    const left = leftOf(job).flatMap((index) => job.files[index] ?? []);
    const space = job.anyway ? null : await lackingRoom(bridge, estimatedBytes(left, enrolment.photoEdge));
    if (space !== null) return { state: 'noRoom', space };
    return runImport(this.#data, this.#preparer, job, signal, {
      givenDay: () => this.#jobOf(job.id)?.givenDay ?? null,
      working: (name) => this.#change(job.id, () => ({ current: name })),
      outcome: (index, outcome) => {
        if (outcome.status === 'kept') kept.push(outcome.record);
        this.#put(job.id, index, outcome);
        this.#note(job.key, index, outcome);
      },
    });
  }

  #note(key: string, index: number, outcome: FileOutcome): void {
    if (outcome.status === 'failed' && outcome.reason === 'notSaved') return;
    void this.#notes.mark(key, index, outcome.status === 'failed' ? (outcome.reason as Exclude<typeof outcome.reason, 'notSaved'>) : 'kept');
  }

  async #settle(id: number): Promise<void> {
    const job = this.#jobOf(id);
    if (job !== undefined) await settleDay(this.#data.writer, job, (index, outcome) => this.#put(id, index, outcome));
  }

  #nextId(): number {
    return (this.#lastId += 1);
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
