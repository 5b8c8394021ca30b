import type { AnyRecord } from '../domain/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { BookChanges, Pending, ReplicaState, ReplicaStore, StoredReceipt } from '../ports/replica-store.ts';
import { MAX_CHANGES, MAX_WRITES, type Change, type Checkpoint, type ExchangeRequest, type ExchangeResponse, type Refusal, type WriteResult } from '../protocol/exchange.ts';
import { PROTOCOL } from '../protocol/protocol-version.ts';
import { versionOf } from '../schema/version.ts';
import { answered, type Sent } from './answered.ts';
import { applyStates, type CenterState } from './apply-states.ts';
import { byKind, statesByKind, withinText } from './batches.ts';
import { FreshKinds } from './fresh-kinds.ts';
import { advance, lostLog } from './marks.ts';
import { Mutex } from './mutex.ts';
import { OwnPositionBook } from './own-positions.ts';
import { afterSave, centerVersion, mended, withoutUndo } from './pending.ts';
import { ReplicaDigests } from './replica-digests.ts';

export interface EngineOptions {
  readonly store: ReplicaStore;
  /** The kinds that are replicated. */
  readonly kinds: readonly string[];
  readonly clock: Clock;
}

/** What goes out in one exchange. */
export interface Outgoing {
  readonly request: ExchangeRequest;
  readonly sent: readonly Sent[];
  /** The `order` of the last of them. */
  readonly last: number;
  /** More waits than this carries. */
  readonly more: boolean;
}

/** What one exchange brought. */
export interface Taken {
  readonly pushed: number;
  readonly pulled: number;
  /** There is more to pull at once. */
  readonly more: boolean;
  /** The log is another one, or the scope moved: everything is pulled anew. */
  readonly restarted: boolean;
}

/** An answer that is being filed. */
export interface Begun {
  readonly taken: Taken;
  /** Resolves when all that it brought is durable and noted; rejects where that failed. */
  readonly durable: Promise<void>;
}

/** Records that are written while a person's save has to wait. */
const PORTION = 500;

/**
 * The replica's side of the protocol over a {@link ReplicaStore}. Every step keeps this true, also where the program is
 * killed in it: a record without an entry in the book is what the center has; an entry's base is what its edit started
 * from; nothing that was saved is replaced but by a merge that keeps it (rules P1, P2, M1, C1).
 */
export class ReplicaEngine {
  readonly store: ReplicaStore;
  readonly kinds: readonly string[];
  readonly digests = new ReplicaDigests();
  readonly clock: Clock;
  /** Steps that change anything run one at a time. */
  readonly #steps = new Mutex();
  readonly #fresh = new FreshKinds();
  readonly #own = new OwnPositionBook();
  /** What the last page that was begun will say of where the replica stands, until it is durable. */
  #ahead: Partial<ReplicaState> = {};
  /** Resolves when all pages that were begun are durable and noted. */
  #durable: Promise<void> = Promise.resolve();
  #order = 0;
  /** A step is under way, or broke off; at the start nobody knows. */
  #torn = true;

  constructor({ store, kinds, clock }: EngineOptions) {
    this.store = store;
    this.kinds = kinds;
    this.clock = clock;
  }

  /** Puts the book right after a killed program. To be called once, before anything else. */
  open(): Promise<void> {
    return this.step(async () => undefined);
  }

  /**
   * Saves records of a kind, whole or not at all. Durable when it resolves, and then sure to be sent.
   * @param make the content to save, from the record as it is (undefined: there is none); null to leave it
   * @throws what the store throws (disk full); nothing was saved then
   */
  save(kind: string, ids: readonly string[], make: (before: AnyRecord | undefined, index: number) => AnyRecord | null): Promise<void> {
    return this.step(async () => {
      const [before, pendings] = await Promise.all([this.store.records(kind, ids), this.store.pendings(kind, ids)]);
      const entries: Pending[] = [];
      const records: AnyRecord[] = [];
      ids.forEach((id, index) => {
        const old = before[index];
        const record = make(old, index);
        if (record === null) return;
        const pending = pendings[index];
        const version = versionOf(record);
        // What waits has its version in the book; only a record at rest has to be hashed.
        const oldVersion = old === undefined ? null : (pending?.version ?? versionOf(old));
        if (version === oldVersion) return;
        this.#order += 1;
        entries.push(afterSave(kind, id, version, old === undefined || oldVersion === null ? null : { record: old, version: oldVersion }, pending, this.#order));
        records.push(record);
      });
      if (entries.length === 0) return;
      this.#fresh.saved(kind, ids);
      await this.#bookAndPut(kind, entries, records, before.every((record) => record === undefined));
    });
  }

  /** The entry comes first: at no moment a record looks received that is not (rule C1). */
  async #bookAndPut(kind: string, entries: readonly Pending[], records: readonly AnyRecord[], fresh: boolean): Promise<void> {
    await this.store.book({ put: entries });
    try {
      await this.store.put(kind, records, fresh);
    } catch (error) {
      // Where this fails too, the next start takes the entries back.
      await this.store.book(takenBack(entries)).catch(() => undefined);
      throw error;
    }
  }

  /**
   * What is to be sent next, at most `limit` writes, and from where to pull. Where more waits than one exchange carries,
   * it pushes alone: the last one pulls.
   * @param after the `last` of an exchange that is still under way, to send what comes behind it; 0 from the first
   * @param page changes to pull at most
   */
  outgoing(limit = MAX_WRITES, after = 0, page = MAX_CHANGES): Promise<Outgoing> {
    return this.step(async () => {
      const queue = await this.store.queue(Math.min(limit, MAX_WRITES) + 1, after);
      const sent = withinText(await this.#sentOf(queue.slice(0, limit)));
      const push = sent.map(({ pending, record }) => ({ kind: pending.kind, base: pending.baseVersion, record }));
      const last = sent.at(-1)?.pending.order ?? after;
      if (sent.length > 0 && sent.length < queue.length) return { sent, last, more: true, request: { protocol: PROTOCOL, push, pull: null } };
      const { marks } = await this.store.state();
      return { sent, last, more: false, request: this.#request(push, marks, page) };
    });
  }

  /** The pull that comes after an answer, to be under way while that answer is written down; null where nothing is left to pull. */
  ahead({ request }: Outgoing, response: ExchangeResponse, before: ReplicaState, page = MAX_CHANGES): Outgoing | null {
    if (request.pull === null || response.pull?.more !== true || lostLog(before, request.pull.from, response) !== null) return null;
    const { state, restarted } = advance(before, request.pull.from, response);
    return restarted ? null : { sent: [], last: 0, more: false, request: this.#request([], state.marks ?? {}, page) };
  }

  #request(push: ExchangeRequest['push'], marks: ReplicaState['marks'], limit: number): ExchangeRequest {
    const from = Object.fromEntries(this.kinds.map((kind) => [kind, marks[kind] ?? {}]));
    const own = this.#own.ranges();
    const digest = this.digests.known(this.kinds);
    return { protocol: PROTOCOL, push, pull: { from, limit, ...(own === undefined ? {} : { own }) }, ...(digest ? { digest } : {}) };
  }

  async #sentOf(queue: readonly Pending[]): Promise<Sent[]> {
    const records = new Map<string, AnyRecord>();
    for (const [kind, entries] of byKind(queue)) {
      const found = await this.store.records(kind, entries.map(({ id }) => id));
      entries.forEach(({ id }, index) => found[index] !== undefined && records.set(`${kind}:${id}`, found[index]));
    }
    const sent = queue.flatMap((pending): Sent[] => {
      const record = records.get(`${pending.kind}:${pending.id}`);
      return record === undefined ? [] : [{ pending, record }];
    });
    // An entry whose record is gone says nothing any more.
    const gone = queue.filter(({ kind, id }) => !records.has(`${kind}:${id}`));
    if (gone.length > 0) await this.store.book({ drop: gone });
    return sent;
  }

  /** Files the answer to an exchange, and resolves when all of it is durable. */
  async take(outgoing: Outgoing, response: ExchangeResponse): Promise<Taken> {
    const { taken, durable } = await this.begin(outgoing, response);
    await durable;
    return taken;
  }

  /**
   * Files the answer to an exchange: first the results of the push, then what was pulled, then up to where. A page of a first
   * pull may still be on its way to the disk when this resolves, so that the next one can be made ready meanwhile; how far
   * the replica has read is noted once the page and all before it are durable.
   */
  async begin({ sent, request }: Outgoing, response: ExchangeResponse): Promise<Begun> {
    if (response.results.length !== sent.length) throw new Error(`the center answered ${response.results.length} of ${sent.length} writes`);
    const { pull } = response;
    const before = await this.state();
    const recovering = lostLog(before, request.pull?.from ?? {}, response);
    await this.step(() => this.#fileResults(sent, recovering === null ? response.results : response.results.map(receiptsOnly)));
    if (recovering !== null) {
      await this.#durable;
      this.#own.forget();
      await this.note(() => ({ recovering, agreement: null }));
      return filed({ pushed: sent.length, pulled: 0, more: true, restarted: true });
    }
    if (request.pull === null || pull === null) return filed({ pushed: sent.length, pulled: 0, more: false, restarted: false });
    const after = advance(before, request.pull.from, response);
    const { written } = await this.#takeChanges(pull.changes, before);
    if (!pull.more) this.#fresh.end();
    this.#ahead = after.state;
    const taken = { pushed: sent.length, pulled: pull.changes.length, more: pull.more || after.restarted, restarted: after.restarted };
    this.#durable = this.#noteThrough(written, this.#durable, after.state, pull.through);
    // Whoever waits for it is told; nobody may have begun to wait yet.
    this.#durable.catch(() => undefined);
    return { taken, durable: this.#durable };
  }

  /** Where the replica will stand when all that it was given is durable. */
  async state(): Promise<ReplicaState> {
    return { ...(await this.store.state()), ...this.#ahead };
  }

  /** Pages are noted in their order: where one failed, none behind it counts as read. */
  async #noteThrough(written: Promise<unknown>, before: Promise<void>, state: Partial<ReplicaState>, through: Checkpoint): Promise<void> {
    try {
      await before;
      await written;
      await this.step(async () => this.store.book({ state: { ...(await this.store.state()), ...state } }));
      this.#own.readThrough(through);
    } catch (error) {
      this.digests.forget();
      throw error;
    } finally {
      if (this.#ahead === state) {
        this.#ahead = {};
        this.#durable = Promise.resolve();
      }
    }
  }

  /**
   * A first pull is written page by page and all kinds at once; later ones in portions, so that nobody's save waits for long.
   * Of a first pull this resolves when the writing has begun: what reads or writes the same records afterwards comes after
   * it, as transactions do.
   * @returns `written` resolves when it is durable
   */
  async #takeChanges(changes: readonly Change[], before: ReplicaState): Promise<{ readonly written: Promise<unknown> }> {
    const pages = [...statesByKind(changes)];
    const { known, written } = await this.step(async () => {
      const unread = this.kinds.filter((kind) => before.marks[kind] === undefined);
      await Promise.all(unread.map((kind) => this.#fresh.begin(kind, this.store)));
      const fresh = pages.filter(([kind, states]) => this.#fresh.take(kind, states));
      const writing = Promise.all(fresh.map(([kind, states]) => this.apply(kind, states, true)));
      // It is waited for later.
      writing.catch(() => undefined);
      return { known: pages.filter((page) => !fresh.includes(page)), written: writing };
    });
    for (const [kind, states] of known) {
      for (let start = 0; start < states.length; start += PORTION) await this.step(() => this.apply(kind, states.slice(start, start + PORTION), false));
    }
    return { written };
  }

  async #fileResults(sent: readonly Sent[], results: readonly (WriteResult | null)[]): Promise<void> {
    const at = this.clock.now();
    const theirs: { readonly kind: string; readonly state: CenterState }[] = [];
    const changes = { put: [] as Pending[], drop: [] as Pending[], receipts: [] as StoredReceipt[] };
    const gone: Pending[] = [];
    const now = await this.#entriesNow(sent.map(({ pending }) => pending));
    sent.forEach((item, index) => {
      const { kind, id } = item.pending;
      const entry = now[index];
      const result = results[index] ?? null;
      if (result === null) return;
      const answer = answered(item, result, entry);
      if (answer.type === 'received') {
        changes.receipts.push({ ...answer.receipt, at });
        this.#own.add(answer.receipt.county, answer.receipt.position);
        if (answer.pending !== null) changes.put.push(answer.pending);
        else if (entry !== undefined) (entry.left ? gone : changes.drop).push(entry);
        const known = answer.pending === null || answer.pending.baseVersion === answer.receipt.version;
        if (entry !== undefined && known) this.digests.replaced(kind, id, centerVersion(entry), entry.left ? null : answer.receipt.version);
      } else if (answer.type === 'theirs') theirs.push({ kind, state: { id, record: answer.current } });
      else if (answer.type === 'unknown') {
        changes.put.push(answer.pending);
        if (entry !== undefined) this.digests.replaced(kind, id, centerVersion(entry), null);
      } else if (answer.type === 'refused') changes.put.push(answer.pending);
    });
    await this.store.book(changes);
    for (const entry of gone) await this.apply(entry.kind, [{ id: entry.id, record: null, received: entry.version }], false);
    for (const [kind, items] of byKind(theirs)) await this.apply(kind, items.map(({ state }) => state), false);
  }

  async #entriesNow(entries: readonly Pending[]): Promise<readonly (Pending | undefined)[]> {
    const found = new Map<string, Pending | undefined>();
    for (const [kind, own] of byKind(entries)) {
      const now = await this.store.pendings(kind, own.map(({ id }) => id));
      own.forEach(({ id }, index) => found.set(`${kind}:${id}`, now[index]));
    }
    return entries.map(({ kind, id }) => found.get(`${kind}:${id}`));
  }

  /** Takes states of the center in; part of a step, see {@link step}. */
  apply(kind: string, states: readonly CenterState[], fresh: boolean): Promise<void> {
    return applyStates(this.store, this.digests, kind, states, fresh);
  }

  /**
   * Runs a piece of work between the engine's own steps. Where a step broke off (disk full) the books may say what the
   * records do not: that is put right before anything else, as after a killed program.
   */
  step<T>(work: () => Promise<T>): Promise<T> {
    return this.#steps.run(async () => {
      if (this.#torn) await this.#mendAll();
      this.#torn = true;
      const result = await work();
      this.#torn = false;
      return result;
    });
  }

  /** Lets a refused record be sent again as it is. */
  retry(kind: string, id: string): Promise<void> {
    return this.#change(kind, id, (entry) => ({ put: [{ ...entry, refusal: null }] }));
  }

  /** Sets a record aside that the center cannot even read (rule P2: the queue goes on). */
  setAside({ kind, id, version }: Pending, refusal: Refusal): Promise<void> {
    return this.#change(kind, id, (entry) => (entry.version === version ? { put: [{ ...entry, refusal }] } : {}));
  }

  async #change(kind: string, id: string, changesOf: (entry: Pending) => BookChanges): Promise<void> {
    await this.step(async () => {
      const [entry] = await this.store.pendings(kind, [id]);
      if (entry !== undefined) await this.store.book(changesOf(entry));
    });
  }

  /**
   * Gives a refused edit up and takes the center's state back (none where it never had the record, or where that left the scope). What was given up is
   * kept among the recovered, to be saved again. False where the record is not refused.
   */
  giveUp(kind: string, id: string): Promise<boolean> {
    return this.step(async () => {
      const [[entry], [record]] = await Promise.all([this.store.pendings(kind, [id]), this.store.records(kind, [id])]);
      if (entry === undefined || entry.refusal === null || record === undefined) return false;
      const { base, baseVersion, version } = entry;
      const recovered = [{ kind, id, version, record, at: this.clock.now() }];
      if (base === null || baseVersion === null || entry.left) {
        await this.store.book({ recovered });
        await this.store.remove(kind, [id]);
      } else {
        await this.store.book({ recovered, put: [{ ...entry, version: baseVersion, undo: withoutUndo(entry) }] });
        await this.store.put(kind, [base], false);
      }
      await this.store.book({ drop: [entry] });
      return true;
    });
  }

  /** Changes what is kept of where the replica stands. */
  async note(change: (state: ReplicaState) => Partial<ReplicaState>): Promise<void> {
    await this.step(async () => {
      const state = await this.store.state();
      await this.store.book({ state: { ...state, ...change(state) } });
    });
  }

  async #mendAll(): Promise<void> {
    for await (const portion of this.store.allPendings()) await this.#mend(portion);
    this.#order = await this.store.lastOrder();
    this.digests.forget();
  }

  async #mend(portion: readonly Pending[]): Promise<void> {
    for (const [kind, entries] of byKind(portion)) {
      const records = await this.store.records(kind, entries.map(({ id }) => id));
      const put: Pending[] = [];
      const drop: Pending[] = [];
      entries.forEach((entry, index) => {
        const record = records[index];
        const right = mended(entry, record === undefined ? null : versionOf(record));
        if (right === null) drop.push(entry);
        else if (right !== entry) put.push(right);
      });
      if (put.length + drop.length > 0) await this.store.book({ put, drop });
    }
  }
}

function filed(taken: Taken): Begun {
  return { taken, durable: Promise.resolve() };
}

/** Of a log that lost something, only receipts are true for this replica. */
function receiptsOnly(result: WriteResult): WriteResult | null {
  return result.status === 'accepted' ? result : null;
}

/** The entries as they were before a save that failed. */
function takenBack(entries: readonly Pending[]): BookChanges {
  const put = entries.flatMap((entry): Pending[] => (entry.undo === null || entry.undo === 'none' ? [] : [{ ...entry.undo, undo: null }]));
  return { put, drop: entries.filter(({ undo }) => undo === 'none') };
}
