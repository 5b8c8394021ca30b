import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { unsentEntrySchema, unsentKeySchema, type UnsentEntry, type UnsentKey } from '#shared/bridge/unsent.ts';
import { atomicWrite, isSystemError } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';

/** One replica's file: a JSON line for each entry that is kept and for each that is dropped, in the order of the calls. */
export interface Journal {
  /** What waits, in the order in which it began to. */
  entries(): readonly UnsentEntry[];
  /** On the disk when it resolves; where it throws (a full disk) nothing is sure, and it may be called again. */
  keep(entries: readonly UnsentEntry[]): Promise<void>;
  drop(keys: readonly UnsentKey[]): Promise<void>;
}

const lineSchema = z.union([z.object({ keep: unsentEntrySchema }), z.object({ drop: unsentKeySchema })]);
type Line = z.infer<typeof lineSchema>;

/** Below this size a file is not worth writing anew, bytes. */
const SMALL = 1024 * 1024;

/** A file is written anew where it is so many times longer than what is live in it. */
const GROWN = 4;

/** Opens a journal, leaving out what is torn, and writes it anew where it holds more than what is live. */
export async function openJournal(path: string, log: Log): Promise<Journal> {
  const text = await textOf(path);
  const journal = new FileJournal(path, log, Buffer.byteLength(text));
  let lines = 0;
  for (const line of text.split('\n').filter((each) => each !== '')) {
    lines += 1;
    const read = parse(line);
    if (read === null) log.warn('a torn line among the unsent edits was left out');
    else journal.take(read);
  }
  if (lines > journal.entries().length) await journal.compact();
  return journal;
}

/** Lines that are about to be written together. */
interface Batch {
  readonly lines: Line[];
  readonly written: Promise<void>;
}

class FileJournal implements Journal {
  readonly #path: string;
  readonly #log: Log;
  readonly #live = new Map<string, UnsentEntry>();
  #size: number;
  /** Not looked at for compaction before the file has this size. */
  #patience = SMALL;
  #last: Promise<unknown> = Promise.resolve();
  #next: Batch | null = null;

  constructor(path: string, log: Log, size: number) {
    this.#path = path;
    this.#log = log;
    this.#size = size;
  }

  entries(): readonly UnsentEntry[] {
    return [...this.#live.values()];
  }

  keep(entries: readonly UnsentEntry[]): Promise<void> {
    return this.#write(entries.map((keep) => ({ keep })));
  }

  drop(keys: readonly UnsentKey[]): Promise<void> {
    return this.#write(keys.map(({ kind, id, version }) => ({ drop: { kind, id, version } })));
  }

  /** What a line says, once it is on the disk. */
  take(line: Line): void {
    if ('keep' in line) this.#live.set(nameOf(line.keep), line.keep);
    else if (this.#live.get(nameOf(line.drop))?.version === line.drop.version) this.#live.delete(nameOf(line.drop));
  }

  /** Writes the file anew with what is live; a failure leaves the file as it is, is said in the log and stops nothing. */
  async compact(): Promise<void> {
    const text = textOfLines(this.entries().map((keep) => ({ keep })));
    try {
      await atomicWrite(this.#path, text);
      this.#size = Buffer.byteLength(text);
      this.#patience = Math.max(SMALL, this.#size * GROWN);
    } catch (error) {
      this.#patience = Math.max(SMALL, this.#size * 2);
      this.#log.warn(`the unsent edits were not written anew: ${describe(error)}`);
    }
  }

  /** Calls that come while others are being written share the next write and its fsync. */
  #write(lines: readonly Line[]): Promise<void> {
    if (lines.length === 0) return Promise.resolve();
    if (this.#next === null) {
      const all: Line[] = [];
      const written = this.#last.then(() => this.#flush(all));
      this.#last = written.catch(() => undefined);
      this.#next = { lines: all, written };
    }
    this.#next.lines.push(...lines);
    return this.#next.written;
  }

  async #flush(lines: readonly Line[]): Promise<void> {
    this.#next = null;
    const text = textOfLines(lines);
    await append(this.#path, text);
    this.#size += Buffer.byteLength(text);
    for (const line of lines) this.take(line);
    if (this.#size > this.#patience) await this.compact();
  }
}

function nameOf({ kind, id }: Pick<UnsentKey, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

function textOfLines(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

async function append(path: string, text: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    // The line break in front ends a line that an earlier, failed write may have left torn.
    await file.writeFile(`\n${text}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return '';
    throw error;
  }
}

function parse(line: string): Line | null {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
