import { lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PdfBlock, PictureSource } from '#shared/bridge/exports.ts';
import { isSystemError, syncFolder } from '../files/atomic-write.ts';
import type { Left } from './pdf-album.ts';
import { nameKey, numbered } from './safe-name.ts';

/** What an export is made of while nobody sees it. Errors are the system's or an `ExportFailure`. */
export interface PendingExport {
  addFile(path: readonly string[], source: PictureSource): Promise<void>;
  addBlock(block: PdfBlock): Promise<{ index: number; why: Left }[]>;
  /** Makes it durable; answers which entry of the hidden folder gets the name. May be called again where it threw. */
  complete(): Promise<{ readonly entry: string; readonly bytes: number; readonly files: number; readonly pages: number }>;
  /** Lets go of open files. */
  close(): Promise<void>;
}

/** Gives an entry a name in a folder, with a number where it is taken; answers the name. */
export async function giveName(entry: string, folder: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const free = numbered(name, number);
    if (await isThere(join(folder, free))) continue;
    await rename(entry, join(folder, free));
    await syncNames(folder);
    return free;
  }
}

/** Makes the names in a folder durable, as far as its file system can: some of sticks cannot, and say so. */
export async function syncNames(folder: string): Promise<void> {
  await syncFolder(folder).catch((error: unknown) => {
    if (!['EINVAL', 'ENOSYS', 'ENOTSUP'].some((code) => isSystemError(error, code))) throw error;
  });
}

/** A name among those given already, with a number where another differs by capitals at most. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const free = numbered(name, number);
    if (!taken.has(nameKey(free))) return free;
  }
}

/** Removes a hidden folder; what cannot be removed now is removed by the next export to the place. */
export async function removeHidden(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}
