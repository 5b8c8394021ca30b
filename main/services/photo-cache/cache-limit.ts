import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { atomicWrite, isSystemError } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';

const DEFAULT_LIMIT = 2 * 1024 * 1024 * 1024;

const schema = z.object({ limitBytes: z.number().int().min(0) });

/** The limit that was set, in bytes; 2 GiB where none was, or where its file cannot be read. */
export async function readLimit(path: string, log: Log): Promise<number> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8'))).limitBytes;
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) log.warn(`the limit of the photo cache could not be read and is 2 GiB again: ${describe(error)}`);
    return DEFAULT_LIMIT;
  }
}

export async function writeLimit(path: string, limitBytes: number): Promise<void> {
  await atomicWrite(path, JSON.stringify({ limitBytes } satisfies z.infer<typeof schema>));
}
