import { createHash } from 'node:crypto';
import { cp, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test's own, removed after it. */
export async function ownFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `qiyou-${name}-`));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of a folder, in a folder of its own. */
export async function copyOf(folder: string): Promise<string> {
  const copy = join(await ownFolder('copy'), 'data');
  await cp(folder, copy, { recursive: true });
  return copy;
}

const OF_NOTHING = createHash('sha256').digest('hex');

/** What lies in a folder: each file's hash by its path, but for what a database makes to be shared between processes, and an empty log. */
export async function fingerprint(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
  const marks = await Promise.all(files.map(async (path) => [relative(folder, path), createHash('sha256').update(await readFile(path)).digest('hex')] as const));
  return Object.fromEntries(marks.filter(([name, hash]) => !name.endsWith('-shm') && !name.startsWith('instance.lock') && !(name.endsWith('-wal') && hash === OF_NOTHING)));
}

/** Writes over a part of a file. */
export async function overwrite(path: string, at: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(bytes, 0, bytes.length, at);
  } finally {
    await file.close();
  }
}
