import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { referenceSchema, type Reference, type ReferPortion } from '#shared/bridge/vault.ts';
import { atomicWrite } from '../files/atomic-write.ts';
import { describe, type Log } from '../log.ts';

/** What became of a portion: it was taken (`more` follow), or it was the end of a list, or it did not follow the one before. */
export type PortionTaken = 'more' | 'partial' | 'whole' | 'outOfOrder';

/** All that names photos, as the replicas told last: kept, so that a check needs no window and no replica is forgotten. */
export interface ReferenceBook {
  take(portion: ReferPortion): Promise<PortionTaken>;
  /** By hash, of all replicas that were ever served from this machine. */
  byHash(): ReadonlyMap<string, readonly Reference[]>;
  /** Whether a photo was taken in on this machine, as far as was told. */
  isHere(hash: string): boolean;
  /** Every list that was kept could be read, and there is one. Else nothing may be collected. */
  isWhole(): boolean;
}

const ENDING = '.json';
const listSchema = z.array(referenceSchema);

/** Opens the book in a folder of its own, one file for each replica. */
export async function openReferenceBook(folder: string, log: Log): Promise<ReferenceBook> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lists = new Map<string, readonly Reference[]>();
  const unread = new Set<string>();
  for (const name of (await readdir(folder)).filter((file) => file.endsWith(ENDING))) {
    const replica = name.slice(0, -ENDING.length);
    try {
      lists.set(replica, listSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))));
    } catch (error) {
      unread.add(replica);
      log.error(`the list of what names photos (${name}) could not be read; nothing is collected until it is told anew: ${describe(error)}`);
    }
  }
  return new FileReferenceBook(folder, lists, unread);
}

class FileReferenceBook implements ReferenceBook {
  readonly #folder: string;
  /** By replica; those that came as `partial` are in memory alone. */
  readonly #lists: Map<string, readonly Reference[]>;
  readonly #unread: Set<string>;
  readonly #coming = new Map<string, Reference[]>();
  readonly #partial = new Map<string, readonly Reference[]>();

  constructor(folder: string, lists: Map<string, readonly Reference[]>, unread: Set<string>) {
    this.#folder = folder;
    this.#lists = lists;
    this.#unread = unread;
  }

  async take({ replica, from, entries, end }: ReferPortion): Promise<PortionTaken> {
    const before = from === 0 ? [] : this.#coming.get(replica);
    if (before === undefined || before.length !== from) {
      this.#coming.delete(replica);
      return 'outOfOrder';
    }
    const list = [...before, ...entries];
    if (end === 'more') this.#coming.set(replica, list);
    else this.#coming.delete(replica);
    if (end === 'partial') this.#partial.set(replica, list);
    if (end === 'whole') {
      await atomicWrite(join(this.#folder, `${replica}${ENDING}`), JSON.stringify(list));
      this.#lists.set(replica, list);
      this.#partial.delete(replica);
      this.#unread.delete(replica);
    }
    return end;
  }

  byHash(): ReadonlyMap<string, readonly Reference[]> {
    const all = new Map<string, Reference[]>();
    for (const list of [...this.#lists.values(), ...this.#partial.values()]) for (const reference of list) addTo(all, reference);
    return all;
  }

  isHere(hash: string): boolean {
    return [...this.#lists.values(), ...this.#partial.values()].some((list) => list.some((reference) => reference.here && reference.hash === hash));
  }

  isWhole(): boolean {
    return this.#unread.size === 0 && this.#lists.size > 0;
  }
}

/** A whole list and a later partial one may name the same. */
function addTo(all: Map<string, Reference[]>, reference: Reference): void {
  const known = all.get(reference.hash) ?? [];
  if (known.some(({ record, part }) => record === reference.record && part === reference.part)) return;
  all.set(reference.hash, [...known, reference]);
}
