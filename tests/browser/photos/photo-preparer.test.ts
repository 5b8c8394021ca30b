import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPhotoPreparer, type PrepareProgress, type PrepareResult } from '../../../renderer/data/photos/prepare/photo-preparer.ts';
import { corners, encoded, fileOf } from '../../support/photos.ts';
import { collect } from '../../support/prepare-photos.ts';

let picture: Uint8Array<ArrayBuffer> = new Uint8Array();
beforeAll(async () => {
  picture = await encoded(corners(320, 240), 'image/jpeg');
});

const good = (count: number) => Array.from({ length: count }, (_, index) => fileOf(picture, `${index}.jpg`));
const bad = (name: string) => fileOf(new TextEncoder().encode('no photo at all'), name);

/** A worker that does what the text says with each request. */
function workerOf(source: string): Worker {
  return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
}

/** A worker that answers each request at once. */
function refusingWorker(): Worker {
  return workerOf(`onmessage = ({ data }) => postMessage({ ok: false, name: data.file.name, reason: 'notAPhoto', detail: '' })`);
}

const reasonOf = (result: PrepareResult | void) => (result?.ok === false ? result.reason : 'none');

/** Counts the requests that workers were given. */
function countingWorkers(): { readonly create: () => Worker; given(): number } {
  let given = 0;
  const create = () => {
    const worker = refusingWorker();
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (message: unknown) => {
      given += 1;
      post(message);
    };
    return worker;
  };
  return { create, given: () => given };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the photo preparer', () => {
  it('hands out every file once, the bad ones with their reason, and counts them', async () => {
    const counts: PrepareProgress[] = [];
    const files = [bad('x.jpg'), ...good(5), bad('y.jpg')];
    const results = await collect(createPhotoPreparer({ workers: 2 }).prepare(files, { onProgress: (progress) => counts.push(progress) }));
    expect(results.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(results.filter(({ ok }) => !ok).map(({ name }) => name).toSorted()).toEqual(['x.jpg', 'y.jpg']);
    expect(counts.at(0)).toEqual({ done: 0, failed: 0, total: 7 });
    expect(counts.at(-1)).toEqual({ done: 5, failed: 2, total: 7 });
    expect(counts).toHaveLength(8);
  });

  it('ends at once where there is nothing to do', async () => {
    expect(await collect(createPhotoPreparer().prepare([]))).toEqual([]);
  });

  it('makes no more than one photo a worker beyond the one in hand', async () => {
    const { create, given } = countingWorkers();
    let taken = 0;
    for await (const result of createPhotoPreparer({ workers: 2, createWorker: create }).prepare(good(12))) {
      taken += 1;
      expect(result.ok).toBe(false);
      // Lets the workers answer what they have: a run that did not wait for its caller would be far ahead by then.
      await createImageBitmap(new Blob([picture]));
      expect(given()).toBeLessThanOrEqual(taken + 2);
    }
    expect(given()).toBe(12);
  });

  it('stops at a signal, keeping what was handed out', async () => {
    const { create, given } = countingWorkers();
    const stop = new AbortController();
    const results = [];
    for await (const result of createPhotoPreparer({ workers: 1, createWorker: create }).prepare(good(10), { signal: stop.signal })) {
      results.push(result);
      if (results.length === 3) stop.abort();
    }
    expect(results).toHaveLength(3);
    expect(given()).toBeLessThanOrEqual(4);
  });

  it('stops while a worker is at work', async () => {
    const stop = new AbortController();
    const run = createPhotoPreparer({ workers: 1, createWorker: () => workerOf('onmessage = () => {}') }).prepare(good(2), { signal: stop.signal });
    const first = run.next();
    stop.abort();
    expect(await first).toEqual({ done: true, value: undefined });
  });

  it('fails one file alone where a worker crashes, and goes on with another worker', async () => {
    const workers = [workerOf('onmessage = () => { throw new Error("out of memory") }'), refusingWorker()];
    const results = await collect(createPhotoPreparer({ workers: 1, createWorker: () => workers.shift() ?? refusingWorker() }).prepare(good(3)));
    expect(results.map(reasonOf)).toEqual(['unreadable', 'notAPhoto', 'notAPhoto']);
    expect(workers).toEqual([]);
  });

  it('fails one file alone where a worker does not answer for a minute, and goes on with another worker', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const workers = [workerOf('onmessage = () => {}'), refusingWorker()];
    const run = createPhotoPreparer({ workers: 1, createWorker: () => workers.shift() ?? refusingWorker() }).prepare(good(3));
    const first = run.next();
    await vi.advanceTimersByTimeAsync(60_000);
    const results = [(await first).value, ...(await collect(run))];
    expect(results.map(reasonOf)).toEqual(['unreadable', 'notAPhoto', 'notAPhoto']);
  });
});
