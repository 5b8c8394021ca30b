import { createHash, randomBytes, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobPutResult } from '#shared/ports/blob-store.ts';
import { checkedHash, codeOf, sizeOf } from './names.ts';

const OUT_OF_SPACE = new Set(['ENOSPC', 'EDQUOT']);

/** How many uploads are cut before the parts that nobody came back for are looked after. */
const SWEEP_AFTER = 100;

const WHOLE = '.whole';

/** One upload: the bytes from `from` on, of a sender who sent those before it himself. */
export interface Upload {
  readonly hash: string;
  readonly sender: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly limit: number;
  readonly from: number;
}

/** Puts a file whose bytes are whole, right and flushed where they belong; it may move the file. */
export type Keep = (path: string, size: number) => Promise<BlobPutResult>;

/**
 * The folder in which uploads are written and hashed. What came of one that was cut lies there as `<hash>.<sender>.part`;
 * what is whole and could not be kept yet, as `<hash>.<sender>.whole`: also where that was because this process died. Each
 * sender has parts of its own, so that none goes on with bytes that it does not have, or spoils another's.
 */
export class Spool {
  readonly #folder: string;
  #cut = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Opens the folder, making it where it is not there; what uploads of an earlier run left can be gone on with for a day.
   * `shared`: other processes use the folder too, and what is being written there may be theirs.
   */
  static async open(folder: string, { shared = false }: { readonly shared?: boolean } = {}): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    await clearOlder(folder);
    const spool = new Spool(folder);
    if (!shared) await spool.#adopt();
    return spool;
  }

  /** Bytes of this sender's upload that are here. */
  async received(hash: string, sender: string): Promise<number> {
    const stem = this.#stemOf(hash, sender);
    return (await sizeOf(stem + WHOLE)) ?? (await sizeOf(`${stem}.part`)) ?? 0;
  }

  /**
   * Receives an upload and has it kept once its hash was checked. Where the whole of it is here already, from an earlier
   * time when it could not be kept, nothing is read.
   * @throws what the stream throws where it is cut; what came is left for later then
   */
  async receive(upload: Upload, keep: Keep): Promise<BlobPutResult> {
    const stem = this.#stemOf(upload.hash, upload.sender);
    const own = `${stem}-${randomBytes(8).toString('hex')}`;
    try {
      const here = (await renamed(stem + WHOLE, own + WHOLE)) ? await sizeOf(own + WHOLE) : null;
      if (here !== null) return await this.#keep(stem, own + WHOLE, here, keep);
      const result = await this.#fill(stem, own, upload);
      if (result.status !== 'stored') return result;
      await rename(own, own + WHOLE);
      return await this.#keep(stem, own + WHOLE, result.size, keep);
    } catch (error) {
      if (OUT_OF_SPACE.has(codeOf(error))) return { status: 'storageFull' };
      await this.#keepPart(own, stem);
      throw error;
    } finally {
      await rm(own, { force: true });
    }
  }

  async #keep(stem: string, path: string, size: number, keep: Keep): Promise<BlobPutResult> {
    let result: BlobPutResult | null = null;
    try {
      result = await keep(path, size);
      return result;
    } finally {
      // What was refused for what it is goes; what found no place waits.
      if (result === null || result.status === 'away' || result.status === 'storageFull') await renamed(path, stem + WHOLE);
      else await rm(path, { force: true });
    }
  }

  async #fill(stem: string, own: string, { hash, bytes, limit, from }: Upload): Promise<BlobPutResult> {
    if (from > 0 && !(await this.#takePart(stem, own, from))) return { status: 'otherPart' };
    const result = await receive(own, hash, bytes, limit, from);
    // A power cut may have spoilt the part that was there: that is not the sender's fault.
    return result.status === 'hashMismatch' && from > 0 ? { status: 'otherPart' } : result;
  }

  /** Takes the part for one upload alone. */
  async #takePart(stem: string, own: string, from: number): Promise<boolean> {
    if ((await sizeOf(`${stem}.part`)) !== from || !(await renamed(`${stem}.part`, own))) return false;
    if ((await sizeOf(own)) === from) return true;
    await this.#keepPart(own, stem);
    return false;
  }

  /** Keeps what came of an upload, where no more of it is there. */
  async #keepPart(own: string, stem: string): Promise<void> {
    if (((await sizeOf(own)) ?? 0) <= ((await sizeOf(`${stem}.part`)) ?? 0)) return;
    await rename(own, `${stem}.part`);
    this.#cut += 1;
    if (this.#cut % SWEEP_AFTER === 0) await clearOlder(this.#folder);
  }

  /** What a process that died was writing becomes what it would have left. */
  async #adopt(): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const found = UNDER_WAY.exec(name);
      if (found === null) continue;
      const [, stem = '', whole] = found;
      const path = join(this.#folder, name);
      if (whole === undefined) await this.#keepPart(path, join(this.#folder, stem));
      else await rename(path, join(this.#folder, stem + WHOLE));
      await rm(path, { force: true });
    }
  }

  #stemOf(hash: string, sender: string): string {
    if (!/^[0-9]{0,18}$/.test(sender)) throw new RangeError('a sender is a site');
    return join(this.#folder, sender === '' ? checkedHash(hash) : `${checkedHash(hash)}.${sender}`);
  }
}

/** What an upload under way is called: the hash and the sender, something of its own, and whether it is whole. */
const UNDER_WAY = /^([0-9a-f]{64}(?:\.[0-9]{4,18})?)-[0-9a-f]+(\.whole)?$/;

/** False where there is nothing to be renamed. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** No upload lasts longer, in milliseconds. */
const UPLOAD_LASTS = 24 * 3_600_000;

/** Ages are those of the folder's own file system, told by a file that is new. */
async function clearOlder(folder: string): Promise<void> {
  const probe = join(folder, `probe.${randomBytes(8).toString('hex')}`);
  try {
    await writeFile(probe, '');
  } catch (error) {
    // Where nothing can be written, nothing is being written either; the next start looks again.
    if (OUT_OF_SPACE.has(codeOf(error))) return;
    throw error;
  }
  const now = (await stat(probe)).mtimeMs;
  await rm(probe, { force: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const age = await stat(path).then((found) => (found.isFile() ? now - found.mtimeMs : 0), () => 0);
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
