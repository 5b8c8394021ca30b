import type { Bridge } from '#shared/bridge/contract.ts';
import { afterUpload, nextPhoto } from '#shared/sync/photo-queue.ts';
import type { LocalDb, StoredPhoto } from '../local/local-db.ts';
import type { Waits } from './waits.ts';

/** Sends waiting photos one after the other. */
export interface PhotoSender {
  /** Looks for something to send; does nothing where it is sending already. */
  wake(): void;
  /** Lets photos that had failed be tried again. */
  tryAgain(): Promise<void>;
  close(): void;
}

/** How many waiting entries are looked at for the next one to send. */
const WINDOW = 500;

/**
 * Rule T1: thumbnails before pictures, records before both. A photo is received when the center has said so, never
 * before; one that fails holds up nothing.
 */
export function createPhotoSender(local: LocalDb, bridge: Bridge, online: () => boolean, waits: Waits): PhotoSender {
  let running = false;
  let again = false;
  let closed = false;

  async function pick(skip: ReadonlySet<string>): Promise<StoredPhoto | null> {
    const waiting = await local.photos.where('[state+order]').between(['waiting', 0], ['waiting', Infinity]).filter((photo) => !skip.has(photo.hash)).limit(WINDOW).toArray();
    const unreceived = new Set<string>();
    const ids = [...new Set(waiting.map((photo) => photo.evidence))];
    const outbox = await local.outbox.bulkGet(ids.map((id): [string, string] => ['evidence', id]));
    const aside = await local.aside.bulkGet(ids.map((id): [string, string] => ['evidence', id]));
    const receipts = await local.receipts.bulkGet(ids.map((id): [string, string] => ['evidence', id]));
    ids.forEach((id, index) => {
      const known = receipts[index] !== undefined || (outbox[index] === undefined && aside[index] === undefined);
      if (!known) unreceived.add(id);
    });
    return nextPhoto(waiting, (evidence) => !unreceived.has(evidence)) as StoredPhoto | null;
  }

  async function run(): Promise<void> {
    const skip = new Set<string>();
    let failures = 0;
    while (!closed && online()) {
      const photo = await pick(skip);
      if (photo === null) break;
      const result = await bridge.invoke('photo.upload', { hash: photo.hash, type: photo.type });
      const next = afterUpload(photo, result);
      await local.photos.update(photo.hash, { state: next.state, reason: next.reason, attempts: next.attempts });
      if (result.ok) {
        failures = 0;
        continue;
      }
      skip.add(photo.hash);
      if (result.error.kind === 'offline' || result.error.kind === 'busy') {
        failures += 1;
        await waits.backoff(result.error, failures);
        skip.delete(photo.hash);
      }
    }
  }

  function wake(): void {
    if (running) {
      again = true;
      return;
    }
    running = true;
    void run()
      .catch((error: unknown) => bridge.invoke('app.report', { message: `photo sender: ${String(error)}`, stack: '' }))
      .finally(() => {
        running = false;
        if (again && !closed) {
          again = false;
          wake();
        }
      });
  }

  return {
    wake,
    async tryAgain() {
      await local.photos.where('state').equals('failed').modify({ state: 'waiting', attempts: 0, reason: '' });
      wake();
    },
    close() {
      closed = true;
    },
  };
}
