import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobPutResult, BlobStore } from '#shared/ports/blob-store.ts';

const OUT_OF_SPACE = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Bytes by their SHA-256 on disk, as `<ab>/<cd>/<hash>`. An upload is written to `incoming/` and hashed on the way; only
 * whole and right bytes are renamed to their place, after they and before their folder are flushed, so that what lies
 * under a hash is always what the hash says, also after a power cut.
 */
export class DiskBlobStore implements BlobStore {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /**
   * Opens the folder, making it where it is not there, and clears away what cut uploads of an earlier run left.
   * `shared`: other processes use the folder too; then only what is older than any upload lasts is cleared away.
   */
  static async open(root: string, { shared = false }: { readonly shared?: boolean } = {}): Promise<DiskBlobStore> {
    const incoming = join(root, 'incoming');
    if (shared) await clearOlder(incoming);
    else await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming, { recursive: true });
    return new DiskBlobStore(root);
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

  /** @throws what the stream throws where it is cut; nothing is left behind then */
  async put(hash: string, bytes: AsyncIterable<Uint8Array>, limit: number): Promise<BlobPutResult> {
    const stored = await this.size(hash);
    if (stored !== null) return { status: 'stored', size: stored };
    const temporary = join(this.#root, 'incoming', `${hash}.${randomBytes(8).toString('hex')}`);
    try {
      const result = await receive(temporary, hash, bytes, limit);
      if (result.status === 'stored') await this.#keep(temporary, hash);
      return result;
    } catch (error) {
      if (OUT_OF_SPACE.has(codeOf(error))) return { status: 'storageFull' };
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

  #folderOf(hash: string): string {
    return join(this.#root, hash.slice(0, 2), hash.slice(2, 4));
  }

  #pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError('not a SHA-256 in hex');
    return join(this.#folderOf(hash), hash);
  }
}

/** No upload lasts longer, in milliseconds. */
const UPLOAD_LASTS = 24 * 3_600_000;

/** Ages are those of the folder's own file system, told by a file that is new. */
async function clearOlder(incoming: string): Promise<void> {
  await mkdir(incoming, { recursive: true });
  const probe = join(incoming, `probe.${randomBytes(8).toString('hex')}`);
  await writeFile(probe, '');
  const now = (await stat(probe)).mtimeMs;
  await rm(probe, { force: true });
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const age = await stat(path).then(({ mtimeMs }) => now - mtimeMs, () => 0);
    if (age > UPLOAD_LASTS) await rm(path, { force: true });
  }
}

async function receive(path: string, hash: string, bytes: AsyncIterable<Uint8Array>, limit: number): Promise<BlobPutResult> {
  const file = await open(path, 'wx', 0o640);
  try {
    const written = await writeAll(file, bytes, limit);
    if (written === null) return { status: 'tooLarge' };
    if (written.hash !== hash) return { status: 'hashMismatch', got: written.hash };
    await file.sync();
    return { status: 'stored', size: written.size };
  } finally {
    await file.close();
  }
}

/** Writes and hashes; null where there is more than the limit. */
async function writeAll(file: FileHandle, bytes: AsyncIterable<Uint8Array>, limit: number): Promise<{ hash: string; size: number } | null> {
  const digest = createHash('sha256');
  let size = 0;
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
