import { createStore, useStore, type StoreApi } from 'zustand';
import type { Evidence } from '#shared/domain/evidence.ts';
import { useData, type Data } from '../../data/hooks/data-context.ts';
import type { PhotoPurpose } from '../../data/photos/photo-intake.ts';
import { createPhotoPreparer, type PhotoPreparer } from '../../data/photos/prepare/photo-preparer.ts';
import { isUnderway, newJob, type FileOutcome, type ImportJob } from './import-job.ts';
import { runImport } from './run-import.ts';
import { settleDay } from './settle-day.ts';
import { warnOnClose } from './warn-on-close.ts';

/** All imports of one replica. They go on whatever the screen shows. */
export interface ImportStore {
  readonly jobs: readonly ImportJob[];
  /** Adds a batch; one runs at a time, in the order in which they came. `onDone` gets what was kept. */
  readonly start: (files: readonly File[], purpose: PhotoPurpose, onDone?: (kept: readonly Evidence[]) => void) => void;
  /** Stops after the photo at hand; what is kept stays. */
  readonly stop: (id: number) => void;
  /** Goes on with what a stop, or a full disk, left. */
  readonly resume: (id: number) => void;
  /** The day of the photos of a batch that say none. */
  readonly giveDay: (id: number, day: string) => void;
  readonly dismiss: (id: number) => void;
}

interface Running {
  readonly stop: AbortController;
  readonly onDone: ((kept: readonly Evidence[]) => void) | undefined;
}

/** The imports of one replica; see {@link useImports}. */
export function createImportStore(data: Pick<Data, 'photos' | 'writer' | 'enrolment' | 'bridge'>, preparer: PhotoPreparer = createPhotoPreparer()): StoreApi<ImportStore> {
  const running = new Map<number, Running>();
  let lastId = 0;
  let busy = false;

  const store = createStore<ImportStore>(() => ({
    jobs: [],
    start(files, purpose, onDone) {
      if (files.length === 0) return;
      lastId += 1;
      running.set(lastId, { stop: new AbortController(), onDone });
      const job = newJob(lastId, files, purpose);
      store.setState(({ jobs }) => ({ jobs: [...jobs.filter((other) => !isClean(other)), job] }));
      void next();
    },
    stop(id) {
      change(id, (job) => (job.state === 'waiting' ? { state: 'stopped' } : job.state === 'running' ? { state: 'stopping' } : {}));
      running.get(id)?.stop.abort();
    },
    resume(id) {
      running.set(id, { stop: new AbortController(), onDone: running.get(id)?.onDone });
      change(id, () => ({ state: 'waiting', space: null }));
      void next();
    },
    giveDay(id, day) {
      change(id, () => ({ givenDay: day }));
      void settle(id);
    },
    dismiss(id) {
      running.delete(id);
      store.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
    },
  }));

  function change(id: number, make: (job: ImportJob) => Partial<ImportJob>): void {
    store.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...make(job) } : job)) }));
  }

  const put = (id: number, index: number, outcome: FileOutcome): void => change(id, ({ outcomes }) => ({ outcomes: new Map(outcomes).set(index, outcome) }));
  const jobOf = (id: number): ImportJob | undefined => store.getState().jobs.find((job) => job.id === id);

  async function settle(id: number): Promise<void> {
    const job = jobOf(id);
    if (job !== undefined) await settleDay(data.writer, job, (index, outcome) => put(id, index, outcome));
  }

  async function next(): Promise<void> {
    const job = store.getState().jobs.find((waiting) => waiting.state === 'waiting');
    if (busy || job === undefined) return;
    const own = running.get(job.id) ?? { stop: new AbortController(), onDone: undefined };
    busy = true;
    change(job.id, () => ({ state: 'running' }));
    const kept: Evidence[] = [];
    const end = await runImport(data, preparer, job, own.stop.signal, {
      givenDay: () => jobOf(job.id)?.givenDay ?? null,
      working: (name) => change(job.id, () => ({ current: name })),
      outcome(index, outcome) {
        if (outcome.status === 'kept') kept.push(outcome.record);
        put(job.id, index, outcome);
      },
    });
    change(job.id, () => end);
    await settle(job.id);
    busy = false;
    own.onDone?.(kept);
    void next();
  }

  warnOnClose(store, ({ jobs }) => jobs.some(isUnderway));
  return store;
}

/** A batch that leaves nothing to be said makes room for the next. */
function isClean(job: ImportJob): boolean {
  return job.state === 'done' && [...job.outcomes.values()].every(({ status }) => status === 'kept');
}

const shared = new WeakMap<Data['photos'], StoreApi<ImportStore>>();

function importStoreOf(data: Data): StoreApi<ImportStore> {
  const known = shared.get(data.photos);
  if (known !== undefined) return known;
  const made = createImportStore(data);
  shared.set(data.photos, made);
  return made;
}

/** The imports of the open replica. */
export function useImports(): ImportStore {
  return useStore(importStoreOf(useData()));
}

/** How to begin an import, for those that show none. */
export function useStartImport(): ImportStore['start'] {
  return useStore(importStoreOf(useData()), (store) => store.start);
}
