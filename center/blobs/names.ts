import { stat } from 'node:fs/promises';

/** The name, where it is a SHA-256 in hex. */
export function checkedHash(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError('not a SHA-256 in hex');
  return hash;
}

/** Where a photo lies below a folder or a prefix, the same on disk and in S3: `ab/cd/<hash>`. */
export function placeOf(hash: string): string {
  return `${checkedHash(hash).slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
}

/** Size of a file; null where it is not there. */
export async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The system's code of an error, such as ENOENT; '' where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
