import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { atomicWrite } from '../services/files/atomic-write.ts';
import type { Log } from '../services/log.ts';

/** The port where none was chosen. */
const DEFAULT_PORT = 47_615;

const schema = z.object({ port: z.number().int().min(1).max(65_535) });

/**
 * The port that a data folder was served on last. It is part of the origin and the replica belongs to the origin: on
 * another port the records would seem to be gone.
 */
export async function rememberedPort(data: string): Promise<number> {
  return (await read(data)) ?? DEFAULT_PORT;
}

/** Keeps the port for the next start, and says aloud where it changed. */
export async function rememberPort(data: string, port: number, log: Log): Promise<void> {
  const before = await read(data);
  if (before === port) return;
  if (before !== null) log.warn(`the port changed from ${before} to ${port}: records that were entered on ${before} are seen there alone`);
  await atomicWrite(join(data, 'shell.json'), JSON.stringify({ port }));
}

async function read(data: string): Promise<number | null> {
  try {
    return schema.parse(JSON.parse(await readFile(join(data, 'shell.json'), 'utf8'))).port;
  } catch {
    return null;
  }
}
