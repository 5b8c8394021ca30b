import { randomBytes } from 'node:crypto';
import dns from 'node:dns';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { S3Bucket, type S3Options } from '../../center/blobs/s3-bucket.ts';
import { BlobsFault, S3Fault } from '../../center/blobs/s3-fault.ts';
import { S3BlobStore } from '../../center/blobs/s3.ts';
import { Spool } from '../../center/blobs/spool.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import { blobStoreContract, hashOf, streamOf } from './blob-store.ts';

let s3: TestS3;
let spool: string;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.remove());
beforeEach(async () => {
  spool = await mkdtemp(join(tmpdir(), 'qiyou-spool-'));
});
afterEach(async () => {
  s3.interfere(null);
  await rm(spool, { recursive: true, force: true });
});

/** Buckets are not emptied: each store has a prefix of its own. */
const open = async (options: Partial<S3Options> = {}): Promise<S3BlobStore> => {
  return new S3BlobStore(new S3Bucket({ ...s3.options, prefix: hashOf(randomBytes(8)), timeoutMs: 1_000, ...options }), await Spool.open(spool));
};

blobStoreContract('S3', async () => ({
  blobs: await open(),
  leftovers: async () => (await readdir(spool)).length,
  close: () => Promise.resolve(),
}));

describe('photos in S3', () => {
  const bytes = randomBytes(20_000);
  const hash = hashOf(bytes);

  it('lie under their prefix as they would on a disk, put with their own hash in the signature, and are asked for afterwards', async () => {
    const before = s3.requests.length;
    const hashes: (string | undefined)[] = [];
    s3.interfere(({ method, headers }) => {
      if (method === 'PUT') hashes.push(headers['x-amz-content-sha256'] as string);
      return false;
    });
    await (await open({ prefix: 'county/photos' })).put(hash, streamOf(bytes), 20_000);
    const path = `/qiyou/county/photos/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
    expect(s3.requests.slice(before)).toEqual([`HEAD ${path}`, `PUT ${path}`, `HEAD ${path}`]);
    expect(hashes).toEqual([hash]);
  });

  it('are put once, also when another site sends the same bytes', async () => {
    const blobs = await open();
    await blobs.put(hash, streamOf(bytes), 20_000, 0, '211122001001');
    const before = s3.requests.length;
    expect(await blobs.put(hash, streamOf(bytes), 20_000, 0, '211122001002')).toMatchObject({ status: 'stored' });
    expect(s3.requests.slice(before).map((request) => request.split(' ')[0])).toEqual(['HEAD']);
  });

  it('are found with the bucket in the host name too', async () => {
    const [byHost, byPath] = [await open({ prefix: 'both', style: 'host', endpoint: s3.options.endpoint.replace('127.0.0.1', 's3.localhost') }), await open({ prefix: 'both' })];
    // Names below localhost are not known everywhere.
    const asked = vi.spyOn(dns, 'lookup').mockImplementation(((_host: string, _options: object, answer: (error: null, found: object[]) => void) => {
      answer(null, [{ address: '127.0.0.1', family: 4 }]);
    }) as unknown as typeof dns.lookup);
    expect(await byHost.put(hash, streamOf(bytes), 20_000)).toMatchObject({ status: 'stored' });
    expect(asked.mock.calls.map(([host]) => host)).toContain('qiyou.s3.localhost');
    asked.mockRestore();
    expect(await byPath.size(hash)).toBe(20_000);
  });

  it('wait in the spool while S3 is away, are not said to be stored, and go there later without being sent again', async () => {
    const blobs = await open();
    await s3.stop();
    expect(await blobs.put(hash, streamOf(bytes), 20_000, 0, '211122001001')).toMatchObject({ status: 'away' });
    expect(await readdir(spool)).toEqual([`${hash}.211122001001.whole`]);
    expect([await blobs.received(hash, '211122001001'), await blobs.received(hash, '211122001002')]).toEqual([20_000, 0]);
    await expect(blobs.has(hash)).rejects.toThrow(S3Fault);
    expect(await blobs.put(hash, streamOf(new Uint8Array()), 20_000, 20_000, '211122001001')).toMatchObject({ status: 'away' });
    await s3.start();
    expect(await blobs.has(hash)).toBe(false);
    expect(await blobs.put(hash, neverRead(), 20_000, 0, '211122001001')).toEqual({ status: 'stored', size: 20_000 });
    expect(await readdir(spool)).toEqual([]);
    expect(await blobs.has(hash)).toBe(true);
  });

  it('get there in spite of a few faults of S3, and of answers that break off', async () => {
    const blobs = await open();
    let faults = 0;
    s3.interfere((request, response) => {
      faults += 1;
      if (faults % 3 === 0) return false;
      if (faults % 3 === 1) request.socket.destroy();
      else response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
      return true;
    });
    expect(await blobs.put(hash, streamOf(bytes), 20_000)).toEqual({ status: 'stored', size: 20_000 });
    expect(faults).toBe(9);
  });

  it('break off as a fault of S3 where they break off', async () => {
    const blobs = await open();
    await blobs.put(hash, streamOf(bytes), 20_000);
    s3.interfere((_request, response) => {
      response.writeHead(200, { 'content-length': '20000' }).write(bytes.subarray(0, 5_000), () => response.destroy());
      return true;
    });
    const read = async (): Promise<void> => {
      for await (const _ of (await blobs.read(hash)) ?? []) continue;
    };
    await expect(read()).rejects.toThrow(S3Fault);
  });

  it('are not waited for twice where S3 is silent', async () => {
    const blobs = await open({ timeoutMs: 200 });
    const before = s3.requests.length;
    s3.interfere(() => true);
    expect(await blobs.put(hash, streamOf(bytes), 20_000)).toMatchObject({ status: 'away', detail: expect.stringContaining('no answer in time') });
    expect(s3.requests.length - before).toBe(1);
  });

  it('are not acknowledged where S3 said yes and has them not, or not whole', async () => {
    const blobs = await open();
    s3.interfere((request, response) => {
      if (request.method !== 'PUT') return false;
      request.resume().on('end', () => response.end());
      return true;
    });
    expect(await blobs.put(hash, streamOf(bytes), 20_000)).toMatchObject({ status: 'away', detail: expect.stringContaining('has no bytes') });
  });

  it.each([
    ['507', 507, 'InsufficientStorage', 'storageFull'],
    ['a quota', 403, 'QuotaExceeded', 'storageFull'],
    ['other bytes than were signed', 400, 'XAmzContentSHA256Mismatch', 'otherPart'],
    ['keys that were taken back', 403, 'AccessDenied', 'away'],
  ] as const)('S3 that answers %s is told as what it is', async (_name, status, code, told) => {
    const blobs = await open();
    s3.interfere((request, response) => {
      if (request.method !== 'PUT') return false;
      request.resume().on('end', () => response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`));
      return true;
    });
    expect(await blobs.put(hash, streamOf(bytes), 20_000)).toMatchObject({ status: told });
    s3.interfere(null);
    expect(await blobs.put(hash, streamOf(bytes), 20_000)).toMatchObject({ status: 'stored' });
  });

  it('that a killed run had whole are whole for the next one, those it was receiving are parts, and S3 that has them is not sent them again', async () => {
    const blobs = await open({ prefix: 'killed' });
    await writeFile(join(spool, `${hash}.211122001001-ab12.whole`), bytes);
    await writeFile(join(spool, `${hash}.211122001002-cd34`), bytes.subarray(0, 5));
    await blobs.put(hash, streamOf(bytes), 20_000);
    const before = s3.requests.length;
    const again = await open({ prefix: 'killed' });
    expect((await readdir(spool)).toSorted()).toEqual([`${hash}.211122001001.whole`, `${hash}.211122001002.part`]);
    expect(await again.put(hash, neverRead(), 20_000, 0, '211122001001')).toMatchObject({ status: 'stored' });
    expect(await again.put(hash, streamOf(bytes.subarray(5)), 20_000, 5, '211122001002')).toMatchObject({ status: 'stored' });
    expect(s3.requests.slice(before).map((request) => request.split(' ')[0])).toEqual(['HEAD', 'HEAD']);
    expect(await readdir(spool)).toEqual([]);
  });

  it('are refused by S3 where the spool’s bytes are not what was signed, and begin anew', async () => {
    const blobs = await open();
    await writeFile(join(spool, `${hash}.whole`), randomBytes(20_000));
    expect(await blobs.put(hash, neverRead(), 20_000)).toEqual({ status: 'otherPart' });
    expect([await blobs.has(hash), await blobs.received(hash), await readdir(spool)]).toEqual([false, 0, []]);
    expect(await blobs.put(hash, streamOf(bytes), 20_000)).toMatchObject({ status: 'stored' });
  });
});

describe('the check of a bucket at start', () => {
  const check = (options: Partial<S3Options>): Promise<void> => new S3Bucket({ ...s3.options, ...options }).check();
  const secret = 'not-the-secret';

  it('is content with the right ones', async () => {
    await expect(check({})).resolves.toBeUndefined();
    await expect(check({ prefix: '' })).resolves.toBeUndefined();
  });

  it.each([
    ['a bucket that is not there', { bucket: 'nowhere' }, 'There is no such bucket'],
    ['an unknown key', { credentials: { accessKeyId: 'NOBODY', secretAccessKey: secret } }, 'does not know the access key'],
    ['a wrong secret', { credentials: { accessKeyId: 'S3RVER', secretAccessKey: secret } }, 'The secret does not belong to the access key'],
  ])('says what to do about %s, and never the secret', async (_name, options, advice) => {
    const fault = await check(options).then(() => null, (error: unknown) => error);
    expect(fault).toBeInstanceOf(BlobsFault);
    expect(String(fault)).toContain(advice);
    expect(String(fault)).not.toContain(secret);
  });

  it('says that S3 is away where nothing answers', async () => {
    await expect(check({ endpoint: 'http://127.0.0.1:1' })).rejects.toThrow(S3Fault);
  });
});

/** A stream that must not be touched. */
async function* neverRead(): AsyncGenerator<Uint8Array> {
  yield await Promise.reject(new Error('the bytes were asked for again'));
}
