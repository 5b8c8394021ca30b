import { mkdir, readFile, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PhotoCacheState } from '#shared/bridge/photo-cache.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { isSystemError, writeThenMove } from '../files/atomic-write.ts';
import { freeBytesOf } from '../files/free-bytes.ts';
import { sha256Of } from '../files/sha256.ts';
import { describe, type Log } from '../log.ts';
import { Turns } from '../vault/turns.ts';
import { pathIn, scanCache, temporaryIn } from './cache-folder.ts';
import { readLimit, writeLimit } from './cache-limit.ts';
import { Shelf } from './shelf.ts';

/** Files up to this size, bytes, count as thumbnails. */
const THUMBNAIL = 256 * 1024;
/** The part of the limit that originals never push thumbnails out of. */
const THUMBNAIL_SHARE = 0.25;
/** Bytes that stay free on the disk: the vault and the replica come first. */
const RESERVE = 512 * 1024 * 1024;

export interface PhotoCacheOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly reserveBytes?: number;
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/**
 * Photos that the center has and this machine only looked at, up to a limit; the longest unused go first. The folder is the
 * whole bookkeeping: a file's date is when it was used last, so that there is no index that a kill could leave wrong.
 */
export class PhotoCache {
  readonly #options: PhotoCacheOptions;
  readonly #thumbnails = new Shelf();
  readonly #originals = new Shelf();
  readonly #reading = new Map<string, number>();
  /** Reading and removing of one photo take turns; so does all that changes how much there is, under one name. */
  readonly #turns = new Turns();
  #limit = 0;
  #opened: Promise<void> | null = null;

  constructor(options: PhotoCacheOptions) {
    this.#options = options;
  }

  /** A photo's bytes, checked against their hash; an altered file is removed. Null where it is not cached. */
  async read(hash: string): Promise<Uint8Array | null> {
    try {
      await this.#open();
      if (this.#shelfOf(hash) === null) return null;
      this.#reading.set(hash, (this.#reading.get(hash) ?? 0) + 1);
      return await this.#turns.take(hash, () => this.#read(hash)).finally(() => this.#doneReading(hash));
    } catch (error) {
      this.#options.log.warn(`photo ${hash} could not be read from the cache: ${describe(error)}`);
      return null;
    }
  }

  /** Keeps a photo where there is room, and says whether it did: a full disk only means that it is fetched again. */
  put(hash: string, bytes: Uint8Array): Promise<boolean> {
    return this.#changing(async () => {
      try {
        await this.#open();
        if (this.#shelfOf(hash) !== null) return true;
        const allowed = await this.#allowed();
        if (sha256Of(bytes) !== hash) return false;
        const fits = bytes.length <= allowed;
        if (!(await this.#shrinkTo(fits ? allowed - bytes.length : allowed)) || !fits) return false;
        await this.#write(hash, bytes);
        return true;
      } catch (error) {
        this.#options.log.warn(`photo ${hash} was not cached: ${describe(error)}`);
        return false;
      }
    });
  }

  async state(): Promise<PhotoCacheState> {
    await this.#open();
    return { bytes: this.#bytes(), files: this.#thumbnails.files + this.#originals.files, limitBytes: this.#limit, freeBytes: await this.#free() };
  }

  /** Sets the limit for good, and removes what is over it. */
  async setLimit(bytes: number): Promise<PhotoCacheState> {
    await this.#changing(async () => {
      await this.#open();
      await writeLimit(this.#limitPath(), bytes);
      this.#limit = bytes;
      await this.#shrinkTo(await this.#allowed());
    });
    return this.state();
  }

  /** Removes every photo, also one that is being read, once it was read. */
  async clear(): Promise<PhotoCacheState> {
    await this.#changing(async () => {
      await this.#open();
      for (const hash of [...this.#originals.hashes(), ...this.#thumbnails.hashes()]) await this.#remove(hash);
    });
    return this.state();
  }

  /** Once a run, when it is first needed: a large folder takes a while, and a start must not wait for it. */
  #open(): Promise<void> {
    this.#opened ??= this.#scan().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  async #scan(): Promise<void> {
    const files = await scanCache(this.#options.folder);
    this.#limit = await readLimit(this.#limitPath(), this.#options.log);
    for (const { hash, size } of files) this.#shelfFor(size).use(hash, size);
    await this.#shrinkTo(await this.#allowed());
  }

  async #read(hash: string): Promise<Uint8Array | null> {
    const shelf = this.#shelfOf(hash);
    if (shelf === null) return null;
    const path = this.#path(hash);
    const bytes = await readFile(path).catch(absent);
    if (bytes === null || sha256Of(bytes) !== hash) {
      shelf.drop(hash);
      await rm(path, { force: true });
      this.#options.log.warn(`photo ${hash} in the cache was altered or gone, and is fetched anew`);
      return null;
    }
    shelf.use(hash, bytes.length);
    const now = this.#options.clock.now() / 1000;
    // A disk that takes no date costs the order after the next start, no more.
    await utimes(path, now, now).catch(() => undefined);
    return new Uint8Array(bytes);
  }

  async #write(hash: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(hash);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeThenMove(temporaryIn(this.#options.folder, hash), path, bytes, 'w');
    this.#shelfFor(bytes.length).use(hash, bytes.length);
    const now = this.#options.clock.now() / 1000;
    await utimes(path, now, now).catch(() => undefined);
  }

  /** Removes the longest unused until no more than so many bytes are left; false where what is being read stands in the way. */
  async #shrinkTo(bytes: number): Promise<boolean> {
    while (this.#bytes() > Math.max(0, bytes)) {
      const victim = this.#victim();
      if (victim === null) break;
      await this.#remove(victim);
    }
    return this.#bytes() <= bytes;
  }

  #victim(): string | null {
    const idle = (hash: string): boolean => !this.#reading.has(hash);
    const over = this.#thumbnails.bytes > this.#limit * THUMBNAIL_SHARE;
    const [first, second] = over ? [this.#thumbnails, this.#originals] : [this.#originals, this.#thumbnails];
    return first.oldest(idle) ?? second.oldest(idle);
  }

  #remove(hash: string): Promise<void> {
    return this.#turns.take(hash, async () => {
      await rm(this.#path(hash), { force: true });
      this.#shelfOf(hash)?.drop(hash);
    });
  }

  /** What the cache may take in all: its limit, and no more than leaves the reserve free. */
  async #allowed(): Promise<number> {
    return Math.min(this.#limit, this.#bytes() + (await this.#free()) - (this.#options.reserveBytes ?? RESERVE));
  }

  #free(): Promise<number> {
    return (this.#options.freeBytes ?? freeBytesOf)(this.#options.folder);
  }

  #changing<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take('', work);
  }

  #doneReading(hash: string): void {
    const left = (this.#reading.get(hash) ?? 1) - 1;
    if (left > 0) this.#reading.set(hash, left);
    else this.#reading.delete(hash);
  }

  #bytes(): number {
    return this.#thumbnails.bytes + this.#originals.bytes;
  }

  #shelfFor(size: number): Shelf {
    return size <= THUMBNAIL ? this.#thumbnails : this.#originals;
  }

  #shelfOf(hash: string): Shelf | null {
    return [this.#thumbnails, this.#originals].find((shelf) => shelf.has(hash)) ?? null;
  }

  #path(hash: string): string {
    return pathIn(this.#options.folder, hash);
  }

  #limitPath(): string {
    return join(this.#options.folder, 'limit.json');
  }
}

function absent(error: unknown): null {
  if (isSystemError(error, 'ENOENT')) return null;
  throw error;
}
