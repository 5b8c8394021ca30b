import type { Pending } from '#shared/ports/replica-store.ts';

/** A key of the table of entries. */
export type EntryKey = [number, string, string];

/** How to take entries out of their table: runs of orders that hold nothing else, and keys of the others. */
export interface DroppedKeys {
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly keys: readonly EntryKey[];
}

type Named = Pick<Pending, 'kind' | 'id'>;

const nameOf = ({ kind, id }: Named): string => `${kind}:${id}`;
const byOrder = (a: Pending, b: Pending): number => a.order - b.order;

/** Fewer entries than this are taken out one by one. */
const FEW = 8;

/** All entries of what waits, in memory: what the table of entries holds, once each change of it is durable. */
export class PendingBook {
  readonly #entries = new Map<string, Pending>();

  constructor(entries: readonly Pending[]) {
    for (const entry of entries) this.#entries.set(nameOf(entry), entry);
  }

  get(kind: string, id: string): Pending | undefined {
    return this.#entries.size === 0 ? undefined : this.#entries.get(`${kind}:${id}`);
  }

  all(): readonly Pending[] {
    return [...this.#entries.values()];
  }

  /** Entries without a refusal behind an order, lowest first. */
  queue(limit: number, after: number): readonly Pending[] {
    const waiting: Pending[] = [];
    for (const entry of this.#entries.values()) if (entry.refusal === null && entry.order > after) waiting.push(entry);
    return waiting.toSorted(byOrder).slice(0, limit);
  }

  lastOrder(): number {
    let last = 0;
    for (const { order } of this.#entries.values()) last = Math.max(last, order);
    return last;
  }

  /**
   * What has to go from the table where entries are dropped, and where others are put under another order. A delete of a
   * range costs a fiftieth of the same deletes one by one: what was sent together mostly lies together.
   */
  keysOfDropped(drop: readonly Named[], put: readonly Pending[]): DroppedKeys {
    const moved = put.flatMap((entry) => {
      const known = this.#entries.get(nameOf(entry));
      return known !== undefined && known.order !== entry.order ? [known] : [];
    });
    const gone = drop.flatMap((entry) => this.#entries.get(nameOf(entry)) ?? []);
    const all = [...moved, ...gone];
    return all.length < FEW ? { ranges: [], keys: all.map(keyOf) } : this.#runsOf(all);
  }

  /** After the table was changed alike: first what is dropped, then what is put. */
  change(put: readonly Pending[], drop: readonly Named[]): void {
    for (const entry of drop) this.#entries.delete(nameOf(entry));
    for (const entry of put) this.#entries.set(nameOf(entry), entry);
  }

  #runsOf(gone: readonly Pending[]): DroppedKeys {
    const going = new Set(gone.map(nameOf));
    const ranges: [number, number][] = [];
    let run: Pending[] = [];
    const end = (): void => {
      const [first, last] = [run[0], run.at(-1)];
      if (first !== undefined && last !== undefined) ranges.push([first.order, last.order]);
      run = [];
    };
    for (const group of groupsOfOrder(this.all())) {
      if (group.every((entry) => going.has(nameOf(entry)))) run.push(...group);
      else end();
    }
    end();
    const inRange = (order: number): boolean => ranges.some(([first, last]) => order >= first && order <= last);
    return { ranges, keys: gone.filter(({ order }) => !inRange(order)).map(keyOf) };
  }
}

function keyOf({ order, kind, id }: Pending): EntryKey {
  return [order, kind, id];
}

/** Entries by rising order; those of one order, which a repair can make, stay together. */
function groupsOfOrder(entries: readonly Pending[]): Pending[][] {
  const groups: Pending[][] = [];
  for (const entry of entries.toSorted(byOrder)) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]?.order === entry.order) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}
