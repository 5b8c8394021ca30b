import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { S3Place } from './s3-bucket.ts';
import { BlobsFault } from './s3-fault.ts';

/** What a person says of where photos are kept; what is left out is as it was the last time. */
export interface PlaceWords {
  /** `s3://bucket/prefix`, or `disk`. */
  readonly blobs?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly style?: string | undefined;
}

/** In the data folder: where its photos are, where that is not the folder itself. No secrets are in it. */
const NOTE = 'photos.json';

const DEFAULT_REGION = 'us-east-1';

const style = z.enum(['path', 'host']);
const noteSchema = z.object({ bucket: z.string(), prefix: z.string(), endpoint: z.string(), region: z.string(), style });

/**
 * Where photos are kept: the bucket that was named, or that of the last time; null for the data folder.
 * @throws BlobsFault where that is no place
 */
export function placeFor(words: PlaceWords, before: S3Place | null): S3Place | null {
  const { blobs = before === null ? 'disk' : urlOf(before) } = words;
  if (blobs === 'disk') return null;
  return {
    ...bucketIn(blobs),
    endpoint: endpointIn(words.endpoint ?? before?.endpoint),
    region: words.region ?? before?.region ?? DEFAULT_REGION,
    style: styleIn(words.style ?? before?.style ?? 'path'),
  };
}

function bucketIn(url: string): Pick<S3Place, 'bucket' | 'prefix'> {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9._/-]*))?$/.exec(url) ?? [];
  if (bucket === undefined) throw new BlobsFault('--blobs must be s3://bucket or s3://bucket/prefix, or disk for the data folder.');
  return { bucket, prefix: prefix.split('/').filter((part) => part !== '').join('/') };
}

function styleIn(word: string): S3Place['style'] {
  const asked = style.safeParse(word);
  if (!asked.success) throw new BlobsFault('--s3-style must be path (the bucket is in the path: MinIO, Ceph) or host (it is in the host name: AWS, OSS, COS).');
  return asked.data;
}

function endpointIn(text: string | undefined): string {
  const url = URL.parse(text ?? '');
  const plain = url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.username === '';
  if (!plain) throw new BlobsFault('--s3-endpoint must be the address of the storage, such as https://minio.internal:9000 or https://s3.cn-north-1.amazonaws.com.cn, without bucket and credentials.');
  return url.origin;
}

/** `s3://bucket/prefix`. */
export function urlOf({ bucket, prefix }: S3Place): string {
  return `s3://${bucket}${prefix === '' ? '' : `/${prefix}`}`;
}

/**
 * Where the photos of a data folder are; null where they are in it.
 * @throws BlobsFault where that was noted and cannot be read
 */
export function notedPlace(dataDir: string): S3Place | null {
  const path = join(dataDir, NOTE);
  try {
    return noteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new BlobsFault(`${path}, which says where the photos are, cannot be read. Remove it and name them with --blobs.`);
  }
}

/** The note's file and its text; null where there is nothing to be noted, and no note any more. */
export function noteOf(dataDir: string, place: S3Place | null): { readonly path: string; readonly text: string } | null {
  const path = join(dataDir, NOTE);
  if (place !== null) return { path, text: `${JSON.stringify(place, null, 2)}\n` };
  rmSync(path, { force: true });
  return null;
}
