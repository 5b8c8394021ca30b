import type { ReplicaStore } from '../ports/replica-store.ts';

/**
 * Kinds that held nothing when their first pull began, with the ids that came since: what a first pull brings need not
 * be looked for here before it is written, which is most of its cost.
 */
export class FreshKinds {
  readonly #kinds = new Map<string, Set<string>>();

  /** The first pull of a kind begins, or goes on. */
  async begin(kind: string, store: ReplicaStore): Promise<void> {
    if (this.#kinds.has(kind) || (await store.scan(kind, '', 1)).length > 0) return;
    this.#kinds.set(kind, new Set());
  }

  isFilling(kind: string): boolean {
    return this.#kinds.has(kind);
  }

  /** A person saved records meanwhile. */
  saved(kind: string, ids: readonly string[]): void {
    const known = this.#kinds.get(kind);
    if (known !== undefined) for (const id of ids) known.add(id);
  }

  /** Notes what is about to be written; true where nothing of it is here yet. */
  take(kind: string, portion: readonly { readonly id: string }[]): boolean {
    const known = this.#kinds.get(kind);
    if (known === undefined) return false;
    const fresh = portion.every(({ id }) => !known.has(id));
    for (const { id } of portion) known.add(id);
    return fresh;
  }

  /** Everything was pulled once. */
  end(): void {
    this.#kinds.clear();
  }
}
