import { createReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobPutResult, BlobStore } from '#shared/ports/blob-store.ts';
import { placeOf, sizeOf } from './names.ts';
import { Spool } from './spool.ts';

/**
 * Bytes by their SHA-256 on disk, as `<ab>/<cd>/<hash>`. An upload is written to `incoming/` and hashed on the way; only
 * whole and right bytes are renamed to their place, after they and before their folder are flushed, so that what lies
 * under a hash is always what the hash says, also after a power cut.
 */
export class DiskBlobStore implements BlobStore {
  readonly #root: string;
  readonly #spool: Spool;

  private constructor(root: string, spool: Spool) {
    this.#root = root;
    this.#spool = spool;
  }

  /** Opens the folder, making it where it is not there. `shared`: other processes use it too. */
  static async open(root: string, { shared = false }: { readonly shared?: boolean } = {}): Promise<DiskBlobStore> {
    return new DiskBlobStore(root, await Spool.open(join(root, 'incoming'), { shared }));
  }

  async has(hash: string): Promise<boolean> {
    return (await this.size(hash)) !== null;
  }

  size(hash: string): Promise<number | null> {
    return sizeOf(this.#pathOf(hash));
  }

  received(hash: string, sender = ''): Promise<number> {
    return this.#spool.received(hash, sender);
  }

  /** @throws what the stream throws where it is cut; what came is kept then */
  put(hash: string, bytes: AsyncIterable<Uint8Array>, limit: number, from = 0, sender = ''): Promise<BlobPutResult> {
    return this.#spool.receive({ hash, sender, bytes, limit, from }, (path, size) => this.#keep(path, size, hash));
  }

  async read(hash: string, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array> | null> {
    if (!(await this.has(hash))) return null;
    if (range === undefined) return createReadStream(this.#pathOf(hash));
    if (range.end <= range.start) return (async function* nothing() {})();
    return createReadStream(this.#pathOf(hash), { start: range.start, end: range.end - 1 });
  }

  async #keep(path: string, size: number, hash: string): Promise<BlobPutResult> {
    // A file that is too short, as one that a broken disk or a person cut, is put right by whoever sends it again.
    if ((await this.size(hash)) === size) return { status: 'stored', size };
    const folder = dirname(this.#pathOf(hash));
    await mkdir(folder, { recursive: true });
    await rename(path, this.#pathOf(hash));
    await flushFolder(folder);
    await flushFolder(join(folder, '..'));
    await flushFolder(this.#root);
    return { status: 'stored', size };
  }

  #pathOf(hash: string): string {
    return join(this.#root, placeOf(hash));
  }
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
