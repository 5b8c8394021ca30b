import type { Bridge } from '#shared/bridge/contract.ts';
import { afterUpload, nextPhoto } from '#shared/sync/photo-queue.ts';
import type { LocalDb, StoredPhoto } from '../local/local-db.ts';
import type { Waits } from './waits.ts';

export interface PhotoSenderOptions {
  readonly local: LocalDb;
  readonly bridge: Bridge;
  readonly waits: Waits;
  /** Whether the center is in reach now. */
  readonly online: () => boolean;
}

/** How many waiting entries are looked at for the next one to send. */
const WINDOW = 500;

/**
 * Sends waiting photos one after the other. Rule T1: thumbnails before pictures, records before both. A photo is received
 * when the center has said so, never before; one that fails holds up nothing.
 */
export class PhotoSender {
  readonly #options: PhotoSenderOptions;
  #running = false;
  #again = false;
  #closed = false;

  constructor(options: PhotoSenderOptions) {
    this.#options = options;
  }

  /** Looks for something to send; where it is sending already, it looks once more afterwards. */
  wake(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    void this.#run()
      .catch((error: unknown) => this.#options.bridge.invoke('app.report', { message: `photo sender: ${String(error)}`, stack: '' }).catch(() => undefined))
      .finally(() => this.#ended());
  }

  /** Lets photos that had failed be tried again. */
  async tryAgain(): Promise<void> {
    await this.#options.local.photos.where('state').equals('failed').modify({ state: 'waiting', attempts: 0, reason: '' });
    this.wake();
  }

  close(): void {
    this.#closed = true;
  }

  #ended(): void {
    this.#running = false;
    if (!this.#again || this.#closed) return;
    this.#again = false;
    this.wake();
  }

  async #run(): Promise<void> {
    const skip = new Set<string>();
    let failures = 0;
    while (!this.#closed && this.#options.online()) {
      const photo = await this.#pick(skip);
      if (photo === null) break;
      const error = await this.#send(photo);
      if (error === null) {
        failures = 0;
      } else if (error.kind === 'offline' || error.kind === 'busy') {
        failures += 1;
        await this.#options.waits.backoff(error, failures);
      } else {
        skip.add(photo.hash);
      }
    }
  }

  async #send(photo: StoredPhoto) {
    const result = await this.#options.bridge.invoke('photo.upload', { hash: photo.hash, type: photo.type });
    const { state, reason, attempts } = afterUpload(photo, result);
    await this.#options.local.photos.update(photo.hash, { state, reason, attempts });
    return result.ok ? null : result.error;
  }

  async #pick(skip: ReadonlySet<string>): Promise<StoredPhoto | null> {
    const { local } = this.#options;
    const waiting = await local.photos.where('[state+order]').between(['waiting', 0], ['waiting', Infinity]).filter((photo) => !skip.has(photo.hash)).limit(WINDOW).toArray();
    const ids = [...new Set(waiting.map((photo) => photo.evidence))];
    const keys = ids.map((id): [string, string] => ['evidence', id]);
    const [outbox, aside, receipts] = await Promise.all([local.outbox.bulkGet(keys), local.aside.bulkGet(keys), local.receipts.bulkGet(keys)]);
    const received = new Set(ids.filter((_, index) => receipts[index] !== undefined || (outbox[index] === undefined && aside[index] === undefined)));
    return nextPhoto(waiting, (evidence) => received.has(evidence)) as StoredPhoto | null;
  }
}
