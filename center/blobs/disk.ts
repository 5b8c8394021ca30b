import { createHash, randomBytes, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobPutResult, BlobStore } from '#shared/ports/blob-store.ts';

const HASH = /^[0-9a-f]{64}$/;

const OUT_OF_SPACE = new Set(['ENOSPC', 'EDQUOT']);

/** How many uploads are cut before the parts that nobody came back for are looked after. */
const SWEEP_AFTER = 100;

/**
 * Bytes by their SHA-256 on disk, as `<ab>/<cd>/<hash>`. An upload is written to `incoming/` and hashed on the way; only
 * whole and right bytes are renamed to their place, after they and before their folder are flushed, so that what lies
 * under a hash is always what the hash says, also after a power cut. What came of an upload that was cut stays as
 * `incoming/<hash>.part`, also when it was cut because this process died.
 */
export class DiskBlobStore implements BlobStore {
  readonly #root: string;
  #cut = 0;

  private constructor(root: string) {
    this.#root = root;
  }

  /**
   * Opens the folder, making it where it is not there; what uploads of an earlier run left can be gone on with for a day.
   * `shared`: other processes use the folder too, and what is being written there may be theirs.
   */
  static async open(root: string, { shared = false }: { readonly shared?: boolean } = {}): Promise<DiskBlobStore> {
    const incoming = join(root, 'incoming');
    await mkdir(incoming, { recursive: true });
    await clearOlder(incoming);
    const store = new DiskBlobStore(root);
    if (!shared) await store.#adopt();
    return store;
  }

  async has(hash: string): Promise<boolean> {
    return (await this.size(hash)) !== null;
  }

  async size(hash: string): Promise<number | null> {
    try {
      return (await stat(this.#pathOf(hash))).size;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  async received(hash: string): Promise<number> {
    return (await this.size(hash)) ?? (await sizeOf(this.#partOf(hash)));
  }

  /** @throws what the stream throws where it is cut; what came is kept then */
  async put(hash: string, bytes: AsyncIterable<Uint8Array>, limit: number, from = 0): Promise<BlobPutResult> {
    const stored = await this.size(hash);
    if (stored !== null) return { status: 'stored', size: stored };
    const temporary = join(this.#root, 'incoming', `${hash}.${randomBytes(8).toString('hex')}`);
    try {
      if (from > 0 && !(await this.#takePart(hash, temporary, from))) return { status: 'otherPart' };
      const result = await receive(temporary, hash, bytes, limit, from);
      if (result.status === 'stored') await this.#keep(temporary, hash);
      // A power cut may have spoilt the part that was there: that is not the sender's fault.
      return result.status === 'hashMismatch' && from > 0 ? { status: 'otherPart' } : result;
    } catch (error) {
      if (OUT_OF_SPACE.has(codeOf(error))) return { status: 'storageFull' };
      await this.#keepPart(temporary, hash);
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async read(hash: string, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array> | null> {
    if (!(await this.has(hash))) return null;
    if (range === undefined) return createReadStream(this.#pathOf(hash));
    if (range.end <= range.start) return (async function* nothing() {})();
    return createReadStream(this.#pathOf(hash), { start: range.start, end: range.end - 1 });
  }

  async #keep(temporary: string, hash: string): Promise<void> {
    const folder = this.#folderOf(hash);
    await mkdir(folder, { recursive: true });
    await rename(temporary, this.#pathOf(hash));
    await flushFolder(folder);
    await flushFolder(join(folder, '..'));
    await flushFolder(this.#root);
  }

  /** Takes the part for one upload alone. */
  async #takePart(hash: string, temporary: string, from: number): Promise<boolean> {
    if ((await sizeOf(this.#partOf(hash))) !== from) return false;
    try {
      await rename(this.#partOf(hash), temporary);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
    if ((await sizeOf(temporary)) === from) return true;
    await this.#keepPart(temporary, hash);
    return false;
  }

  /** Keeps what came of an upload, where no more of it is there. */
  async #keepPart(temporary: string, hash: string): Promise<void> {
    if ((await sizeOf(temporary)) <= (await sizeOf(this.#partOf(hash)))) return;
    await rename(temporary, this.#partOf(hash));
    this.#cut += 1;
    if (this.#cut % SWEEP_AFTER === 0) await clearOlder(join(this.#root, 'incoming'));
  }

  /** What a process that died was writing becomes the parts that it would have kept. */
  async #adopt(): Promise<void> {
    const incoming = join(this.#root, 'incoming');
    for (const name of await readdir(incoming)) {
      if (name.endsWith('.part')) continue;
      const hash = name.slice(0, 64);
      if (HASH.test(hash)) await this.#keepPart(join(incoming, name), hash);
      await rm(join(incoming, name), { recursive: true, force: true });
    }
  }

  #partOf(hash: string): string {
    if (!HASH.test(hash)) throw new RangeError('not a SHA-256 in hex');
    return join(this.#root, 'incoming', `${hash}.part`);
  }

  #folderOf(hash: string): string {
    return join(this.#root, hash.slice(0, 2), hash.slice(2, 4));
  }

  #pathOf(hash: string): string {
    if (!HASH.test(hash)) throw new RangeError('not a SHA-256 in hex');
    return join(this.#folderOf(hash), hash);
  }
}

/** No upload lasts longer, in milliseconds. */
const UPLOAD_LASTS = 24 * 3_600_000;

/** Ages are those of the folder's own file system, told by a file that is new. */
async function clearOlder(incoming: string): Promise<void> {
  const probe = join(incoming, `probe.${randomBytes(8).toString('hex')}`);
  try {
    await writeFile(probe, '');
  } catch (error) {
    // Where nothing can be written, nothing is being written either; the next start looks again.
    if (OUT_OF_SPACE.has(codeOf(error))) return;
    throw error;
  }
  const now = (await stat(probe)).mtimeMs;
  await rm(probe, { force: true });
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const age = await stat(path).then(({ mtimeMs }) => now - mtimeMs, () => 0);
    if (age > UPLOAD_LASTS) await rm(path, { force: true });
  }
}

/** Writes bytes behind the `from` that the file has; hashes the whole. */
async function receive(path: string, hash: string, bytes: AsyncIterable<Uint8Array>, limit: number, from: number): Promise<BlobPutResult> {
  const digest = createHash('sha256');
  if (from > 0) await pipeline(createReadStream(path), digest, { end: false });
  const file = await open(path, from > 0 ? 'a' : 'wx', 0o640);
  try {
    const written = await writeAll(file, bytes, digest, from, limit);
    if (written === null) return { status: 'tooLarge' };
    if (written.hash !== hash) return { status: 'hashMismatch', got: written.hash };
    await file.sync();
    return { status: 'stored', size: written.size };
  } finally {
    await file.close();
  }
}

/** Writes and hashes; null where there is more than the limit. */
async function writeAll(file: FileHandle, bytes: AsyncIterable<Uint8Array>, digest: Hash, from: number, limit: number): Promise<{ hash: string; size: number } | null> {
  let size = from;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) return null;
    digest.update(chunk);
    await file.writeFile(chunk);
  }
  return { hash: digest.digest('hex'), size };
}

/** Makes a rename in a folder durable. Windows cannot open folders and does not need it. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Size of a file; 0 where it is not there. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
