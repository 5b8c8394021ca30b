import { createHmac } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { maskIdNumber } from '#shared/domain/people.ts';
import { atomicWrite, isSystemError } from '../files/atomic-write.ts';
import type { Log } from '../log.ts';

/** Full ID numbers, on this machine alone. What travels is a mask and a keyed hash. */
export interface Identity {
  /** Keeps what was typed, or forgets it where it is ''. `hash` is '' where there is no number, or no county key yet. */
  keep(volunteer: string, number: string): Promise<{ readonly masked: string; readonly hash: string }>;
  read(volunteer: string): string | null;
}

const lineSchema = z.object({ volunteer: z.uuid(), number: z.string() });

/**
 * Opens the numbers' file (0600): one JSON line an entry, the last of a volunteer counts, and each is on disk before
 * `keep` answers. A line torn by a crash was never answered and is left out. Old lines are dropped here, unless there is
 * one that cannot be read: then the file stays as it is.
 * `idKey` gives the county's key (base64url), or null while the device is not enrolled.
 */
export async function openIdentity(path: string, idKey: () => string | null, log: Log): Promise<Identity> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { numbers, clean } = await load(path, log);
  if (clean) await atomicWrite(path, [...numbers].map(([volunteer, number]) => lineOf(volunteer, number)).join(''));
  let writes: Promise<void> = Promise.resolve();
  return {
    async keep(volunteer, typed) {
      const number = normalize(typed);
      // One after another, and a failed write fails its own caller alone.
      const write = writes.then(() => append(path, lineOf(volunteer, number)));
      writes = write.catch(() => undefined);
      await write;
      if (number === '') numbers.delete(volunteer);
      else numbers.set(volunteer, number);
      const key = idKey();
      const hash = number === '' || key === null ? '' : createHmac('sha256', Buffer.from(key, 'base64url')).update(number).digest('hex');
      return { masked: maskIdNumber(number), hash };
    },
    read: (volunteer) => numbers.get(volunteer) ?? null,
  };
}

/** One person has one hash however the number was typed: full width, with spaces, with a small x. */
function normalize(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}

function lineOf(volunteer: string, number: string): string {
  return `${JSON.stringify({ volunteer, number })}\n`;
}

async function append(path: string, line: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    // The line break in front ends a line that an earlier, failed write may have left torn.
    await file.writeFile(`\n${line}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function load(path: string, log: Log): Promise<{ readonly numbers: Map<string, string>; readonly clean: boolean }> {
  const numbers = new Map<string, string>();
  let clean = true;
  for (const line of (await textOf(path)).split('\n')) {
    if (line === '') continue;
    const entry = parse(line);
    if (entry === null) {
      clean = false;
      log.warn('a torn line among the ID numbers was left out');
    } else if (entry.number === '') numbers.delete(entry.volunteer);
    else numbers.set(entry.volunteer, entry.number);
  }
  return { numbers, clean };
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return '';
    throw error;
  }
}

function parse(line: string): z.infer<typeof lineSchema> | null {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
