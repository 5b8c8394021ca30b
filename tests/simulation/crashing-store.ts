import type { AnyRecord } from '#shared/domain/record.ts';
import { MemoryReplicaStore } from '#shared/ports/memory-replica-store.ts';
import type { BookChanges } from '#shared/ports/replica-store.ts';

/** The program was killed: nothing of it runs any more. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** One write found no space; the program goes on. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';
}

export type Trouble =
  | { readonly type: 'kill'; readonly at: 'before' | 'after'; writes: number }
  | { readonly type: 'full'; writes: number };

/** A store of one run of a program. A trouble strikes at a write that is counted down to; a killed program writes nothing more. */
export class CrashingStore extends MemoryReplicaStore {
  trouble: Trouble | null = null;
  dead = false;

  override book(changes: BookChanges): Promise<void> {
    return this.#write(() => super.book(changes));
  }

  override put(kind: string, records: readonly AnyRecord[], fresh = false): Promise<void> {
    const known = this.stored.records.get(kind);
    if (fresh && records.some(({ id }) => known?.has(id) === true)) throw new Error(`${kind}: a record is here that was said to be new`);
    return this.#write(() => super.put(kind, records));
  }

  override remove(kind: string, ids: readonly string[]): Promise<void> {
    return this.#write(() => super.remove(kind, ids));
  }

  async #write(write: () => Promise<void>): Promise<void> {
    if (this.dead) throw new Killed();
    const { trouble } = this;
    if (trouble !== null) trouble.writes -= 1;
    if (trouble === null || trouble.writes >= 0) return write();
    this.trouble = null;
    if (trouble.type === 'full') throw new DiskFull();
    if (trouble.at === 'after') await write();
    this.dead = true;
    throw new Killed();
  }
}
