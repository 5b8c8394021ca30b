import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Input, Output } from '#shared/bridge/contract.ts';
import { MAX_UNSENT, type UnsentEntry, type UnsentKey } from '#shared/bridge/unsent.ts';
import { atomicWrite, isSystemError } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';
import { openJournal, type Journal } from './journal.ts';

/**
 * Edits that wait to be sent, kept a second time beside the browser's storage: that can be lost whole, and silently.
 * One file for each replica; what is kept is on the disk before the call answers.
 */
export interface UnsentBook {
  keep(replica: string, entries: readonly UnsentEntry[]): Promise<void>;
  drop(replica: string, keys: readonly UnsentKey[]): Promise<void>;
  read(asked: Input<'unsent.read'>): Promise<Output<'unsent.read'>>;
}

/** Which replica was served last for the databases of a name, and for which device. */
const servedSchema = z.array(z.object({ name: z.string(), device: z.string(), replica: z.uuid() }));
type Served = Readonly<z.infer<typeof servedSchema>[number]>;

const SERVED = 'replicas.json';

/** Text of the records in one page of {@link UnsentBook.read}, about. */
const PAGE_TEXT = 4 * 1024 * 1024;

/** Opens the book in a folder of its own. A list of replicas that cannot be read counts as none, and is said in the log. */
export async function openUnsentBook(folder: string, log: Log): Promise<UnsentBook> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return new FileBook(folder, log, await readServed(join(folder, SERVED), log));
}

class FileBook implements UnsentBook {
  readonly #folder: string;
  readonly #log: Log;
  readonly #journals = new Map<string, Promise<Journal>>();
  #served: readonly Served[];

  constructor(folder: string, log: Log, served: readonly Served[]) {
    this.#folder = folder;
    this.#log = log;
    this.#served = served;
  }

  async keep(replica: string, entries: readonly UnsentEntry[]): Promise<void> {
    await (await this.#journal(replica)).keep(entries);
  }

  async drop(replica: string, keys: readonly UnsentKey[]): Promise<void> {
    await (await this.#journal(replica)).drop(keys);
  }

  async read({ name, device, replica: asked, fresh, from }: Input<'unsent.read'>): Promise<Output<'unsent.read'>> {
    const before = this.#served.find((served) => served.name === name) ?? this.#served.find((served) => served.device === device);
    const replica = fresh && before !== undefined ? before.replica : asked;
    // A fresh one is served once it has taken its id, and comes to say so.
    if (!fresh) await this.#serve({ name, device, replica });
    const all = (await this.#journal(replica)).entries();
    const entries = pageOf(all, from);
    return { replica, known: replica !== asked, entries, more: from + entries.length < all.length };
  }

  /** A file that could not be opened is tried again at the next call. */
  #journal(replica: string): Promise<Journal> {
    const open = this.#journals.get(replica) ?? openJournal(join(this.#folder, `${replica}.jsonl`), this.#log);
    this.#journals.set(replica, open);
    open.catch(() => this.#journals.delete(replica));
    return open;
  }

  async #serve(now: Served): Promise<void> {
    if (this.#served.some((served) => served.name === now.name && served.device === now.device && served.replica === now.replica)) return;
    const served = [...this.#served.filter(({ name, replica }) => name !== now.name && replica !== now.replica), now];
    await atomicWrite(join(this.#folder, SERVED), JSON.stringify(served));
    this.#served = served;
  }
}

function pageOf(all: readonly UnsentEntry[], from: number): UnsentEntry[] {
  const page: UnsentEntry[] = [];
  let text = 0;
  for (const entry of all.slice(from, from + MAX_UNSENT)) {
    text += JSON.stringify(entry).length;
    if (text > PAGE_TEXT && page.length > 0) break;
    page.push(entry);
  }
  return page;
}

async function readServed(path: string, log: Log): Promise<readonly Served[]> {
  try {
    return servedSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) log.error(`the list of replicas could not be read: ${describe(error)}`);
    return [];
  }
}
