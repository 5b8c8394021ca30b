import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ExportFailure } from './export-failure.ts';
import { GrowingFile } from './growing-file.ts';
import { PdfAlbum, type AlbumOptions } from './pdf-album.ts';
import type { PendingExport } from './pending-export.ts';

const ENTRY = 'album.pdf';

/**
 * A PDF that grows on the disk. Where the disk is full, what was laid out waits in memory, no more than one block of it, and
 * the next call says so before it does anything: a call that was refused may be made again.
 */
export async function pdfExport(hidden: string, options: Omit<AlbumOptions, 'drain' | 'onBytes'>): Promise<PendingExport> {
  const path = join(hidden, ENTRY);
  const file = new GrowingFile(await open(path, 'wx', 0o600));
  const drain = async (): Promise<void> => {
    // The document gives its bytes away at the end of this turn.
    await setImmediate();
    await file.flush();
  };
  const album = new PdfAlbum({ ...options, drain: () => drain().catch(() => undefined), onBytes: (bytes) => file.add(bytes) });
  let ending: Promise<void> | null = null;
  return {
    addFile: () => Promise.reject(new ExportFailure({ kind: 'failed', detail: 'a PDF has no files' })),
    async addBlock(block) {
      await stat(path);
      await drain();
      return album.add(block);
    },
    async complete() {
      await stat(path);
      ending ??= album.end();
      await ending;
      await file.sync();
      return { entry: ENTRY, bytes: file.size, files: 1, pages: album.pages };
    },
    close: () => file.close(),
  };
}
