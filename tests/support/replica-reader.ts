import { canonical } from '#shared/domain/canonical.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import type { Change, Checkpoint } from '#shared/protocol/exchange.ts';

/** A consumer of a scope's log, as a replica is one: it takes what is sent in, and drops what left. */
export class ReplicaReader {
  readonly scope: string;
  readonly records = new Map<string, { readonly kind: string; readonly record: AnyRecord }>();
  readonly changes: Change[] = [];
  through: Checkpoint = {};
  readonly #store: RecordStore;
  readonly #kinds: readonly string[];

  constructor(store: RecordStore, scope: string, kinds: readonly string[]) {
    this.#store = store;
    this.scope = scope;
    this.#kinds = kinds;
  }

  /** Reads to the end, page by page; answers what came. */
  async pull(limit = 1_000): Promise<readonly Change[]> {
    const came: Change[] = [];
    for (;;) {
      const page = await this.#store.read(this.scope, Object.fromEntries(this.#kinds.map((kind) => [kind, this.through])), limit);
      for (const change of page.changes) this.#take(change);
      came.push(...page.changes);
      this.through = page.through;
      if (!page.more) return came;
    }
  }

  /** What is there, as one sorted list of texts. */
  content(): string[] {
    return [...this.records.values()].map(({ kind, record }) => `${kind} ${canonical(record)}`).toSorted();
  }

  /** Ids of what left, in the order of their coming. */
  get left(): string[] {
    return this.changes.flatMap((change) => ('left' in change ? [change.left] : []));
  }

  #take(change: Change): void {
    this.changes.push(change);
    if ('left' in change) this.records.delete(`${change.kind} ${change.left}`);
    else this.records.set(`${change.kind} ${change.record.id}`, change);
  }
}
