import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from '#shared/ports/blob-store.ts';

export interface BlobsUnderTest {
  readonly blobs: BlobStore;
  /** How many files or parts of uploads lie around that are not whole blobs. */
  readonly leftovers: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes as a stream of chunks; broken off after `cutAfter` chunks where given. */
export async function* streamOf(bytes: Uint8Array, chunk = 1_000, cutAfter = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0, sent = 0; at < bytes.length; at += chunk, sent += 1) {
    if (sent >= cutAfter) throw new Error('the line was cut');
    yield bytes.subarray(at, at + chunk);
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array> | null): Promise<Buffer | null> {
  if (stream === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What every store of bytes must do. */
export function blobStoreContract(name: string, makeStore: () => Promise<BlobsUnderTest>): void {
  describe(`${name} as a blob store`, () => {
    const bytes = randomBytes(50_000);
    const hash = hashOf(bytes);
    let made: BlobsUnderTest;

    beforeEach(async () => {
      made = await makeStore();
    });
    afterEach(() => made.close());

    it('gives back what it was given, whole or in part', async () => {
      const { blobs } = made;
      expect(await blobs.put(hash, streamOf(bytes), 50_000)).toEqual({ status: 'stored', size: 50_000 });
      expect([await blobs.has(hash), await blobs.size(hash)]).toEqual([true, 50_000]);
      expect(await bytesOf(await blobs.read(hash))).toEqual(bytes);
      expect(await bytesOf(await blobs.read(hash, { start: 10, end: 20 }))).toEqual(bytes.subarray(10, 20));
      expect(await bytesOf(await blobs.read(hash, { start: 10, end: 10 }))).toEqual(Buffer.alloc(0));
    });

    it('takes an empty file', async () => {
      const empty = new Uint8Array();
      expect(await made.blobs.put(hashOf(empty), streamOf(empty), 10)).toEqual({ status: 'stored', size: 0 });
      expect(await bytesOf(await made.blobs.read(hashOf(empty)))).toEqual(Buffer.alloc(0));
    });

    it('knows nothing of what was never stored', async () => {
      expect([await made.blobs.has(hash), await made.blobs.size(hash), await made.blobs.read(hash)]).toEqual([false, null, null]);
    });

    it('the same bytes again change nothing, also at the same time', async () => {
      const results = await Promise.all([1, 2, 3].map(() => made.blobs.put(hash, streamOf(bytes), 50_000)));
      expect(results).toEqual(Array.from({ length: 3 }, () => ({ status: 'stored', size: 50_000 })));
      expect(await made.blobs.put(hash, streamOf(bytes), 50_000)).toEqual({ status: 'stored', size: 50_000 });
      expect(await made.leftovers()).toBe(0);
    });

    it('wrong and too many bytes leave nothing behind, and the right ones are taken afterwards', async () => {
      const { blobs } = made;
      const wrong = randomBytes(100);
      expect(await blobs.put(hash, streamOf(wrong), 50_000)).toEqual({ status: 'hashMismatch', got: hashOf(wrong) });
      expect(await blobs.put(hash, streamOf(bytes), 49_999)).toEqual({ status: 'tooLarge' });
      expect([await blobs.has(hash), await made.leftovers()]).toEqual([false, 0]);
      expect(await blobs.put(hash, streamOf(bytes), 50_000)).toMatchObject({ status: 'stored' });
    });

    it('reads and checks the bytes of what it has already, so that nobody passes for having them', async () => {
      const { blobs } = made;
      await blobs.put(hash, streamOf(bytes), 50_000);
      const wrong = randomBytes(50_000);
      expect(await blobs.put(hash, streamOf(wrong), 50_000)).toEqual({ status: 'hashMismatch', got: hashOf(wrong) });
      expect(await blobs.put(hash, streamOf(bytes.subarray(1)), 50_000, 1)).toEqual({ status: 'otherPart' });
      expect(await bytesOf(await blobs.read(hash))).toEqual(bytes);
      expect(await made.leftovers()).toBe(0);
    });

    it('T1 nobody goes on with what another sent', async () => {
      const { blobs } = made;
      await expect(blobs.put(hash, streamOf(bytes, 1_000, 20), 50_000, 0, '211122001001')).rejects.toThrow();
      expect([await blobs.received(hash, '211122001001'), await blobs.received(hash, '211122001002'), await blobs.received(hash)]).toEqual([20_000, 0, 0]);
      expect(await blobs.put(hash, streamOf(bytes.subarray(20_000)), 50_000, 20_000, '211122001002')).toEqual({ status: 'otherPart' });
      expect(await blobs.put(hash, streamOf(bytes), 50_000, 0, '211122001002')).toMatchObject({ status: 'stored' });
      expect(await blobs.put(hash, streamOf(bytes.subarray(20_000)), 50_000, 20_000, '211122001001')).toMatchObject({ status: 'stored' });
      expect(await made.leftovers()).toBe(0);
    });

    it('T1 goes on from where a stream was cut, again and again', async () => {
      const { blobs } = made;
      expect(await blobs.received(hash)).toBe(0);
      await expect(blobs.put(hash, streamOf(bytes, 1_000, 20), 50_000)).rejects.toThrow('the line was cut');
      expect([await blobs.has(hash), await blobs.received(hash)]).toEqual([false, 20_000]);
      await expect(blobs.put(hash, streamOf(bytes.subarray(20_000), 1_000, 10), 50_000, 20_000)).rejects.toThrow('the line was cut');
      expect(await blobs.received(hash)).toBe(30_000);
      expect(await blobs.put(hash, streamOf(bytes.subarray(30_000)), 50_000, 30_000)).toEqual({ status: 'stored', size: 50_000 });
      expect([await blobs.received(hash), await blobs.size(hash), await made.leftovers()]).toEqual([0, 50_000, 0]);
      expect(await bytesOf(await blobs.read(hash))).toEqual(bytes);
    });

    it('T1 a stream that was cut earlier than another leaves the longer part, and may begin anew', async () => {
      const { blobs } = made;
      await expect(blobs.put(hash, streamOf(bytes, 1_000, 20), 50_000)).rejects.toThrow();
      await expect(blobs.put(hash, streamOf(bytes, 1_000, 5), 50_000)).rejects.toThrow();
      expect(await blobs.received(hash)).toBe(20_000);
      expect(await blobs.put(hash, streamOf(bytes), 50_000)).toEqual({ status: 'stored', size: 50_000 });
    });

    it('T1 asks to be asked again where another part is there than was thought, and where the part was not right', async () => {
      const { blobs } = made;
      expect(await blobs.put(hash, streamOf(bytes.subarray(10_000)), 50_000, 10_000)).toEqual({ status: 'otherPart' });
      await expect(blobs.put(hash, streamOf(randomBytes(30_000), 1_000, 20), 50_000)).rejects.toThrow();
      expect(await blobs.put(hash, streamOf(bytes.subarray(10_000)), 50_000, 10_000)).toEqual({ status: 'otherPart' });
      expect(await blobs.received(hash)).toBe(20_000);
      expect(await blobs.put(hash, streamOf(bytes.subarray(20_000)), 50_000, 20_000)).toEqual({ status: 'otherPart' });
      expect(await blobs.received(hash)).toBe(0);
      expect(await blobs.put(hash, streamOf(bytes), 50_000)).toEqual({ status: 'stored', size: 50_000 });
    });

    it('T1 takes no more than the limit in all parts together', async () => {
      const { blobs } = made;
      await expect(blobs.put(hash, streamOf(bytes, 1_000, 20), 40_000)).rejects.toThrow();
      expect(await blobs.put(hash, streamOf(bytes.subarray(20_000)), 40_000, 20_000)).toEqual({ status: 'tooLarge' });
      expect(await made.leftovers()).toBe(0);
    });

    it('takes nothing but a hash for a name', async () => {
      await expect(made.blobs.put('../../etc/passwd', streamOf(bytes), 50_000)).rejects.toThrow();
      await expect(made.blobs.has('A'.repeat(64))).rejects.toThrow();
    });
  });
}
