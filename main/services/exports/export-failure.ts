import type { ExportError } from '#shared/bridge/exports.ts';
import { freeBytesOf } from '../files/free-bytes.ts';

/** An export's own error on its way to the renderer. */
export class ExportFailure extends Error {
  readonly error: ExportError;

  constructor(error: ExportError) {
    super(error.kind);
    this.name = 'ExportFailure';
    this.error = error;
  }
}

const FULL = ['ENOSPC', 'EDQUOT'];
const GONE = ['ENOENT', 'ENOTDIR', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'ENODEV', 'ENXIO', 'ENOTCONN', 'ESTALE', 'EBUSY'];

/** What a thrown value means for an export into a folder. Says no path. */
export async function exportErrorOf(thrown: unknown, folder: string): Promise<ExportError> {
  if (thrown instanceof ExportFailure) return thrown.error;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (FULL.includes(code)) return { kind: 'diskFull', freeBytes: await freeBytesOf(folder).catch(() => 0) };
  if (GONE.includes(code)) return { kind: 'placeGone' };
  return { kind: 'failed', detail: code === '' ? 'unexpected' : code };
}
