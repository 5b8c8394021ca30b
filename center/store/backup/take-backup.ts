import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCopy, copyDatabase, sizeOfDatabase, type Contents } from './database-file.ts';
import { BackupFault, copyPhoto, flush, hashOfFile, needRoom, sizeOf, writeWhole } from './files.ts';
import { DATABASE, MANIFEST, nameOf, PHOTO_LIST, PHOTOS, photoPath, readBackup, type Backup, type Manifest } from './manifest.ts';
import { rememberBackups } from './remembered.ts';

export interface BackupOptions {
  /** The center's data folder. The center may be running. */
  readonly dataDir: string;
  /** The folder of backups; made where it is not there. On another disk than the data, if it is to be of use. */
  readonly backups: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Where the photos are, where that is S3: they are counted then and stay where they are. */
  readonly elsewhere?: PhotosElsewhere | undefined;
}

export interface PhotosElsewhere {
  /** What a restored folder is told of it; no secrets. */
  readonly place: Readonly<Record<string, unknown>>;
  readonly name: string;
}

/** A backup that was made and read back, and how many photos were not in an earlier one. */
export interface Taken extends Backup {
  readonly newPhotos: number;
}

const UNFINISHED = '.unfinished-';

/** Beside the copy itself, what the check of it and the list of photos take. */
const MARGIN = 16 * 1_048_576;

/**
 * Makes a backup beside a running center: first the database as it is at one moment, then the photos that it names; those
 * were stored before it named them, and are never changed. Photos that an earlier backup has are not copied again. The
 * backup gets its name once all of it was read back; what did not come to its end is no backup.
 * @throws BackupFault
 */
export async function takeBackup({ dataDir, backups, now, elsewhere }: BackupOptions): Promise<Taken> {
  const source = join(dataDir, DATABASE);
  if ((await sizeOf(source)) === null) throw new BackupFault(`There is no center's database in ${dataDir}.`);
  await mkdir(backups, { recursive: true, mode: 0o750 });
  await clearUnfinished(backups);
  const folder = join(backups, nameOf(now));
  if ((await readBackup(folder)) !== null) throw new BackupFault(`There is a backup ${folder} already.`);
  await needRoom(backups, sizeOfDatabase(source) + MARGIN);
  const unfinished = join(backups, `${UNFINISHED}${nameOf(now)}`);
  await mkdir(unfinished, { mode: 0o750 });
  try {
    const copy = join(unfinished, DATABASE);
    await copyDatabase(source, copy);
    const contents = checked(copy, source);
    const photos = elsewhere === undefined ? await copyPhotos(contents, join(dataDir, 'blobs'), backups) : { copied: 0, missing: [] };
    const manifest = await writeManifest(unfinished, contents, photos.missing, now, elsewhere);
    await rename(unfinished, folder);
    await flush(backups);
    await rememberBackups(dataDir, backups);
    return { folder, manifest, newPhotos: photos.copied };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function checked(copy: string, source: string): Contents {
  try {
    return checkCopy(copy);
  } catch (error) {
    if (!(error instanceof BackupFault)) throw error;
    throw new BackupFault(`No backup was made, because the copy of ${source} did not pass its check (${error.message}). Earlier backups are kept.`);
  }
}

async function copyPhotos({ photos }: Contents, blobs: string, backups: string): Promise<{ readonly copied: number; readonly missing: string[] }> {
  const wanted: Contents['photos'][number][] = [];
  for (const photo of photos) if ((await sizeOf(photoPath(backups, photo.hash))) !== photo.size) wanted.push(photo);
  await needRoom(backups, wanted.reduce((total, { size }) => total + size, 0) + MARGIN);
  const missing: string[] = [];
  for (const { hash } of wanted) {
    const from = join(blobs, hash.slice(0, 2), hash.slice(2, 4), hash);
    if (!(await copyPhoto(from, photoPath(backups, hash), hash))) missing.push(hash);
  }
  return { copied: wanted.length - missing.length, missing };
}

async function writeManifest(folder: string, { records, photos }: Contents, missing: readonly string[], madeAt: number, elsewhere?: PhotosElsewhere): Promise<Manifest> {
  const database = join(folder, DATABASE);
  const lost = new Set(missing);
  const kept = elsewhere === undefined ? photos.filter(({ hash }) => !lost.has(hash)) : [];
  const manifest: Manifest = {
    format: 1,
    madeAt,
    database: { bytes: (await sizeOf(database)) ?? 0, sha256: (await hashOfFile(database)) ?? '' },
    records,
    photos: sumOf(kept),
    ...(elsewhere === undefined ? {} : { elsewhere: { ...elsewhere, ...sumOf(photos) } }),
    missing: [...missing],
  };
  await flush(database);
  await writeWhole(join(folder, PHOTO_LIST), kept.map(({ hash }) => `${hash}  ../${PHOTOS}/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}\n`).join(''));
  await writeWhole(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await flush(folder);
  return manifest;
}

function sumOf(photos: Contents['photos']): Manifest['photos'] {
  return { count: photos.length, bytes: photos.reduce((total, { size }) => total + size, 0) };
}

/** What backups that were cut off left behind; the photos that they copied are whole, and stay. */
async function clearUnfinished(backups: string): Promise<void> {
  const left = (await readdir(backups)).filter((name) => name.startsWith(UNFINISHED));
  for (const name of left) await rm(join(backups, name), { recursive: true, force: true });
}
