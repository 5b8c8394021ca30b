import { openAsBlob } from 'node:fs';
import type { BlobPutResult, BlobStore } from '#shared/ports/blob-store.ts';
import { checkedHash, placeOf } from './names.ts';
import type { S3Bucket } from './s3-bucket.ts';
import { S3Fault } from './s3-fault.ts';
import type { Spool } from './spool.ts';

/** What storages answer where they, or what was paid for, are full. */
const FULL = new Set(['QuotaExceeded', 'QuotaExceededError', 'XMinioStorageFull', 'InsufficientStorage', 'XMinioAdminBucketQuotaExceeded']);

/** What they answer to bytes that are not what the signature says. */
const ALTERED = new Set(['XAmzContentSHA256Mismatch', 'BadDigest', 'InvalidDigest']);

/**
 * Bytes by their SHA-256 in S3, as `<prefix>/<ab>/<cd>/<hash>`. An upload is written to a spool on this machine's disk and
 * hashed there; then it is put whole, and counts as stored once S3 was asked and has it. While S3 is away it waits in the
 * spool: nothing is said to be stored, and the sender need not send it again.
 */
export class S3BlobStore implements BlobStore {
  readonly #bucket: S3Bucket;
  readonly #spool: Spool;

  constructor(bucket: S3Bucket, spool: Spool) {
    this.#bucket = bucket;
    this.#spool = spool;
  }

  async has(hash: string): Promise<boolean> {
    return (await this.size(hash)) !== null;
  }

  /** @throws S3Fault where S3 is away */
  async size(hash: string): Promise<number | null> {
    return await this.#bucket.size(placeOf(hash));
  }

  received(hash: string, sender = ''): Promise<number> {
    return this.#spool.received(hash, sender);
  }

  /** @throws what the stream throws where it is cut; what came is kept then */
  put(hash: string, bytes: AsyncIterable<Uint8Array>, limit: number, from = 0, sender = ''): Promise<BlobPutResult> {
    return this.#spool.receive({ hash, sender, bytes, limit, from }, (path, size) => this.#keep(path, size, hash));
  }

  /** @throws S3Fault where S3 is away */
  async read(hash: string, range?: { readonly start: number; readonly end: number }): Promise<AsyncIterable<Uint8Array> | null> {
    const key = placeOf(hash);
    if (range === undefined || range.end > range.start) return await this.#bucket.read(key, range);
    return (await this.has(hash)) ? (async function* nothing() {})() : null;
  }

  async #keep(path: string, size: number, hash: string): Promise<BlobPutResult> {
    const key = placeOf(checkedHash(hash));
    try {
      if ((await this.#bucket.size(key)) === size) return { status: 'stored', size };
      await this.#bucket.put(key, await openAsBlob(path), hash);
      const there = await this.#bucket.size(key);
      return there === size ? { status: 'stored', size } : { status: 'away', detail: `${key} was put and has ${there ?? 'no'} bytes instead of ${size}` };
    } catch (error) {
      if (!(error instanceof S3Fault)) throw error;
      if (FULL.has(error.code) || error.status === 507) return { status: 'storageFull' };
      if (ALTERED.has(error.code)) return { status: 'otherPart' };
      return { status: 'away', detail: error.message };
    }
  }
}
