import { KINDS, type Kind } from '#shared/domain/record.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { versionOf } from '#shared/schema/version.ts';
import { toRecord } from '../../../renderer/data/replica/local-fields.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { startSync, type Sync } from '../../../renderer/data/sync/start-sync.ts';
import { DirectBridge } from './direct-bridge.ts';
import type { Done, Job, Sample } from './job.ts';

/** The one file of the benchmarks that knows how the replica is opened, filled and synchronised. */

const clock = { now: () => Date.now(), today: () => new Date().toISOString().slice(0, 10) };

/** Records that a person's save or an import writes at once. */
const SAVED_AT_ONCE = 1_000;

/** Starts the sync; resolves when `ask` says so after an exchange, with how to close it. */
function syncUntil(replica: Replica, bridge: DirectBridge, ask: () => Promise<boolean>): Promise<Sync> {
  return new Promise((done, fail) => {
    const starting: Promise<Sync> = startSync({
      replica,
      bridge,
      clock,
      random: seededRandom(1),
      onExchange: () => void ask().then((is) => is && starting.then(done, fail), fail),
      onTrouble: (error) => fail(new Error(JSON.stringify(error))),
    });
    starting.catch(fail);
    bridge.onReport = (message) => fail(new Error(message));
  });
}

const isWhole = (replica: Replica) => async (): Promise<boolean> => (await replica.engine.store.state()).whole;
const isSent = (replica: Replica) => async (): Promise<boolean> => (await replica.engine.store.queue(1)).length === 0;

/** The whole of a station pulled into an empty replica. */
export async function pullOurs({ count, sample, token }: Job): Promise<Done> {
  const replica = await openReplica('ours-pull', { clock });
  const start = performance.now();
  const sync = await syncUntil(replica, new DirectBridge(token), isWhole(replica));
  const ms = performance.now() - start;
  await sync.close();
  const done = { ms, count: await countOf(replica), right: await rightOf(replica, sample) };
  await replica.close();
  if (done.count !== count) throw new Error(`ours: ${done.count} of ${count}`);
  return done;
}

/** Records that were saved with no network, pushed. */
export async function pushOurs({ count, sample, token }: Job, records: readonly Sample[]): Promise<Done> {
  const replica = await openReplica('ours-push', { clock });
  await save(replica, records);
  const start = performance.now();
  const sync = await syncUntil(replica, new DirectBridge(token), isSent(replica));
  const ms = performance.now() - start;
  await sync.close();
  const done = { ms, count: await countOf(replica), right: await rightOf(replica, sample) };
  await replica.close();
  if (done.count !== count) throw new Error(`ours: ${done.count} of ${count}`);
  return done;
}

/** Opens what a push left, saves so many records more, and synchronises until nothing waits. */
export async function syncOurs({ token }: Job, more: readonly Sample[]): Promise<void> {
  const replica = await openReplica('ours-push', { clock });
  await save(replica, more);
  const sync = await syncUntil(replica, new DirectBridge(token), isSent(replica));
  await sync.close();
  await replica.close();
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
