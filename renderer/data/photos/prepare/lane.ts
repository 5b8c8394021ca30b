import type { Preparation, PrepareRequest } from './prepared-photo.ts';

/** One worker after another, each preparing one photo at a time. */
export interface Lane {
  /** Prepares a photo; a worker that crashes or does not answer in time fails that photo alone, and is replaced. */
  prepare(request: PrepareRequest): Promise<Preparation>;
  /** Ends the worker. What it was at is never answered. */
  close(): void;
}

/** Makes a lane; its worker starts with the first photo. */
export function createLane(createWorker: () => Worker, timeoutMs: number): Lane {
  let worker: Worker | null = null;
  const close = () => {
    worker?.terminate();
    worker = null;
  };
  const prepare = (request: PrepareRequest) =>
    new Promise<Preparation>((resolve) => {
      const current = (worker ??= createWorker());
      const listening = new AbortController();
      const finish = (preparation: Preparation) => {
        clearTimeout(timer);
        listening.abort();
        resolve(preparation);
      };
      const fail = (detail: string) => {
        close();
        finish({ ok: false, name: request.file.name, reason: 'unreadable', detail });
      };
      const timer = setTimeout(() => fail(`the worker did not answer in ${timeoutMs} ms`), timeoutMs);
      const { signal } = listening;
      current.addEventListener('message', (event: MessageEvent<Preparation>) => finish(event.data), { signal });
      current.addEventListener('error', (event) => fail(`the worker failed: ${event.message}`), { signal });
      current.addEventListener('messageerror', () => fail('the answer of the worker could not be read'), { signal });
      current.postMessage(request);
    });
  return { prepare, close };
}
