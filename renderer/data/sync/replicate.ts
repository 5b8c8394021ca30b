import type { Observable } from 'rxjs';
import { replicateRxCollection, type RxReplicationState } from 'rxdb/plugins/replication';
import type { ReplicationPullHandlerResult, RxReplicationWriteToMasterRow, WithDeleted } from 'rxdb';
import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Change, Checkpoint, Receipt, Write, WriteResult } from '#shared/protocol/exchange.ts';
import { versionOf } from '#shared/schema/version.ts';
import { custodyChange, trueBase, type SetAside } from '#shared/sync/custody.ts';
import type { ExchangeHub } from '#shared/sync/exchange-hub.ts';
import { pullUntil } from '#shared/sync/pull-cursor.ts';
import { toDoc, toRecord, type Doc } from '../replica/local-fields.ts';
import type { Replica } from '../replica/open-replica.ts';
import type { EmptyRanges } from './empty-ranges.ts';

/** What the replications of all kinds share. */
export interface ReplicateContext {
  readonly replica: Replica;
  readonly hub: ExchangeHub;
  readonly empties: EmptyRanges;
  readonly clock: Clock;
  /** Emits when something moved at the center. */
  readonly resync$: Observable<'RESYNC'>;
  /** A fault that is not the center's: for the log. */
  readonly onFault: (kind: Kind, error: Error) => void;
}

const PULL_BATCH = 1_000;
const PUSH_BATCH = 500;
/** RxDB asks again after this long where a handler threw; the hub itself never throws for a center out of reach. */
const RETRY_MS = 5_000;

/** Replicates one kind with the center: RxDB's replication with handlers that share the hub's requests. */
export function replicateKind(kind: Kind, context: ReplicateContext): RxReplicationState<Doc, Checkpoint> {
  const state = replicateRxCollection<Doc, Checkpoint>({
    collection: context.replica.collections[kind],
    replicationIdentifier: `center-${context.replica.site}`,
    live: true,
    retryTime: RETRY_MS,
    toggleOnDocumentVisible: false,
    pull: {
      batchSize: PULL_BATCH,
      handler: (stored, batchSize) => pullKind(kind, context, stored ?? {}, batchSize),
      stream$: context.resync$,
    },
    push: {
      batchSize: PUSH_BATCH,
      handler: (rows) => pushKind(kind, context, rows),
    },
  });
  state.error$.subscribe((error) => context.onFault(kind, error));
  return state;
}

async function pullKind(kind: Kind, context: ReplicateContext, stored: Checkpoint, batchSize: number): Promise<ReplicationPullHandlerResult<Doc, Checkpoint>> {
  const pulled = await pullUntil((from) => context.hub.pull(kind, from), stored, context.empties.get(kind), batchSize);
  if (pulled.empty !== null) await context.empties.set(kind, pulled.empty);
  const documents = await docsOf(kind, context, pulled.changes);
  const checkpoint = documents.length === 0 ? stored : pulled.checkpoint;
  // For the inspector alone; RxDB keeps its own.
  await context.replica.local.meta.put({ key: `checkpoint:${kind}`, value: checkpoint });
  return { documents, checkpoint };
}

/** Later changes of one record win within a page; one that left the scope leaves the replica, but is no deletion (rule L3). */
async function docsOf(kind: Kind, context: ReplicateContext, changes: readonly Change[]): Promise<WithDeleted<Doc>[]> {
  const docs = new Map<string, WithDeleted<Doc>>();
  for (const change of changes) {
    if ('record' in change) {
      docs.set(change.record.id, { ...toDoc(kind, change.record), _deleted: false });
      continue;
    }
    const known = await context.replica.collections[kind].findOne(change.left).exec();
    if (known !== null) docs.set(change.left, { ...(known.toJSON() as Doc), _deleted: true });
  }
  return [...docs.values()];
}

interface Outgoing {
  readonly record: AnyRecord;
  readonly base: AnyRecord | null;
  readonly aside: SetAside | undefined;
}

async function pushKind(kind: Kind, context: ReplicateContext, rows: RxReplicationWriteToMasterRow<Doc>[]): Promise<WithDeleted<Doc>[]> {
  const outgoing = rows.map((row): Outgoing => {
    const aside = context.replica.book.asideOf(kind, row.newDocumentState.id);
    const assumed = row.assumedMasterState === undefined ? null : toRecord(row.assumedMasterState);
    return { record: toRecord(row.newDocumentState), base: trueBase(assumed, aside), aside };
  });
  const results = await pushUntilSettled(kind, context.hub, outgoing);
  return file(kind, context, outgoing, results);
}

/** A center that does not know a record any more (restored from an older backup) gets it as new. */
async function pushUntilSettled(kind: Kind, hub: ExchangeHub, outgoing: readonly Outgoing[]): Promise<WriteResult[]> {
  const writeOf = (item: Outgoing): Write => ({ kind, base: item.base === null ? null : versionOf(item.base), record: item.record });
  const results = [...(await hub.push(outgoing.map(writeOf)))];
  const unknown = results.flatMap((result, index) => (result.status === 'conflict' && result.current === null ? [index] : []));
  if (unknown.length === 0) return results;
  const again = await hub.push(unknown.map((index) => ({ ...writeOf(outgoing[index] as Outgoing), base: null })));
  unknown.forEach((index, at) => (results[index] = again[at] as WriteResult));
  return results;
}

/** Files the answers in the books, durably, before RxDB takes the push as done. Answers the center's states that differ. */
async function file(kind: Kind, context: ReplicateContext, outgoing: readonly Outgoing[], results: readonly WriteResult[]): Promise<WithDeleted<Doc>[]> {
  const receipts: Receipt[] = [];
  const asides: SetAside[] = [];
  const conflicts: WithDeleted<Doc>[] = [];
  results.forEach((result, index) => {
    const item = outgoing[index] as Outgoing;
    const change = custodyChange(result, item.record, item.base, item.aside);
    if (change.type === 'accepted') receipts.push(change.receipt);
    else if (change.type === 'refused') asides.push(change.aside);
    else if (change.current !== null) conflicts.push({ ...toDoc(kind, change.current), _deleted: false });
    else throw new Error(`the center neither has ${kind} ${item.record.id} nor takes it`);
  });
  if (asides.length > 0) await context.replica.book.setAside(asides);
  if (receipts.length > 0) await context.replica.book.received(receipts, context.clock.now());
  return conflicts;
}
