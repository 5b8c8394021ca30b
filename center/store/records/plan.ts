import { canonical } from '#shared/domain/canonical.ts';
import { losesContent } from '#shared/domain/loss.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { merge } from '#shared/merge/merge.ts';
import { mergeRuleOf } from '#shared/merge/rules.ts';
import type { AcceptedWrite, StoreResult, Writer } from '#shared/ports/record-store.ts';
import { versionOf } from '#shared/schema/version.ts';
import { Batch, receiptFor, type Changes } from './batch.ts';
import type { Loaded } from './loaded.ts';
import { reachOf, type Refused } from './reach.ts';
import { addresseeOf, recordOf, type Loss, type Standing } from './rows.ts';

export interface PlanInput {
  readonly loaded: Loaded;
  readonly writes: readonly AcceptedWrite[];
  readonly writer: Writer;
  /** The division code that the writer may write in; '' for all. */
  readonly scope: string;
  /** Rule D1: what removes or empties is held instead of written. */
  readonly hold: boolean;
}

export interface Plan {
  /** One for each write. */
  readonly results: readonly StoreResult[];
  readonly changes: Changes;
}

/** One write while it is planned. */
interface Step extends PlanInput {
  readonly batch: Batch;
  readonly write: AcceptedWrite;
}

/** What an append-only record may still change: entries of `conflicts` and decisions on them, and where its version came from. */
const MAY_CHANGE = new Set(['conflicts', 'settled', 'updatedAt', 'by', 'v']);

/** Rules L1, L3, P1 and D1 for a batch of writes, in their order. Pure: each write sees what those before it changed. */
export function planWrites(input: PlanInput): Plan {
  const batch = new Batch(input.loaded, input.writer);
  const results = input.writes.map((write) => planOne({ ...input, batch, write }));
  return { results, changes: batch.changes() };
}

/** Rule L3: records that still stand under retired codes are filed under the new ones. */
export function planRefiling(loaded: Loaded, records: readonly Standing[], writer: Writer): Changes {
  const batch = new Batch(loaded, writer);
  for (const { kind, id } of records) batch.refile(kind, id);
  return batch.changes();
}

function planOne(step: Step): StoreResult {
  const { batch, write, scope } = step;
  const { kind, record, version, base } = write;
  const now = batch.standing(kind, record.id);
  const reach = reachOf(batch, write, now, scope);
  if (reach.type === 'outside') return reach.refused;
  if (now?.version === version) return receiptFor(kind, record.id, now);
  if (base === (now?.version ?? null) && reach.type !== 'departed') return reach.type === 'addressed' && reach.refused !== null ? reach.refused : planEdit(step, now);
  const earlier = batch.accepted(kind, record.id, version, base);
  if (earlier !== null) return receiptFor(kind, record.id, earlier);
  if (now === null) return { status: 'conflict', current: null };
  return reach.type === 'departed' ? planDeparted(step, now) : { status: 'conflict', current: recordOf(now) };
}

/** Rule P1: a write on the current version. Under a retired code it is filed under the new one at once (rule L3). */
function planEdit(step: Step, now: Standing | null): StoreResult {
  const { batch, write, writer } = step;
  const { kind, record } = write;
  const before = now === null ? null : recordOf(now);
  if (before !== null && mergeRuleOf(kind).appendOnly && changesMore(before, record)) return { status: 'refused', code: 'appendOnly' };
  const loss = lossOf(step, before, record);
  if (loss === 'held') return holdBack(step);
  const accepted = batch.append(write, writer.device, loss);
  if (batch.refile(kind, record.id)) batch.arriveLate(record.site);
  return receiptFor(kind, record.id, accepted);
}

/**
 * An edit of a record that left the writer's scope by a move that the writer cannot have known of: it is kept as a version
 * of its own and merged into the current state. Without a base (the writer had no receipt yet, or a restored center lost
 * the version) what differs stays beside the current state, as conflicts.
 */
function planDeparted(step: Step, now: Standing): StoreResult {
  const { batch, write, writer } = step;
  const { kind, record } = write;
  const base = write.base === null ? null : batch.body(kind, record.id, write.base);
  const placed = base === null ? neverThere(batch, write) : changedPlace(base, record);
  if (placed !== null) return placed;
  const current = recordOf(now);
  const mine = base === null ? placedAs(current, record) : record;
  if (mergeRuleOf(kind).appendOnly && changesMore(base ?? current, mine)) return { status: 'refused', code: 'appendOnly' };
  const merged = merge(kind, base, mine, current);
  const loss = lossOf(step, current, merged);
  if (loss === 'held') return holdBack(step);
  const kept = batch.keep(write, writer.device);
  const version = versionOf(merged);
  if (version !== now.version) batch.append({ kind, record: merged, version, base: now.version }, writer.device, loss);
  batch.refile(kind, record.id);
  batch.arriveLate(record.site);
  batch.departAgain({ kind, id: record.id, site: record.site, to: addresseeOf(record) }, kept.position);
  return receiptFor(kind, record.id, kept);
}

/** Where a departed record goes is not for those to say whom it left. */
function changedPlace(base: AnyRecord, record: AnyRecord): Refused | null {
  if (base.site !== record.site) return { status: 'refused', code: 'outOfScope', field: 'site' };
  return addresseeOf(base) === addresseeOf(record) ? null : { status: 'refused', code: 'outOfScope', field: 'to' };
}

/** Without a base the record must say a place that it did leave. */
function neverThere(batch: Batch, { kind, record }: AcceptedWrite): Refused | null {
  const left = batch.departures(kind, record.id).some(({ site, to }) => site === record.site && to === addresseeOf(record));
  return left ? null : { status: 'refused', code: 'outOfScope', field: 'site' };
}

/** The record at the place where it is now: that it left the other one is no difference. */
function placedAs(current: AnyRecord, record: AnyRecord): AnyRecord {
  return { ...record, site: current.site, ...('to' in current ? { to: current['to'] } : {}) };
}

function lossOf({ batch, write, writer, hold }: Step, before: AnyRecord | null, after: AnyRecord): Loss | 'held' {
  if (before === null || !losesContent(write.kind, before, after)) return 0;
  if (!writer.guarded) return 2;
  batch.lose(write.kind, after.id);
  return hold ? 'held' : 1;
}

function holdBack({ batch, write }: Step): StoreResult {
  batch.hold(write);
  return { status: 'refused', code: 'held' };
}

function changesMore(before: AnyRecord, after: AnyRecord): boolean {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].some((field) => !MAY_CHANGE.has(field) && canonical(before[field]) !== canonical(after[field]));
}
