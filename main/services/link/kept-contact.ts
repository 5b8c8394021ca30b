import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { atomicWrite, isSystemError } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';

const schema = z.object({
  skewMs: z.number().nullable(),
  skewAt: z.number().nullable(),
  lastContact: z.number().nullable(),
});

/** What is known of the last contact with the center, and outlives the program: all by this machine's clock, milliseconds. */
export type LastContact = Readonly<z.infer<typeof schema>>;

/** The last contact as it is kept on disk. */
export interface KeptContact {
  readonly last: LastContact;
  /** Keeps another; a failure is said in the log and stops nothing. */
  keep(contact: LastContact): Promise<void>;
}

const NEVER: LastContact = { skewMs: null, skewAt: null, lastContact: null };

/** Reads what was kept; a file that cannot be read counts as none. */
export async function openKeptContact(path: string, log: Log): Promise<KeptContact> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let writes: Promise<void> = Promise.resolve();
  return {
    last: await read(path, log),
    keep(contact) {
      writes = writes
        .then(() => atomicWrite(path, JSON.stringify(contact)))
        .catch((error: unknown) => log.warn(`the last contact was not kept: ${describe(error)}`));
      return writes;
    },
  };
}

async function read(path: string, log: Log): Promise<LastContact> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) log.warn(`the last contact cannot be read: ${describe(error)}`);
    return NEVER;
  }
}
