import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** Reads a small JSON file; null where it is not there or is not what it should be. */
export function readSmall<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Writes a small JSON file for its owner alone; whoever reads it meanwhile sees the old one or the new one. */
export function writeSmall(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.tmp`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}
