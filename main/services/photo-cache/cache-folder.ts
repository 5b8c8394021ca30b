import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const HASH = /^[0-9a-f]{64}$/;
const TEMPORARY = 'incoming';

/** A file as the folder shows it; `used` is its date, milliseconds since 1970, set at each use. */
export interface CachedFile {
  readonly hash: string;
  readonly size: number;
  readonly used: number;
}

/** Where a cached photo lies. Throws for anything that is no hash: it becomes part of a path. */
export function pathIn(folder: string, hash: string): string {
  if (!HASH.test(hash)) throw new Error('not a hash');
  return join(folder, hash.slice(0, 2), hash);
}

/** A name for a file that is being written: it never counts. */
export function temporaryIn(folder: string, name: string): string {
  return join(folder, TEMPORARY, name);
}

/** Makes the folder, removes what a killed run left half-written, and lists the rest, the longest unused first. */
export async function scanCache(folder: string): Promise<readonly CachedFile[]> {
  await rm(join(folder, TEMPORARY), { recursive: true, force: true });
  await mkdir(join(folder, TEMPORARY), { recursive: true, mode: 0o700 });
  const found: CachedFile[] = [];
  for (const part of await readdir(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue;
    for (const hash of await readdir(join(folder, part))) {
      if (!HASH.test(hash) || !hash.startsWith(part)) continue;
      const { size, mtimeMs } = await stat(join(folder, part, hash));
      found.push({ hash, size, used: mtimeMs });
    }
  }
  return found.toSorted((one, other) => one.used - other.used || (one.hash < other.hash ? -1 : 1));
}
