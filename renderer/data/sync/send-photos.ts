import type { Bridge } from '#shared/bridge/contract.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { heldBack } from '#shared/sync/data-budget.ts';
import { afterUpload, nextPhotos } from '#shared/sync/photo-queue.ts';
import type { StoredPhoto } from '../local/local-db.ts';
import type { Replica } from '../replica/open-replica.ts';
import type { BudgetKeeper } from './budget-keeper.ts';
import type { Waits } from './waits.ts';

export interface PhotoSenderOptions {
  readonly replica: Replica;
  readonly bridge: Bridge;
  readonly waits: Waits;
  readonly budget: BudgetKeeper;
  /** Whether anything may be sent now: the center is in reach, and no person has paused it. */
  readonly allowed: () => boolean;
}

/** How many waiting entries are looked at for the next one to send. */
const WINDOW = 500;

/**
 * Sends waiting photos. Rule T1: thumbnails before pictures, records before both, and no more than the budget allows. A
 * photo is received when the center has said so, never before; one that fails holds up nothing, and one that is held back
 * stays as it is.
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
    await this.#options.replica.local.photos.where('state').equals('failed').modify({ state: 'waiting', attempts: 0, reason: '' });
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
    while (!this.#closed && this.#options.allowed()) {
      const photos = await this.#pick(skip);
      if (photos.length === 0) break;
      const errors = await Promise.all(photos.map((photo) => this.#send(photo)));
      photos.forEach(({ hash }, index) => !isPassing(errors[index] ?? null) && skip.add(hash));
      const passing = errors.find(isPassing) ?? null;
      failures = passing === null ? 0 : failures + 1;
      if (passing !== null) await this.#options.waits.backoff(passing, failures);
    }
  }

  async #send(photo: StoredPhoto): Promise<LinkError | null> {
    const { bridge, replica, budget } = this.#options;
    const result = await bridge.invoke('photo.upload', { hash: photo.hash, type: photo.type });
    const { state, reason, attempts } = afterUpload(photo, result);
    await replica.local.photos.update(photo.hash, { state, reason, attempts });
    if (result.ok) await budget.used(photo.size);
    return result.ok ? null : result.error;
  }

  async #pick(skip: ReadonlySet<string>): Promise<readonly StoredPhoto[]> {
    const { replica, budget } = this.#options;
    const { local, engine } = replica;
    const now = budget.now();
    const mayGo = (photo: StoredPhoto): boolean => !skip.has(photo.hash) && heldBack(photo, now) === null;
    const waiting = await local.photos.where('[state+order]').between(['waiting', 0], ['waiting', Infinity]).filter(mayGo).limit(WINDOW).toArray();
    const ids = [...new Set(waiting.map((photo) => photo.evidence))];
    const pendings = await engine.store.pendings('evidence', ids);
    // The center knows the record where it has the state that is here, or one that an edit here started from.
    const received = new Set(ids.filter((_, index) => pendings[index] === undefined || pendings[index]?.base !== null));
    return withinDay(nextPhotos(waiting, (evidence) => received.has(evidence)), (photo, sent) => heldBack(photo, { ...now, usedToday: now.usedToday + sent }) === null);
  }
}

/** Offline and busy pass by themselves; the rest is about the photo. */
function isPassing(error: LinkError | null): boolean {
  return error !== null && (error.kind === 'offline' || error.kind === 'busy');
}

/** Of photos that go side by side, those that the day's limit has room for together. */
function withinDay(photos: readonly StoredPhoto[], fits: (photo: StoredPhoto, sent: number) => boolean): readonly StoredPhoto[] {
  let sent = 0;
  return photos.filter((photo) => {
    if (!fits(photo, sent)) return false;
    sent += photo.size;
    return true;
  });
}
