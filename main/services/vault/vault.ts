import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { VaultError } from '#shared/bridge/contract.ts';
import { failed, ok, type Result } from '#shared/protocol/errors.ts';
import { isSystemError, syncFolder, writeThenMove } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';

export interface VaultOptions {
  readonly folder: string;
  readonly log: Log;
  /** Bytes that must stay free beside the photo, so that the replica can still be written. */
  readonly reserveBytes?: number;
  /** Free bytes of the disk that holds a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** Photos by the SHA-256 (hex) of their bytes. What it says it has is whole: altered files count as missing. */
export interface Vault {
  put(hash: string, bytes: Uint8Array): Promise<Result<{ readonly hash: string }, VaultError>>;
  has(hash: string): Promise<boolean>;
  read(hash: string): Promise<Uint8Array | null>;
  /** Size in bytes and a fresh stream each time, of all bytes or those from `start` on; null where it is missing or altered. */
  open(hash: string): Promise<{ readonly size: number; stream(start?: number): AsyncIterable<Uint8Array> } | null>;
}

const RESERVE = 32 * 1024 * 1024;
const TEMPORARY = 'incoming';

/** Opens the vault in a folder of its own, and clears what an interrupted import left behind. */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const incoming = join(options.folder, TEMPORARY);
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
  return new FileVault(options, incoming);
}

class FileVault implements Vault {
  readonly #options: VaultOptions;
  readonly #incoming: string;
  /** Files found whole, by their stamp at that time: each is hashed once a launch, and again where it was touched. */
  readonly #whole = new Map<string, string>();
  #serial = 0;

  constructor(options: VaultOptions, incoming: string) {
    this.#options = options;
    this.#incoming = incoming;
  }

  async put(hash: string, bytes: Uint8Array): Promise<Result<{ readonly hash: string }, VaultError>> {
    if (sha256().update(bytes).digest('hex') !== hash) return failed({ kind: 'hashMismatch' });
    if (await this.has(hash)) return ok({ hash });
    const neededBytes = bytes.length + (this.#options.reserveBytes ?? RESERVE);
    const freeBytes = await this.#free();
    if (freeBytes < neededBytes) return failed({ kind: 'diskFull', neededBytes, freeBytes });
    try {
      await this.#write(hash, bytes);
      return ok({ hash });
    } catch (error) {
      if (isSystemError(error, 'ENOSPC') || isSystemError(error, 'EDQUOT')) {
        return failed({ kind: 'diskFull', neededBytes, freeBytes: await this.#free() });
      }
      this.#options.log.error(`photo ${hash} was not stored: ${describe(error)}`);
      return failed({ kind: 'failed', detail: describe(error) });
    }
  }

  async has(hash: string): Promise<boolean> {
    const stamp = await this.#stamp(hash);
    if (stamp === null) return false;
    if (this.#whole.get(hash) === stamp) return true;
    const digest = sha256();
    for await (const chunk of createReadStream(this.#path(hash))) digest.update(chunk as Uint8Array);
    return this.#judge(hash, digest, stamp);
  }

  async read(hash: string): Promise<Uint8Array | null> {
    const stamp = await this.#stamp(hash);
    if (stamp === null) return null;
    const bytes = await readFile(this.#path(hash));
    return this.#judge(hash, sha256().update(bytes), stamp) ? new Uint8Array(bytes) : null;
  }

  async open(hash: string): Promise<{ readonly size: number; stream(start?: number): AsyncIterable<Uint8Array> } | null> {
    if (!(await this.has(hash))) return null;
    const { size } = await stat(this.#path(hash));
    return { size, stream: (start = 0) => createReadStream(this.#path(hash), { start }) as AsyncIterable<Uint8Array> };
  }

  async #write(hash: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(hash);
    const folder = join(this.#options.folder, hash.slice(0, 2));
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeThenMove(join(this.#incoming, `${hash}-${(this.#serial += 1)}`), path, bytes, 'wx');
    await syncFolder(folder);
    if (made !== undefined) await syncFolder(this.#options.folder);
    const stamp = await this.#stamp(hash);
    if (stamp !== null) this.#whole.set(hash, stamp);
  }

  #judge(hash: string, digest: Hash, stamp: string): boolean {
    const whole = digest.digest('hex') === hash;
    if (whole) this.#whole.set(hash, stamp);
    else {
      this.#whole.delete(hash);
      this.#options.log.error(`photo ${hash} in the vault was altered and counts as missing`);
    }
    return whole;
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
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a hash');
    return join(this.#options.folder, hash.slice(0, 2), hash);
  }

  #free(): Promise<number> {
    return (this.#options.freeBytes ?? freeBytesOf)(this.#options.folder);
  }
}

function sha256(): Hash {
  return createHash('sha256');
}

async function freeBytesOf(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}
