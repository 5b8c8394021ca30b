import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureSource } from '#shared/bridge/exports.ts';
import { isSystemError, writeThenMove } from '../files/atomic-write.ts';
import { ExportFailure } from './export-failure.ts';
import { freeName, syncNames, type PendingExport } from './pending-export.ts';
import { nameKey, safeName } from './safe-name.ts';

const ENTRY = 'folder';

/** A folder of files, each durable before the next is read. */
export async function folderExport(hidden: string, read: (source: PictureSource) => Promise<Uint8Array | null>): Promise<PendingExport> {
  const root = join(hidden, ENTRY);
  await mkdir(root);
  /** Names in each folder, by the folder's path. */
  const taken = new Map<string, Set<string>>([[root, new Set()]]);
  /** Folders by their parent and name, whatever its capitals. */
  const folders = new Map<string, string>();
  let bytes = 0;
  let files = 0;
  const folderIn = async (parent: string, segment: string): Promise<string> => {
    const name = safeName(segment);
    const key = join(parent, nameKey(name));
    const known = folders.get(key);
    if (known !== undefined) return known;
    const names = taken.get(parent) ?? new Set<string>();
    const free = freeName(name, names);
    const folder = join(parent, free);
    // Not with its parents: a stick that was pulled out must not be made anew as a folder of the machine's own disk.
    await mkdir(folder).catch((error: unknown) => {
      if (!isSystemError(error, 'EEXIST')) throw error;
    });
    names.add(nameKey(free));
    taken.set(folder, new Set());
    folders.set(key, folder);
    return folder;
  };
  return {
    async addFile(path, source) {
      await stat(root);
      let folder = root;
      for (const segment of path.slice(0, -1)) folder = await folderIn(folder, segment);
      const names = taken.get(folder) ?? new Set<string>();
      const name = freeName(safeName(path.at(-1) ?? ''), names);
      const content = await read(source);
      if (content === null) throw new ExportFailure('photo' in source ? { kind: 'photoAway', hash: source.photo } : { kind: 'notAPicture' });
      await writeThenMove(join(hidden, 'file.tmp'), join(folder, name), content, 'w');
      names.add(nameKey(name));
      bytes += content.length;
      files += 1;
    },
    addBlock: () => Promise.reject(new ExportFailure({ kind: 'failed', detail: 'a folder has no pages' })),
    async complete() {
      for (const folder of taken.keys()) await syncNames(folder);
      return { entry: ENTRY, bytes, files, pages: 0 };
    },
    close: () => Promise.resolve(),
  };
}
