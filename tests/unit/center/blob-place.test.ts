import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCredentials } from '../../../center/blobs/credentials.ts';
import { notedPlace, placeFor, urlOf } from '../../../center/blobs/place.ts';
import { rangeIn } from '../../../center/routes/range.ts';

const before = { bucket: 'photos', prefix: 'panshan', endpoint: 'https://minio.internal:9000', region: 'cn', style: 'host' } as const;

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'qiyou-place-'));
  onTestFinished(() => rm(made, { recursive: true }));
  return made;
}

describe('where photos are kept', () => {
  it('is the data folder unless a bucket is named, and then what was named the last time', () => {
    expect(placeFor({}, null)).toBeNull();
    expect(placeFor({}, before)).toEqual(before);
    expect(placeFor({ blobs: 'disk' }, before)).toBeNull();
    expect(placeFor({ blobs: 's3://other//a/b/', style: 'path' }, before)).toEqual({ ...before, bucket: 'other', prefix: 'a/b', style: 'path' });
    expect(urlOf({ ...before, prefix: '' })).toBe('s3://photos');
  });

  it.each([
    [{ blobs: 's3:/photos' }, '--blobs'],
    [{ blobs: 's3://Photos' }, '--blobs'],
    [{ blobs: 's3://photos' }, '--s3-endpoint'],
    [{ blobs: 's3://photos', endpoint: 'https://key:secret@host' }, '--s3-endpoint'],
    [{ blobs: 's3://photos', endpoint: 'https://host/photos' }, '--s3-endpoint'],
    [{ blobs: 's3://photos', endpoint: 'https://host', style: 'virtual' }, '--s3-style'],
  ])('says which word is wrong in %j', (words, named) => {
    expect(() => placeFor(words, null)).toThrow(named);
  });

  it('is not taken for the data folder where its note cannot be read', async () => {
    const dataDir = await folder();
    expect(notedPlace(dataDir)).toBeNull();
    await writeFile(join(dataDir, 'photos.json'), '{"bucket":');
    expect(() => notedPlace(dataDir)).toThrow('photos.json');
  });

  it('takes credentials from the environment, or from a file that is named', async () => {
    const file = join(await folder(), 'credentials');
    const environment = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b=c', AWS_SESSION_TOKEN: '' };
    expect(readCredentials(undefined, {})).toBeNull();
    expect(readCredentials('', environment)).toEqual({ accessKeyId: 'a', secretAccessKey: 'b=c' });
    await writeFile(file, '# of the center\r\n[default]\r\naws_access_key_id=x\r\naws_secret_access_key = y=z/+\r\naws_session_token = t\r\n');
    expect(readCredentials(file, environment)).toEqual({ accessKeyId: 'x', secretAccessKey: 'y=z/+', sessionToken: 't' });
    await writeFile(file, 'aws_access_key_id = x\n');
    expect(() => readCredentials(file, environment)).toThrow('needs two lines');
    expect(() => readCredentials(`${file}.not`, environment)).toThrow('--s3-credentials');
  });
});

describe('the range of a request', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 1 }],
    ['bytes=90-', { start: 90, end: 100 }],
    ['bytes=90-5000', { start: 90, end: 100 }],
    ['bytes=-10', { start: 90, end: 100 }],
    ['bytes=-5000', { start: 0, end: 100 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-4', null],
    ['bytes=-', null],
    ['bytes=0-1,3-4', null],
    ['lines=0-1', null],
    [undefined, null],
  ])('%s of 100 bytes is %j', (header, range) => {
    expect(rangeIn(header, 100)).toEqual(range);
  });

  it('never reaches beyond the bytes that are there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => `bytes=${from}-${to}`), fc.nat().map((count) => `bytes=-${count}`)), fc.nat(), (header, size) => {
        const range = rangeIn(header, size);
        expect(range === null || range === 'unsatisfiable' || (range.start >= 0 && range.start < range.end && range.end <= size)).toBe(true);
      }),
    );
  });
});
