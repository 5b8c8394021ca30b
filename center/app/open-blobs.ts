import { mkdirSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '#shared/ports/blob-store.ts';
import { readCredentials } from '../blobs/credentials.ts';
import { DiskBlobStore } from '../blobs/disk.ts';
import { placeOf } from '../blobs/names.ts';
import { notedPlace, noteOf, placeFor, urlOf, type PlaceWords } from '../blobs/place.ts';
import { S3BlobStore } from '../blobs/s3.ts';
import { S3Bucket, type S3Credentials, type S3Place } from '../blobs/s3-bucket.ts';
import { BlobsFault, S3Fault } from '../blobs/s3-fault.ts';
import { Spool } from '../blobs/spool.ts';
import { AlreadyRunning, lockDataFolder } from './instance-lock.ts';

/** Where a center keeps its photos, as a person says it, and what opens that. */
export interface BlobsWanted extends PlaceWords {
  readonly credentials?: S3Credentials | null | undefined;
}

/** The words of a command's options and of the environment. */
export function blobsWanted(options: PlaceWords & { readonly credentialsFile?: string | undefined }, environment: NodeJS.ProcessEnv): BlobsWanted {
  const word = (said: string | undefined, name: string): string | undefined => said ?? (environment[name] === '' ? undefined : environment[name]);
  return {
    blobs: word(options.blobs, 'QIYOU_BLOBS'),
    endpoint: word(options.endpoint, 'QIYOU_S3_ENDPOINT'),
    region: word(options.region, 'QIYOU_S3_REGION'),
    style: word(options.style, 'QIYOU_S3_STYLE'),
    credentials: readCredentials(word(options.credentialsFile, 'QIYOU_S3_CREDENTIALS'), environment),
  };
}

export interface OpenedBlobs {
  readonly blobs: BlobStore;
  /** What the log is to say of it, '' for nothing: that S3 is out of reach for now stops no center, whose records go on. */
  readonly warning: string;
  /** Lets the spool go. */
  close(): void;
}

/**
 * Opens the photos of a center: in its data folder, or in S3 where that was named now or the last time.
 * @param shared other processes use the data folder too
 * @throws BlobsFault with a message for the person who runs the center
 */
export async function openBlobs(dataDir: string, wanted: BlobsWanted, shared: boolean): Promise<OpenedBlobs> {
  const before = notedPlace(dataDir);
  const place = placeFor(wanted, before);
  if (place === null) {
    if (before !== null && !(await hasPhotos(dataDir))) throw new BlobsFault(stillInS3(dataDir, before));
    noteOf(dataDir, null);
    return { blobs: await DiskBlobStore.open(join(dataDir, 'blobs'), { shared }), warning: '', close: () => undefined };
  }
  if (before === null && (await hasPhotos(dataDir))) throw new BlobsFault(stillOnDisk(dataDir, place));
  const bucket = bucketOf(place, wanted.credentials);
  const warning = await away(bucket);
  const slot = takeSlot(join(dataDir, 'spool'));
  const note = noteOf(dataDir, place);
  if (note !== null) await writeFile(note.path, note.text, { mode: 0o640 });
  return { blobs: new S3BlobStore(bucket, await Spool.open(slot.folder)), warning, close: slot.release };
}

/** Photos of a data folder, only to be read: by the command line beside a running center. */
export async function openToRead(dataDir: string, wanted: BlobsWanted): Promise<Pick<BlobStore, 'read' | 'size'> & { readonly name: string }> {
  const place = placeFor(wanted, notedPlace(dataDir));
  if (place === null) {
    const folder = join(dataDir, 'blobs');
    const disk = await DiskBlobStore.open(folder, { shared: true });
    return { name: folder, read: (hash, range) => disk.read(hash, range), size: (hash) => disk.size(hash) };
  }
  const bucket = bucketOf(place, wanted.credentials);
  return { name: bucket.name, read: (hash, range) => bucket.read(placeOf(hash), range), size: (hash) => bucket.size(placeOf(hash)) };
}

function bucketOf(place: S3Place, credentials: S3Credentials | null | undefined): S3Bucket {
  if (credentials === null || credentials === undefined) {
    throw new BlobsFault(`The photos are in ${urlOf(place)}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a file with --s3-credentials (QIYOU_S3_CREDENTIALS).`);
  }
  return new S3Bucket({ ...place, credentials });
}

async function away(bucket: S3Bucket): Promise<string> {
  try {
    await bucket.check();
    return '';
  } catch (error) {
    if (!(error instanceof S3Fault)) throw error;
    return `${bucket.name} cannot be reached now (${error.message}). Records go on; photos wait until it answers.`;
  }
}

function stillOnDisk(dataDir: string, place: S3Place): string {
  const folder = join(dataDir, 'blobs');
  return `There are photos in ${folder}. Copy them into ${urlOf(place)} first, as they lie there (aws s3 sync, mc mirror or rclone; without the folder incoming), and move the folder aside. Nothing was changed.`;
}

function stillInS3(dataDir: string, before: S3Place): string {
  return `The photos are in ${urlOf(before)}. Copy them into ${join(dataDir, 'blobs')} first, as they lie there. Nothing was changed.`;
}

async function hasPhotos(dataDir: string): Promise<boolean> {
  return (await readdir(join(dataDir, 'blobs')).catch(() => [])).some((name) => /^[0-9a-f]{2}$/.test(name));
}

/** More processes than this have no place on one machine. */
const MAX_SLOTS = 256;

/**
 * A folder that no other process uses. What one that died was receiving lies in its own, which the next to start takes: the
 * lock ends with the process.
 */
function takeSlot(root: string): { readonly folder: string; readonly release: () => void } {
  for (let slot = 1; slot <= MAX_SLOTS; slot += 1) {
    const folder = join(root, String(slot));
    mkdirSync(folder, { recursive: true, mode: 0o750 });
    try {
      return { folder: join(folder, 'incoming'), release: lockDataFolder(folder) };
    } catch (error) {
      if (!(error instanceof AlreadyRunning)) throw error;
    }
  }
  throw new BlobsFault(`All ${MAX_SLOTS} folders in ${root} are in use.`);
}
