import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file so that a crash leaves either the old or the new one, whole: temporary file, fsync, rename, fsync of the
 * folder. Only the owner may read it.
 */
export async function atomicWrite(path: string, content: string | Uint8Array): Promise<void> {
  await writeThenMove(`${path}.tmp`, path, content, 'w');
  await syncFolder(dirname(path));
}

/**
 * Writes the temporary file durably and gives it its name; nothing is left of it where that fails. The caller syncs the folder.
 * @param flags `w` takes the place of a temporary file that is there, `wx` refuses it
 */
export async function writeThenMove(temporary: string, path: string, content: string | Uint8Array, flags: 'w' | 'wx'): Promise<void> {
  try {
    const file = await open(temporary, flags, 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Makes names in a folder durable. Windows cannot open a folder for this, and does not need it. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** True where a thrown value is a system error of this code, such as `ENOENT`. */
export function isSystemError(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
