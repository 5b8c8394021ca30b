import type { AnyRecord } from '../domain/record.ts';
import { NEW_REPLICA, type BookChanges, type Pending, type Recovered, type RepairReport, type ReplicaState, type ReplicaStore, type StoredReceipt } from './replica-store.ts';

const keyOf = (kind: string, id: string): string => `${kind}:${id}`;

/** All that a store holds: what survives a killed program, and what a backup is a copy of. */
export interface StoredReplica {
  readonly records: Map<string, Map<string, AnyRecord>>;
  readonly pendings: Map<string, Pending>;
  readonly receipts: Map<string, StoredReceipt>;
  readonly recovered: Recovered[];
  readonly repairs: RepairReport[];
  state: ReplicaState;
}

export function emptyReplica(): StoredReplica {
  return { records: new Map(), pendings: new Map(), receipts: new Map(), recovered: [], repairs: [], state: NEW_REPLICA };
}

/** A copy that later changes do not reach; records themselves are never changed in place. */
export function copyOfReplica(stored: StoredReplica): StoredReplica {
  return {
    records: new Map([...stored.records].map(([kind, records]) => [kind, new Map(records)])),
    pendings: new Map(stored.pendings),
    receipts: new Map(stored.receipts),
    recovered: [...stored.recovered],
    repairs: [...stored.repairs],
    state: stored.state,
  };
}

/** A replica store in memory, for tests and the simulation. `before` is called before each write, and may throw: a killed program. */
export class MemoryReplicaStore implements ReplicaStore {
  readonly stored: StoredReplica;
  readonly #before: (step: string) => void;

  constructor(stored: StoredReplica = emptyReplica(), before: (step: string) => void = () => undefined) {
    this.stored = stored;
    this.#before = before;
  }

  async records(kind: string, ids: readonly string[]): Promise<readonly (AnyRecord | undefined)[]> {
    const records = this.stored.records.get(kind);
    return ids.map((id) => records?.get(id));
  }

  async pendings(kind: string, ids: readonly string[]): Promise<readonly (Pending | undefined)[]> {
    return ids.map((id) => this.stored.pendings.get(keyOf(kind, id)));
  }

  async queue(limit: number, after: number): Promise<readonly Pending[]> {
    const waiting = [...this.stored.pendings.values()].filter(({ refusal, order }) => refusal === null && order > after);
    return waiting.toSorted((a, b) => a.order - b.order).slice(0, limit);
  }

  async *allPendings(): AsyncIterable<readonly Pending[]> {
    yield [...this.stored.pendings.values()];
  }

  async lastOrder(): Promise<number> {
    return [...this.stored.pendings.values()].reduce((last, { order }) => Math.max(last, order), 0);
  }

  async scan(kind: string, after: string, limit: number): Promise<readonly AnyRecord[]> {
    const records = [...(this.stored.records.get(kind)?.values() ?? [])].filter(({ id }) => id > after);
    return records.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  async state(): Promise<ReplicaState> {
    return this.stored.state;
  }

  async book(changes: BookChanges): Promise<void> {
    this.#before('book');
    const { stored } = this;
    for (const entry of changes.put ?? []) stored.pendings.set(keyOf(entry.kind, entry.id), entry);
    for (const { kind, id } of changes.drop ?? []) stored.pendings.delete(keyOf(kind, id));
    for (const receipt of changes.receipts ?? []) stored.receipts.set(keyOf(receipt.kind, receipt.id), receipt);
    stored.recovered.push(...(changes.recovered ?? []));
    if (changes.repair !== undefined) stored.repairs.push(changes.repair);
    if (changes.state !== undefined) stored.state = changes.state;
  }

  async put(kind: string, records: readonly AnyRecord[]): Promise<void> {
    this.#before('put');
    const held = this.stored.records.get(kind) ?? new Map<string, AnyRecord>();
    for (const record of records) held.set(record.id, record);
    this.stored.records.set(kind, held);
  }

  async remove(kind: string, ids: readonly string[]): Promise<void> {
    this.#before('remove');
    for (const id of ids) this.stored.records.get(kind)?.delete(id);
  }
}
