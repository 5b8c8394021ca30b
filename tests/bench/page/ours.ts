import { liveQuery } from 'dexie';
import type { Bridge } from '#shared/bridge/contract.ts';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { versionOf } from '#shared/schema/version.ts';
import { toRecord } from '../../../renderer/data/replica/local-fields.ts';
import { replicaStateOf } from '../../../renderer/data/hooks/use-agreement.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { startSync, type Sync } from '../../../renderer/data/sync/start-sync.ts';
import { DirectBridge } from './direct-bridge.ts';
import { hostBridge } from './host-bridge.ts';
import type { Done, Job, Sample } from './job.ts';

/** The one file of the benchmarks that knows how the replica is opened, filled and synchronised. */

const clock = { now: () => Date.now(), today: () => new Date().toISOString().slice(0, 10) };

/** Records that a person's save or an import writes at once. */
const SAVED_AT_ONCE = 1_000;

/** Starts the sync; answers it when `ask` says so after an exchange. */
async function syncUntil(replica: Replica, bridge: Bridge, ask: () => Promise<boolean>): Promise<Sync> {
  const reached = Promise.withResolvers<void>();
  const look = async (): Promise<void> => {
    if (await ask()) reached.resolve();
  };
  if (bridge instanceof DirectBridge) bridge.onReport = (message) => reached.reject(new Error(message));
  const sync = await startSync({
    replica,
    bridge,
    clock,
    random: seededRandom(1),
    onExchange: () => void look().catch(reached.reject),
    onTrouble: (error) => reached.reject(new Error(JSON.stringify(error))),
  });
  await reached.promise;
  return sync;
}

/** Resolves when the replica has compared itself with the center since and is equal (rule C2): nothing is under way any more. */
function agreed(replica: Replica, since: number): Promise<void> {
  return new Promise((done, fail) => {
    const subscription = liveQuery(() => replicaStateOf(replica.local)).subscribe({
      next({ agreement }) {
        if (agreement === null || agreement.at < since) return;
        subscription.unsubscribe();
        if (agreement.equal) done();
        else fail(new Error('the digests differ'));
      },
      error: fail,
    });
  });
}

const isWhole = (replica: Replica) => async (): Promise<boolean> => (await replica.engine.store.state()).whole;
const isSent = (replica: Replica) => async (): Promise<boolean> => (await replica.engine.store.queue(1, 0)).length === 0;

/** The whole of a station pulled into an empty replica. */
export async function pullOurs(job: Job): Promise<Done> {
  const { count, sample, token, enrol } = job;
  const bridge = enrol === null ? new DirectBridge(token) : await hostBridge(job);
  const replica = await openReplica('ours-pull', { clock });
  const since = clock.now();
  const start = performance.now();
  const sync = await syncUntil(replica, bridge, isWhole(replica));
  const ms = performance.now() - start;
  await agreed(replica, since);
  const restMs = performance.now() - start;
  await sync.close();
  const done = { ms, restMs, count: await countOf(replica), right: await rightOf(replica, sample) };
  await replica.close();
  if (done.count !== count) throw new Error(`ours: ${done.count} of ${count}`);
  return done;
}

/** Records saved with no network, by a station that was up to date before. */
export async function prepareOurs({ token }: Job, records: readonly Sample[]): Promise<void> {
  const replica = await openReplica('ours-push', { clock });
  await syncOnce(replica, token);
  await save(replica, records);
  await replica.close();
}

/** The network is back: what was prepared is pushed. */
export async function pushOurs({ count, sample, token }: Job): Promise<Done> {
  const replica = await openReplica('ours-push', { clock });
  const since = clock.now();
  const start = performance.now();
  const sync = await syncUntil(replica, new DirectBridge(token), isSent(replica));
  const ms = performance.now() - start;
  await agreed(replica, since);
  const restMs = performance.now() - start;
  await sync.close();
  const done = { ms, restMs, count: await countOf(replica), right: await rightOf(replica, sample) };
  await replica.close();
  if (done.count !== count) throw new Error(`ours: ${done.count} of ${count}`);
  return done;
}

/** Opens what a push left, saves so many records more, and synchronises until nothing waits. */
export async function syncOurs({ token }: Job, more: readonly Sample[]): Promise<void> {
  const replica = await openReplica('ours-push', { clock });
  await save(replica, more);
  await syncOnce(replica, token);
  await replica.close();
}

async function syncOnce(replica: Replica, token: string): Promise<void> {
  const since = clock.now();
  const sync = await syncUntil(replica, new DirectBridge(token), isSent(replica));
  await agreed(replica, since);
  await sync.close();
}

async function save(replica: Replica, records: readonly Sample[]): Promise<void> {
  for (const [kind, own] of Map.groupBy(records, (made) => made.kind)) {
    for (let start = 0; start < own.length; start += SAVED_AT_ONCE) {
      const part = own.slice(start, start + SAVED_AT_ONCE).map(({ record }) => record);
      await replica.engine.save(kind, part.map(({ id }) => id), (_before, index) => part[index] ?? null);
    }
  }
}

/** Without the site's own record, which the center made. */
async function countOf(replica: Replica): Promise<number> {
  const kinds: readonly Kind[] = KINDS.filter((kind) => kind !== 'sites');
  const counts = await Promise.all(kinds.map((kind) => replica.collections[kind].count({ selector: { removed: false } }).exec()));
  return counts.reduce((total, count) => total + count, 0);
}

async function rightOf(replica: Replica, sample: readonly Sample[]): Promise<number> {
  let right = 0;
  for (const { kind, record } of sample) {
    const doc = await replica.collections[kind].findOne(record.id).exec();
    if (doc !== null && versionOf(toRecord(doc.toJSON())) === versionOf(record)) right += 1;
  }
  return right;
}
