import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from './files.ts';

const FILE = 'backups.json';
const schema = z.object({ backups: z.string() });

/** Notes beside the data where its backups lie, for the day on which the data cannot be read. */
export function rememberBackups(dataDir: string, backups: string): Promise<void> {
  return writeWhole(join(dataDir, FILE), `${JSON.stringify({ backups } satisfies z.infer<typeof schema>)}\n`);
}

/** The folder of backups that the last backup went to; null where none is known. */
export function rememberedBackups(dataDir: string): string | null {
  try {
    return schema.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8'))).backups;
  } catch {
    return null;
  }
}
