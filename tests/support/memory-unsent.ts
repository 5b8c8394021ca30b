import type { Handlers } from '#shared/bridge/contract.ts';
import type { UnsentEntry } from '#shared/bridge/unsent.ts';

/** A host's book of unsent edits in memory, with the handlers of its channels. */
export class MemoryUnsent {
  /** By replica id: the entries by kind and id. */
  readonly kept = new Map<string, Map<string, UnsentEntry>>();
  /** Lets every call fail until it is null again. */
  failure: Error | null = null;
  readonly #served: { readonly name: string; readonly device: string; readonly replica: string }[] = [];

  /** All that is kept, of every replica. */
  get entries(): readonly UnsentEntry[] {
    return [...this.kept.values()].flatMap((entries) => [...entries.values()]);
  }

  readonly handlers: Pick<Handlers, 'unsent.keep' | 'unsent.drop' | 'unsent.read'> = {
    'unsent.keep': async ({ replica, entries }) => {
      const own = this.#of(replica);
      for (const entry of entries) own.set(`${entry.kind}:${entry.id}`, entry);
      return null;
    },
    'unsent.drop': async ({ replica, keys }) => {
      const own = this.#of(replica);
      for (const { kind, id, version } of keys) if (own.get(`${kind}:${id}`)?.version === version) own.delete(`${kind}:${id}`);
      return null;
    },
    'unsent.read': async ({ name, device, replica: asked, fresh, from }) => {
      const before = this.#served.findLast((served) => served.name === name || served.device === device);
      const replica = fresh && before !== undefined ? before.replica : asked;
      if (!fresh) this.#served.push({ name, device, replica });
      const all = [...this.#of(replica).values()];
      const entries = all.slice(from, from + 100);
      return { replica, known: replica !== asked, entries, more: from + entries.length < all.length };
    },
  };

  #of(replica: string): Map<string, UnsentEntry> {
    if (this.failure !== null) throw this.failure;
    const own = this.kept.get(replica) ?? new Map<string, UnsentEntry>();
    this.kept.set(replica, own);
    return own;
  }
}
