import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import type { VaultError } from '#shared/bridge/contract.ts';
import { failed, ok, type Result } from '#shared/protocol/errors.ts';
import { isSystemError, syncFolder, writeThenMove } from '../files/atomic-write.ts';
import { freeBytesOf } from '../files/free-bytes.ts';
import { sha256Of, sha256OfFile } from '../files/sha256.ts';
import { describe, type Log } from '../log.ts';
import { Turns } from './turns.ts';

export interface VaultOptions {
  readonly folder: string;
  readonly log: Log;
  /** Bytes that must stay free beside the photo, so that the replica can still be written. */
  readonly reserveBytes?: number;
  /** Free bytes of the disk that holds a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** What a look at a photo's file found; one that was altered was set aside and is missing from then on. */
export type Found = 'whole' | 'missing' | 'altered';

/** Photos by the SHA-256 (hex) of their bytes. What it says it has is whole: altered files are set aside and count as missing. */
export interface Vault {
  put(hash: string, bytes: Uint8Array): Promise<Result<{ readonly hash: string }, VaultError>>;
  has(hash: string): Promise<boolean>;
  read(hash: string): Promise<Uint8Array | null>;
  /** Size in bytes and a fresh stream each time, of all bytes or those from `start` on; null where it is missing or altered. */
  open(hash: string): Promise<{ readonly size: number; stream(start?: number): AsyncIterable<Uint8Array> } | null>;
  /** Reads the file and compares its hash, also where it was found whole before. */
  check(hash: string): Promise<Found>;
  /** Removes a photo where it may still be removed at its turn; answers the bytes that it took, null where it stays or is not there. */
  remove(hash: string, mayGo: () => boolean): Promise<number | null>;
  /** The hashes of all files, whole or not, in order and in portions. */
  hashes(): AsyncIterable<readonly string[]>;
  /** What the disk must have free for so many bytes of photos, and has. */
  room(bytes: number): Promise<{ readonly neededBytes: number; readonly freeBytes: number }>;
}

const RESERVE = 32 * 1024 * 1024;
const TEMPORARY = 'incoming';
/** Files whose bytes are not what their names say, kept for whoever looks into it. */
const ASIDE = 'altered';
const HASH = /^[0-9a-f]{64}$/;

/** Opens the vault in a folder of its own, and clears what an interrupted import left behind. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const incoming = join(options.folder, TEMPORARY);
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
  // A run that was killed may have made folders whose names never became durable.
  await syncFolder(options.folder);
  await syncFolder(dirname(options.folder));
  return new FileVault(options, incoming);
}

class FileVault implements Vault {
  readonly #options: VaultOptions;
  readonly #incoming: string;
  /** What is done to one photo is done one after the other: none is removed or set aside that is just written anew. */
  readonly #turns = new Turns();
  /** Files found whole, by their stamp at that time: for `has` each is hashed once a launch, and again where it was touched. */
  readonly #whole = new Map<string, string>();
  #serial = 0;

  constructor(options: VaultOptions, incoming: string) {
    this.#options = options;
    this.#incoming = incoming;
  }

  async put(hash: string, bytes: Uint8Array): Promise<Result<{ readonly hash: string }, VaultError>> {
    if (sha256Of(bytes) !== hash) return failed({ kind: 'hashMismatch' });
    return this.#turns.take(hash, () => this.#put(hash, bytes));
  }

  async has(hash: string): Promise<boolean> {
    return this.#turns.take(hash, async () => (await this.#look(hash, false)) === 'whole');
  }

  check(hash: string): Promise<Found> {
    return this.#turns.take(hash, () => this.#look(hash, true));
  }

  read(hash: string): Promise<Uint8Array | null> {
    return this.#turns.take(hash, async () => {
      const stamp = await this.#stamp(hash);
      if (stamp === null) return null;
      const bytes = await readFile(this.#path(hash)).catch(unreadable);
      return (await this.#judge(hash, bytes === null ? null : sha256Of(bytes), stamp)) && bytes !== null ? new Uint8Array(bytes) : null;
    });
  }

  async open(hash: string): Promise<{ readonly size: number; stream(start?: number): AsyncIterable<Uint8Array> } | null> {
    // What is sent is read anew first: a disk that rots changes no date.
    if ((await this.check(hash)) !== 'whole') return null;
    const { size } = await stat(this.#path(hash));
    return { size, stream: (start = 0) => createReadStream(this.#path(hash), { start }) as AsyncIterable<Uint8Array> };
  }

  remove(hash: string, mayGo: () => boolean): Promise<number | null> {
    return this.#turns.take(hash, async () => {
      const size = await sizeOf(this.#path(hash));
      if (size === null || !mayGo()) return null;
      this.#whole.delete(hash);
      await rm(this.#path(hash), { force: true });
      return size;
    });
  }

  async *hashes(): AsyncIterable<readonly string[]> {
    const folders = (await readdir(this.#options.folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
    for (const folder of folders.toSorted()) {
      const names = await readdir(join(this.#options.folder, folder));
      yield names.filter((name) => HASH.test(name) && name.startsWith(folder)).toSorted();
    }
  }

  async room(bytes: number): Promise<{ readonly neededBytes: number; readonly freeBytes: number }> {
    return { neededBytes: bytes + (this.#options.reserveBytes ?? RESERVE), freeBytes: await this.#free() };
  }

  async #put(hash: string, bytes: Uint8Array): Promise<Result<{ readonly hash: string }, VaultError>> {
    try {
      if ((await this.#look(hash, false)) === 'whole') {
        // It may be of a run that was killed before the name was durable.
        await syncFolder(dirname(this.#path(hash)));
        return ok({ hash });
      }
      const { neededBytes, freeBytes } = await this.room(bytes.length);
      if (freeBytes < neededBytes) return failed({ kind: 'diskFull', neededBytes, freeBytes });
      await this.#write(hash, bytes);
      return ok({ hash });
    } catch (error) {
      if (isSystemError(error, 'ENOSPC') || isSystemError(error, 'EDQUOT')) return failed({ kind: 'diskFull', ...(await this.room(bytes.length)) });
      this.#options.log.error(`photo ${hash} was not stored: ${describe(error)}`);
      return failed({ kind: 'failed', detail: describe(error) });
    }
  }

  async #write(hash: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(hash);
    const folder = dirname(path);
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeThenMove(join(this.#incoming, `${hash}-${(this.#serial += 1)}`), path, bytes, 'wx');
    await syncFolder(folder);
    if (made !== undefined) await syncFolder(this.#options.folder);
    const stamp = await this.#stamp(hash);
    if (stamp !== null) this.#whole.set(hash, stamp);
  }

  /** @param anew reads it also where it was found whole before, and looks untouched */
  async #look(hash: string, anew: boolean): Promise<Found> {
    const stamp = await this.#stamp(hash);
    if (stamp === null) return 'missing';
    if (!anew && this.#whole.get(hash) === stamp) return 'whole';
    return (await this.#judge(hash, await sha256OfFile(this.#path(hash)).catch(unreadable), stamp)) ? 'whole' : 'altered';
  }

  /** True where the bytes are right. Others are set aside, so that they are never shown or sent, and the right ones can be taken in again. */
  async #judge(hash: string, got: string | null, stamp: string): Promise<boolean> {
    if (got === hash) {
      this.#whole.set(hash, stamp);
      return true;
    }
    this.#whole.delete(hash);
    const { folder, log } = this.#options;
    const name = `${hash}-${stamp.split(':')[0] ?? ''}`;
    try {
      await mkdir(join(folder, ASIDE), { recursive: true, mode: 0o700 });
      await rename(this.#path(hash), join(folder, ASIDE, name));
      await syncFolder(join(folder, ASIDE));
      log.error(`photo ${hash} in the vault was altered and counts as missing; it was set aside as ${ASIDE}/${name}`);
    } catch (error) {
      log.error(`photo ${hash} in the vault was altered and counts as missing; it could not be set aside: ${describe(error)}`);
    }
    return false;
  }

  async #stamp(hash: string): Promise<string | null> {
    try {
      const at = await stat(this.#path(hash));
      return `${at.ino}:${at.size}:${at.mtimeMs}`;
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return null;
      throw error;
    }
  }

  #path(hash: string): string {
    if (!HASH.test(hash)) throw new Error('not a hash');
    return join(this.#options.folder, hash.slice(0, 2), hash);
  }

  #free(): Promise<number> {
    return (this.#options.freeBytes ?? freeBytesOf)(this.#options.folder);
  }
}

/** A part of the disk that cannot be read is as good as altered; any other trouble, as with rights, says nothing of the bytes. */
function unreadable(error: unknown): null {
  if (isSystemError(error, 'EIO')) return null;
  throw error;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}
