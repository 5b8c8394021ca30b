import type { Dexie } from 'dexie';

/** How long after a failed try a database is opened again, milliseconds. */
const AGAIN_MS = 3_000;

/**
 * Opens databases again that the browser itself closed. Chromium does that to all of them when the disk is full: without
 * this, nothing could be saved or read until the window is loaded anew, although room was made meanwhile.
 */
export interface Reopener {
  /** Looks after a database that is not open yet. */
  watch(database: Dexie): void;
  /** The databases are about to be closed for good. */
  stop(): void;
}

export function createReopener(): Reopener {
  let stopped = false;
  const waiting = new Set<ReturnType<typeof setTimeout>>();

  const open = async (database: Dexie): Promise<void> => {
    if (stopped || database.isOpen()) return;
    try {
      await database.open();
    } catch {
      const timer = setTimeout(() => {
        waiting.delete(timer);
        void open(database);
      }, AGAIN_MS);
      waiting.add(timer);
    }
  };
  return {
    watch(database) {
      // The connection's own event, which comes only where the browser closed it, and after Dexie's own listener.
      const attach = (): void => database.backendDB().addEventListener('close', () => void open(database), { once: true });
      database.on('ready', attach, true);
    },
    stop() {
      stopped = true;
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}
