import { createLane, type Lane } from './lane.ts';
import type { Preparation } from './prepared-photo.ts';

/** The county's limit for the longer edge where none is known, in pixels. */
const DEFAULT_EDGE = 1600;

/** Where a run stands: photos made, files refused, files in all. */
export interface PrepareProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export interface PrepareRun {
  /** Longer edge of the stored pictures in pixels: `photoEdge` of the enrolment. */
  readonly edge?: number;
  /** Stops the run: it ends at once, without an error; what was handed out before stays. */
  readonly signal?: AbortSignal;
  /** Called before the first photo and with each result. */
  readonly onProgress?: (progress: PrepareProgress) => void;
}

/** What became of a file, and its place in the list that was given. */
export type PrepareResult = Preparation & { readonly index: number };

export interface PhotoPreparer {
  /**
   * Prepares files and hands each result out as it is done, in no fixed order. No more results than workers and the one
   * in the caller's hand are in memory: the next is made only as the caller comes back for it. Never throws for a file.
   */
  prepare(files: Iterable<File>, run?: PrepareRun): AsyncGenerator<PrepareResult, void, void>;
}

export interface PhotoPreparerOptions {
  /** Workers at a time; the default is one for each processor, two at most: they yield to the screen as processes of their own do. */
  readonly workers?: number;
  /** A file that takes longer is given up, in milliseconds. */
  readonly timeoutMs?: number;
  readonly createWorker?: () => Worker;
}

const defaultWorkers = () => Math.max(1, Math.min(2, navigator.hardwareConcurrency));
const newWorker = () => new Worker(new URL('./prepare-worker.ts', import.meta.url), { type: 'module', name: 'photos' });

/** Makes the preparer of photos. Workers live as long as a run, so that the memory of a large import goes back with its end. */
export function createPhotoPreparer({ workers = defaultWorkers(), timeoutMs = 60_000, createWorker = newWorker }: PhotoPreparerOptions = {}): PhotoPreparer {
  return {
    prepare: (files, run = {}) =>
      prepareAll(
        [...files],
        Array.from({ length: workers }, () => createLane(createWorker, timeoutMs)),
        run,
      ),
  };
}

interface Finished {
  readonly lane: Lane;
  readonly result: PrepareResult;
}

async function* prepareAll(files: readonly File[], idle: Lane[], { edge = DEFAULT_EDGE, signal, onProgress }: PrepareRun): AsyncGenerator<PrepareResult, void, void> {
  const lanes = [...idle];
  const running = new Map<Lane, Promise<Finished>>();
  const waiting = files.entries();
  const progress = { done: 0, failed: 0, total: files.length };
  const start = () => {
    for (let lane = idle.pop(); lane !== undefined; lane = idle.pop()) {
      const next = waiting.next();
      if (next.done === true) return;
      running.set(lane, prepareOn(lane, next.value, edge));
    }
  };
  const stop = stopping(signal);
  try {
    onProgress?.({ ...progress });
    start();
    while (running.size > 0) {
      const finished = await Promise.race([stop.stopped, ...running.values()]);
      if (finished === 'stopped') return;
      running.delete(finished.lane);
      idle.push(finished.lane);
      start();
      progress[finished.result.ok ? 'done' : 'failed'] += 1;
      onProgress?.({ ...progress });
      yield finished.result;
    }
  } finally {
    stop.forget();
    for (const lane of lanes) lane.close();
  }
}

async function prepareOn(lane: Lane, [index, file]: readonly [number, File], edge: number): Promise<Finished> {
  const preparation = await lane.prepare({ file, edge });
  return { lane, result: { ...preparation, index } };
}

/** A promise of the signal's abort, and how to stop listening for it. */
function stopping(signal: AbortSignal | undefined): { readonly stopped: Promise<'stopped'>; forget(): void } {
  const listening = new AbortController();
  const stopped = new Promise<'stopped'>((resolve) => {
    if (signal?.aborted === true) resolve('stopped');
    signal?.addEventListener('abort', () => resolve('stopped'), { signal: listening.signal });
  });
  return { stopped, forget: () => listening.abort() };
}
