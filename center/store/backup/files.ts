import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DatabaseFault } from '../fault.ts';

/** A backup or a restore that cannot be done; the message says why, and what a person can do. */
export class BackupFault extends DatabaseFault {}

/** SHA-256 of a file, hex; null where it is not there. */
export async function hashOfFile(path: string): Promise<string | null> {
  if ((await sizeOf(path)) === null) return null;
  const digest = createHash('sha256');
  await pipeline(createReadStream(path), digest);
  return digest.digest('hex');
}

/** Size in bytes; null where it is not there. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Copies a photo to its place durably, and reads the copy back: only what has its hash takes the name.
 * @returns false where the source is not there, or is not what its name says; nothing is left behind then
 */
export async function copyPhoto(from: string, to: string, hash: string): Promise<boolean> {
  if ((await sizeOf(from)) === null) return false;
  await mkdir(dirname(to), { recursive: true, mode: 0o750 });
  const temporary = `${to}.${process.pid}.tmp`;
  try {
    await pipeline(createReadStream(from), createWriteStream(temporary, { mode: 0o640 }));
    if ((await hashOfFile(temporary)) !== hash) return false;
    await flush(temporary);
    await rename(temporary, to);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes a small file durably, whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** Makes a file, or the names in a folder, durable. Windows cannot open folders and does not need it. */
export async function flush(path: string): Promise<void> {
  if (process.platform === 'win32' && (await stat(path)).isDirectory()) return;
  const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws BackupFault where the disk of a folder has less room than this */
export async function needRoom(folder: string, bytes: number): Promise<void> {
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  if (free < bytes) throw new BackupFault(`The disk of ${folder} is full: ${inMegabytes(bytes)} are needed and ${inMegabytes(free)} are free. Nothing was changed. Make room, or name another disk.`);
}

export function inMegabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/** The system's code of an error, such as ENOENT; '' where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
