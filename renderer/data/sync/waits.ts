import type { Random } from '#shared/ports/random.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { backoffMs } from '#shared/sync/backoff.ts';
import { breathe } from './breathe.ts';

/** All waiting of the sync, so that the return of the network ends it at once. */
export interface Waits {
  /** Resolves when other saves of this moment have been made. */
  gather(): Promise<void>;
  /** Resolves after the wait that the error and the number of failures ask for, or when {@link wake} is called. */
  backoff(error: LinkError, attempt: number): Promise<void>;
  /** Resolves when the screens had their turn. */
  breathe(): Promise<void>;
  /** Ends every backoff. */
  wake(): void;
}

/** Records that are saved within this time share one request. */
const GATHER_MS = 15;

export function createWaits(random: Random): Waits {
  const sleepers = new Set<() => void>();
  return {
    gather: () => new Promise((resolve) => setTimeout(resolve, GATHER_MS)),
    breathe,
    backoff: (error, attempt) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          sleepers.delete(end);
          resolve();
        };
        const timer = setTimeout(end, backoffMs(error, attempt, random));
        sleepers.add(end);
      }),
    wake() {
      for (const end of sleepers) end();
    },
  };
}
