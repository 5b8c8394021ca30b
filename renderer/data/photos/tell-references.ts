import type { Bridge } from '#shared/bridge/contract.ts';
import { MAX_REFERENCES, type Reference } from '#shared/bridge/vault.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { Replica } from '../replica/open-replica.ts';

/** Records read in one portion. */
const PORTION = 250;

/** Whatever looks like a photo's name in a draft or a book: too much is told rather than too little. */
const HASH = /\b[0-9a-f]{64}\b/g;

export interface TellOptions {
  readonly replica: Replica;
  readonly bridge: Bridge;
  /** The enrolled device: photos of records that it wrote must be on this machine. */
  readonly device: string;
}

/**
 * Tells the host all that names photos: evidence, removed ones too, drafts, the queue and the books of what waits. The list
 * counts for collection only where the replica was whole from the beginning to the end; where anything fails in the middle
 * the list never ends, and counts for nothing. Throws where the storage cannot be read.
 * @param onlyWhole true tells nothing of a replica that is not whole; false ends its list as `partial`, which names records in a
 * check and no more
 * @returns whether the list ended as a whole one
 */
export async function tellReferences(options: TellOptions, onlyWhole: boolean): Promise<boolean> {
  const whole = await isWhole(options.replica);
  if (onlyWhole && !whole) return false;
  const teller = new Teller(options);
  const own = new Set(await options.replica.local.photos.toCollection().primaryKeys());
  for await (const records of evidenceOf(options.replica)) {
    await teller.add(records.flatMap((record) => referencesOf(record, (hash) => own.has(hash) || record.by.device === options.device)));
  }
  for await (const rows of otherRows(options.replica)) await teller.add(hashesIn(rows));
  // What was pulled or lost meanwhile makes the list another replica's.
  const stillWhole = whole && (await isWhole(options.replica));
  return (await teller.end(stillWhole ? 'whole' : 'partial')) && stillWhole;
}

async function isWhole({ engine }: Replica): Promise<boolean> {
  const { whole, recovering } = await engine.store.state();
  return whole && recovering === null;
}

/** Sends references in portions as they come. */
class Teller {
  readonly #options: TellOptions;
  #waiting: Reference[] = [];
  #from = 0;
  #refused = false;

  constructor(options: TellOptions) {
    this.#options = options;
  }

  async add(references: readonly Reference[]): Promise<void> {
    this.#waiting.push(...references);
    while (this.#waiting.length > MAX_REFERENCES) await this.#send(this.#waiting.splice(0, MAX_REFERENCES), 'more');
  }

  /** Answers whether the host took all of it. */
  async end(end: 'whole' | 'partial'): Promise<boolean> {
    await this.#send(this.#waiting, end);
    return !this.#refused;
  }

  async #send(entries: Reference[], end: 'more' | 'whole' | 'partial'): Promise<void> {
    if (this.#refused) return;
    const { taken } = await this.#options.bridge.invoke('vault.refer', { replica: this.#options.replica.name, from: this.#from, entries, end });
    this.#from += entries.length;
    this.#refused = !taken;
  }
}

async function* evidenceOf({ engine }: Replica): AsyncIterable<readonly AnyRecord[]> {
  for (let after = ''; ; ) {
    const records = await engine.store.scan('evidence', after, PORTION);
    yield records;
    const last = records.at(-1);
    if (last === undefined || records.length < PORTION) return;
    after = last.id;
  }
}

function referencesOf(record: AnyRecord, isHere: (hash: string) => boolean): readonly Reference[] {
  const { id, hash, thumbHash, caption, originalName, occurredOn } = record as AnyRecord & Evidence;
  const name = (caption === '' ? originalName : caption).slice(0, 300).toWellFormed();
  const files = [{ hash, part: 'picture' }, { hash: thumbHash, part: 'thumb' }] as const;
  return files.filter((file) => file.hash !== '').map((file) => ({ ...file, record: id, name, day: occurredOn, here: isHere(file.hash) }));
}

/** Everything else of this machine that may name a photo. */
async function* otherRows({ local, engine }: Replica): AsyncIterable<readonly unknown[]> {
  yield* engine.store.allPendings();
  for (const table of [local.photos, local.drafts, local.recovered]) yield await table.toArray();
}

function hashesIn(rows: readonly unknown[]): readonly Reference[] {
  const found = new Set(rows.flatMap((row) => JSON.stringify(row).match(HASH) ?? []));
  return [...found].map((hash) => ({ hash, record: '', part: 'other', name: '', day: '', here: false }));
}
