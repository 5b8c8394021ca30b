import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startCenter, type CenterOptions } from '../../center/app/start-center.ts';
import { endProcess, runProgram, startCenterProcess } from '../support/center-process.ts';
import { evidence, VILLAGE } from '../support/center-records.ts';
import { enrolDevice, enrolWith, errorOf, hashOfBytes, makeKeys, RawDevice, startTestCenter, type TestCenter } from '../support/center.ts';
import { startS3, type TestS3 } from '../support/s3.ts';

const photo = randomBytes(200_000);
const hash = hashOfBytes(photo);

let s3: TestS3;
let prefix: string;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.remove());
beforeEach(() => {
  prefix = hashOfBytes(randomBytes(8));
});
afterEach(() => s3.interfere(null));

const wanted = (): NonNullable<CenterOptions['blobs']> => ({ blobs: `s3://qiyou/${prefix}`, endpoint: s3.options.endpoint, credentials: s3.options.credentials });

/** Methods of the requests that S3 saw since. */
const seen = (since: number): readonly string[] => s3.requests.slice(since).map((request) => request.split(' ')[0] ?? '');

describe('a center with its photos in S3', () => {
  let center: TestCenter;
  let station: RawDevice;

  beforeEach(async () => {
    center = await startTestCenter({ blobs: wanted() });
    station = await enrolDevice(center, VILLAGE, 'station');
    await station.push('evidence', evidence(VILLAGE, hash));
  });
  afterEach(() => center.stop());

  const spool = (): Promise<string[]> => readdir(join(center.dataDir, 'spool/1/incoming'));

  it('takes them, gives them back whole and by ranges, and keeps none on its disk', async () => {
    expect(await station.putBlob(photo)).toMatchObject({ status: 200, body: { hash, size: photo.length } });
    expect((await station.getBlob(hash)).bytes).toEqual(photo);
    const part = await station.request(`/v1/blobs/${hash}`, { headers: { range: 'bytes=5-9' } });
    expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, photo.subarray(5, 10)]);
    expect((await station.request(`/v1/blobs/${hash}`, { method: 'HEAD' })).headers.get('content-length')).toBe('200000');
    expect(await spool()).toEqual([]);
    expect(await readdir(center.dataDir)).not.toContain('blobs');
  });

  it('T1 acknowledges nothing while S3 is away, and has the bytes sent only once', async () => {
    s3.interfere((request, response) => {
      if (request.method !== 'PUT') return false;
      // S3 goes away in mid-upload.
      request.once('data', () => response.destroy());
      return true;
    });
    const refused = await station.putBlob(photo);
    expect([refused.status, errorOf(refused)]).toMatchObject([503, { kind: 'busy', retryAfterMs: 30_000 }]);
    expect([await station.have([hash]), (await station.getBlob(hash)).status]).toEqual([[], 404]);
    expect((await station.overview()).sites).toMatchObject([{ photosReceived: 0, photosAwaited: 1 }]);
    expect(await spool()).toEqual([`${hash}.${VILLAGE}.whole`]);
    s3.interfere(null);
    const received = await (await station.request(`/v1/blobs/${hash}/received`)).json();
    expect(received).toEqual({ received: photo.length });
    const ended = await station.request(`/v1/blobs/${hash}`, { method: 'PUT', headers: { 'content-type': 'image/jpeg', 'upload-offset': String(photo.length) }, body: '' });
    expect([ended.status, await ended.json()]).toEqual([200, { hash, size: photo.length }]);
    expect((await station.getBlob(hash)).bytes).toEqual(photo);
    expect(await spool()).toEqual([]);
  });

  it('is busy, and not without the photo, where S3 is away while one is asked for', async () => {
    await station.putBlob(photo);
    await s3.stop();
    onTestFinished(() => s3.start());
    const answer = await station.request(`/v1/blobs/${hash}`);
    expect([answer.status, await answer.json()]).toMatchObject([503, { error: { kind: 'busy' } }]);
    expect(answer.headers.get('cache-control')).toBeNull();
    expect(await station.have([hash])).toEqual([hash]);
  });

  it('knows at its next start where its photos are, and does not start where they are not', async () => {
    await station.putBlob(photo);
    await center.close();
    const start = (blobs?: CenterOptions['blobs']) => startCenter({ dataDir: center.dataDir, port: 0, clock: center.clock, ...(blobs === undefined ? {} : { blobs }) });
    await expect(start()).rejects.toThrow('AWS_ACCESS_KEY_ID');
    await expect(start({ blobs: 'disk' })).rejects.toThrow('The photos are in s3://qiyou/');
    const again = await start({ credentials: s3.options.credentials });
    onTestFinished(() => again.close());
    station.url = again.url;
    expect((await station.getBlob(hash)).bytes).toEqual(photo);
  });
});

describe('several centers on one bucket (PostgreSQL)', () => {
  it('give what the other took, each with a spool of its own', async () => {
    const first = await startTestCenter({ blobs: wanted() }, 'postgres');
    onTestFinished(() => first.stop());
    const { dataDir, database } = first.place;
    const second = await startCenter({ dataDir, ...(database === undefined ? {} : { database }), port: 0, clock: first.clock, blobs: wanted() });
    onTestFinished(() => second.close());
    const station = await enrolDevice(first, VILLAGE, 'station');
    await station.push('evidence', evidence(VILLAGE, hash));
    expect((await station.putBlob(photo)).status).toBe(200);
    station.url = second.url;
    expect((await station.getBlob(hash)).bytes).toEqual(photo);
    expect((await readdir(join(dataDir, 'spool'))).toSorted()).toEqual(['1', '2']);
  });
});

describe('the center as a program, with its photos in S3', () => {
  let dataDir: string;
  const secret = 'a-secret-that-nobody-may-read';

  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'qiyou-center-')), 'data');
    await mkdir(dataDir);
  });
  afterEach(() => rm(join(dataDir, '..'), { recursive: true, force: true }));

  const environment = (): NodeJS.ProcessEnv => ({ QIYOU_BLOBS: `s3://qiyou/${prefix}`, QIYOU_S3_ENDPOINT: s3.options.endpoint, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' });
  const cli = (...argv: string[]) => runProgram('center/ops/cli.ts', [...argv, '--data', dataDir], environment());

  async function credentialsFile(key: string, value: string): Promise<string> {
    const path = join(dataDir, '..', 'credentials');
    await writeFile(path, `[default]\naws_access_key_id = ${key}\naws_secret_access_key = ${value}\n`);
    return path;
  }

  const enrolled = async (url: string): Promise<RawDevice> => {
    const code = (await cli('code', '--site', VILLAGE, '--role', 'station')).stdout.split('\n')[0] ?? '';
    const keys = makeKeys();
    const device = new RawDevice(url, (await enrolWith(url, code, keys)).body, keys);
    await device.openSession();
    return device;
  };

  it('C1 killed after S3 took a photo and before the station heard of it, it acknowledges it at the next try and puts it no second time', async () => {
    const options = ['--blobs', `s3://qiyou/${prefix}`, '--s3-endpoint', s3.options.endpoint, '--s3-credentials', await credentialsFile('S3RVER', 'S3RVER')];
    await cli('load-divisions', 'center/data/divisions-2111.csv');
    let center = await startCenterProcess(dataDir, ...options);
    const station = await enrolled(center.url);
    await station.push('evidence', evidence(VILLAGE, hash));
    const unanswered: ServerResponse[] = [];
    const since = s3.requests.length;
    s3.interfere(({ method }, response) => {
      if (method !== 'HEAD' || !seen(since).includes('PUT')) return false;
      unanswered.push(response);
      return true;
    });
    const upload = station.putBlob(photo).then(() => 'answered', () => 'cut');
    await vi.waitFor(() => expect(unanswered).toHaveLength(1), { timeout: 15_000 });
    await endProcess(center.child, 'SIGKILL');
    expect(await upload).toBe('cut');
    s3.interfere(null);
    center = await startCenterProcess(dataDir, ...options);
    try {
      station.url = center.url;
      expect([await station.have([hash]), (await station.getBlob(hash)).status]).toEqual([[], 404]);
      expect(await station.putBlob(photo)).toMatchObject({ status: 200, body: { hash, size: photo.length } });
      expect(seen(since).filter((method) => method === 'PUT')).toHaveLength(2);
      expect((await station.getBlob(hash)).bytes).toEqual(photo);
    } finally {
      await endProcess(center.child, 'SIGTERM');
    }
  });

  it('says at its start what is wrong with bucket, credentials and words, and never the secret', async () => {
    const start = async (...more: string[]): Promise<string> => {
      const started = await runProgram('center/app/main.ts', ['--data', dataDir, '--port', '0', '--s3-endpoint', s3.options.endpoint, ...more]);
      expect([started.code, started.stdout]).toEqual([1, '']);
      expect(started.stderr).not.toMatch(/\n\s+at /);
      return started.stderr;
    };
    expect(await start('--blobs', 's3://qiyou')).toContain('set AWS_ACCESS_KEY_ID');
    const wrong = await start('--blobs', 's3://qiyou', '--s3-credentials', await credentialsFile('S3RVER', secret));
    expect(wrong).toContain('The secret does not belong to the access key');
    expect(wrong).not.toContain(secret);
    expect(await start('--blobs', 's3://nowhere', '--s3-credentials', await credentialsFile('S3RVER', 'S3RVER'))).toContain('There is no such bucket');
    expect(await start('--blobs', 'ftp://qiyou')).toContain('--blobs must be s3://bucket');
    await mkdir(join(dataDir, 'blobs/ab'), { recursive: true });
    expect(await start('--blobs', 's3://qiyou', '--s3-credentials', await credentialsFile('S3RVER', 'S3RVER'))).toContain('Copy them into s3://qiyou first');
  });

  it('starts where S3 is away, since records can go on', async () => {
    const center = await startCenterProcess(dataDir, '--blobs', 's3://qiyou/later', '--s3-endpoint', 'http://127.0.0.1:1', '--s3-credentials', await credentialsFile('S3RVER', 'S3RVER'));
    expect((await fetch(`${center.url}/health`)).status).toBe(200);
    expect(await endProcess(center.child, 'SIGTERM')).toBe(0);
  });

  it('backs up and restores without its photos and says so, and finds those that are missing or altered', async () => {
    const center = await startTestCenter({ blobs: wanted() });
    onTestFinished(() => center.stop());
    const station = await enrolDevice(center, VILLAGE, 'station');
    const photos = [photo, randomBytes(100), randomBytes(200)];
    for (const bytes of photos) {
      await station.push('evidence', evidence(VILLAGE, hashOfBytes(bytes)));
      await station.putBlob(bytes);
    }
    const backups = join(dataDir, 'backups');
    const of = (folder: string, ...argv: string[]) => runProgram('center/ops/cli.ts', [...argv, '--data', folder], { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' });
    const taken = await of(center.dataDir, 'backup', '--to', backups);
    expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining(`without the 3 photos in s3://qiyou/${prefix}`), stderr: expect.stringContaining('not in this backup') });
    const restored = join(dataDir, 'restored');
    expect(await of(restored, 'restore', '--from', backups)).toMatchObject({ code: 0, stderr: expect.stringContaining('none was restored') });
    expect(await of(restored, 'verify-blobs')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^3 photos in s3:.*: all whole\n$/) });
    const [, altered = '', missing = ''] = photos.map((bytes) => hashOfBytes(bytes));
    s3.interfere(({ url }, response) => {
      if (url?.includes(missing) === true) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
      else if (url?.includes(altered) === true) response.writeHead(200, { 'content-length': '100' }).end(randomBytes(100));
      else return false;
      return true;
    });
    const verified = await of(restored, 'verify-blobs');
    const lines = verified.stdout.trim().split('\n');
    expect([verified.code, lines.slice(0, -1).toSorted()]).toEqual([1, [`${altered}  altered`, `${missing}  missing`].toSorted()]);
    expect(lines.at(-1)).toContain('2 missing or altered');
    expect((await of(restored, 'verify-blobs', '--quick')).stdout).toContain('1 missing or altered');
    await s3.stop();
    const away = await of(restored, 'verify-blobs');
    await s3.start();
    expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining('does not answer') });
  });
});
