import type { AnyRecord } from '#shared/domain/record.ts';
import type { BookChanges, Pending } from '#shared/ports/replica-store.ts';
import { Mutex } from '#shared/sync/mutex.ts';
import { advance } from '#shared/sync/marks.ts';
import { ReplicaEngine } from '#shared/sync/replica-engine.ts';
import { CrashingStore } from '../crashing-store.ts';
import type { Seams } from '../seams.ts';
import { every, type PlantedBug } from './planted-bug.ts';

/** An engine that a bug has changed. */
function engineWith(change: (engine: ReplicaEngine) => void): Partial<Seams> {
  return {
    engine: (options) => {
      const engine = new ReplicaEngine(options);
      change(engine);
      return engine;
    },
  };
}

/** A store whose books are falsified as they are written. */
function booksWith(falsify: (changes: BookChanges) => BookChanges): Partial<Seams> {
  return {
    store: (store) => {
      const book = store.book.bind(store);
      store.book = (changes) => book(falsify(changes));
      return store;
    },
  };
}

/** Of a save's entries, and of no others: those that can be taken back. */
const saved = (put: BookChanges['put'], change: (entry: Pending) => Pending): BookChanges['put'] => put?.map((entry) => (entry.undo === null ? entry : change(entry)));

/** The entry of a save comes after the record. */
class HastyStore extends CrashingStore {
  #late: BookChanges | null = null;

  override async book(changes: BookChanges): Promise<void> {
    if (changes.put?.some(({ undo }) => undo === 'none') === true && changes.drop === undefined) this.#late = changes;
    else await super.book(changes);
  }

  override async put(kind: string, records: readonly AnyRecord[], fresh = false): Promise<void> {
    await super.put(kind, records, fresh);
    const late = this.#late;
    this.#late = null;
    if (late !== null) await super.book(late);
  }
}

function hasty(store: CrashingStore): CrashingStore {
  const made = new HastyStore(store.stored);
  made.trouble = store.trouble;
  return made;
}

function markFirst(engine: ReplicaEngine): void {
  const begin = engine.begin.bind(engine);
  engine.begin = async (outgoing, response) => {
    const before = await engine.store.state();
    if (outgoing.request.pull !== null && before.epoch === response.epoch) await engine.store.book({ state: { ...before, ...advance(before, outgoing.request.pull.from, response).state } });
    return begin(outgoing, response);
  };
}

/** Whatever was accepted counts for what waits now. */
function anyReceipt(engine: ReplicaEngine): void {
  const begin = engine.begin.bind(engine);
  engine.begin = async (outgoing, response) => {
    const results = [];
    for (const result of response.results) {
      const [now] = result.status === 'accepted' ? await engine.store.pendings(result.receipt.kind, [result.receipt.id]) : [];
      results.push(result.status === 'accepted' && now !== undefined ? { ...result, receipt: { ...result.receipt, version: now.version } } : result);
    }
    return begin(outgoing, { ...response, results });
  };
}

function dropUnreceipted(engine: ReplicaEngine): void {
  const begin = engine.begin.bind(engine);
  engine.begin = async (outgoing, response) => {
    const lost = outgoing.sent.find((_, index) => response.results[index]?.status === 'conflict');
    if (lost !== undefined) await engine.store.book({ drop: [lost.pending] });
    return begin(outgoing, response);
  };
}

/** As before it was found: a step that broke off is not put right before the next. */
function neverMends(engine: ReplicaEngine): void {
  const steps = new Mutex();
  engine.step = (work) => steps.run(work);
}

export const REPLICA_BUGS: readonly PlantedBug[] = [
  { name: 'a save forgets its base', seams: () => booksWith((changes) => ({ ...changes, put: saved(changes.put, (entry) => ({ ...entry, base: null, baseVersion: null })) })), shownBy: 1 },
  { name: 'a save forgets which versions were perhaps sent', seams: () => booksWith((changes) => ({ ...changes, put: changes.put?.map((entry) => ({ ...entry, earlier: [] })) })), shownBy: 2 },
  { name: 'a save writes the record before its entry', seams: () => ({ store: hasty }), shownBy: 3 },
  { name: 'an entry is dropped without a receipt', seams: () => engineWith(dropUnreceipted), shownBy: 1 },
  { name: 'the mark goes on before the records are stored', seams: () => engineWith(markFirst), shownBy: 3 },
  { name: 'a receipt of another version is taken for this one', seams: () => engineWith(anyReceipt), shownBy: 2 },
  { name: 'the books are not put right after a kill or a full disk', seams: () => engineWith(neverMends), shownBy: 3 },
  {
    name: 'an id is used twice',
    seams: () => {
      const now = every(7);
      let last = '';
      return { ids: (ids) => ({ next: () => (last = now() && last !== '' ? last : ids.next()) }) };
    },
    shownBy: 20,
  },
];
