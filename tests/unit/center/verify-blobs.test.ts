import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyBlobs, type StoredPhoto } from '../../../center/blobs/verify.ts';

const bytesOf = (n: number): Buffer => Buffer.from(`photo ${n}`);
const photoOf = (n: number): StoredPhoto => ({ hash: createHash('sha256').update(bytesOf(n)).digest('hex'), size: bytesOf(n).length });

/** A storage of photos by number, some of them lost (null) or other than they were. */
function storage(count: number, harmed: Readonly<Record<number, Buffer | null>> = {}) {
  const stored = new Map(Array.from({ length: count }, (_, n) => [photoOf(n).hash, n in harmed ? (harmed[n] ?? null) : bytesOf(n)] as const));
  let [listed, reads] = [0, 0];
  async function* photos(): AsyncGenerator<StoredPhoto> {
    for (let n = 0; n < count; n += 1) {
      listed += 1;
      yield photoOf(n);
    }
  }
  async function* whole(bytes: Buffer): AsyncGenerator<Uint8Array> {
    reads += 1;
    yield bytes.subarray(0, 3);
    yield bytes.subarray(3);
  }
  const find = (hash: string): Buffer | null => stored.get(hash) ?? null;
  const blobs = {
    size: (hash: string) => Promise.resolve(find(hash)?.length ?? null),
    read: (hash: string) => Promise.resolve(find(hash) === null ? null : whole(find(hash) ?? Buffer.alloc(0))),
  };
  return { photos: photos(), blobs, listed: () => listed, reads: () => reads };
}

describe('reading stored photos through', () => {
  const run = async (made: ReturnType<typeof storage>, quick = false, stopAfter = Infinity) => {
    const stop = new AbortController();
    const found: string[] = [];
    const told: number[] = [];
    const result = await verifyBlobs({
      photos: made.photos,
      blobs: made.blobs,
      quick,
      signal: stop.signal,
      found: (hash, what) => void found.push(`${hash} ${what}`),
      progress: (checked) => {
        told.push(checked);
        if (checked >= stopAfter) stop.abort();
      },
    });
    return { ...result, found, told };
  };

  it('names what is missing and what is altered', async () => {
    const made = storage(10, { 3: null, 7: Buffer.from('photo 8') });
    expect(await run(made)).toEqual({ checked: 10, bad: 2, found: [`${photoOf(3).hash} missing`, `${photoOf(7).hash} altered`], told: [4, 8, 10] });
    expect(made.reads()).toBe(9);
  });

  it('asks for sizes alone where it is to be quick, and sees no more than those tell', async () => {
    const made = storage(10, { 3: null, 7: Buffer.from('photo 8'), 9: Buffer.from('photo') });
    expect((await run(made, true)).found).toEqual([`${photoOf(3).hash} missing`, `${photoOf(9).hash} altered`]);
    expect(made.reads()).toBe(0);
  });

  it('holds a few photos at a time, and stops where it is told to', async () => {
    const made = storage(1_000);
    expect(await run(made, false, 40)).toMatchObject({ checked: 40, bad: 0 });
    expect(made.listed()).toBeLessThanOrEqual(44);
  });
});
