import type { AnyRecord } from '../domain/record.ts';
import type { Pending, RepairCause, RepairReport } from '../ports/replica-store.ts';
import { EMPTY_DIGEST, idsOfMonth, monthOf, type DigestResponse, type SetDigest } from '../protocol/digest.ts';
import type { LinkError, Result } from '../protocol/errors.ts';
import { PROTOCOL } from '../protocol/protocol-version.ts';
import { MAX_COMPARED, type Difference, type ReconcileRequest, type ReconcileResponse } from '../protocol/reconcile.ts';
import { versionOf } from '../schema/version.ts';
import { marksAfterLoss } from './marks.ts';
import { centerVersion } from './pending.ts';
import type { ReplicaEngine } from './replica-engine.ts';

/** What a repair asks the center. */
export interface RepairLink {
  digest(): Promise<Result<DigestResponse>>;
  reconcile(request: ReconcileRequest): Promise<Result<ReconcileResponse>>;
}

/** Records that are counted at once; the window stays responsive in between. */
const PORTION = 500;

/** Records that a report names. */
const EXAMPLES = 50;

interface Known {
  readonly id: string;
  /** The version that the center is taken to have; null for none. */
  readonly version: string | null;
}

/** Counts the digests of all kinds from the records themselves (rule C2). `pause` lets the screens breathe in between. */
export async function countDigests(engine: ReplicaEngine, pause: () => Promise<void>, isClosed: () => boolean = () => false): Promise<void> {
  for (const kind of engine.kinds) {
    await engine.step(async () => engine.digests.begin(kind));
    for (let after: string | null = ''; after !== null && !isClosed(); await pause()) {
      const from: string = after;
      after = await engine.step(async () => {
        const portion = await knownOf(engine, kind, await engine.store.scan(kind, from, PORTION));
        const last = portion.length < PORTION;
        engine.digests.count(kind, portion, last);
        return last ? null : (portion.at(-1)?.id ?? null);
      });
    }
  }
}

/** Kinds whose digests are not the center's. */
export function differingKinds(engine: ReplicaEngine, theirs: Readonly<Record<string, SetDigest>>): string[] {
  return engine.kinds.filter((kind) => !sameDigest(engine.digests.total(kind), theirs[kind]));
}

/**
 * Finds, names and puts right what differs from the center (rule C2), without pulling what is the same: what is missing
 * or stale is fetched, what the center lacks is queued to be sent, what the center never had is kept aside and replaced.
 */
export async function repair(engine: ReplicaEngine, link: RepairLink): Promise<Result<RepairReport>> {
  const { agreement } = await engine.store.state();
  return compareAll(engine, link, engine.digests.askedSince(agreement?.at ?? null) ? 'asked' : 'differed');
}

/**
 * Gives a center that was restored from a backup what it lost: every state that it once acknowledged and does not know
 * any more waits to be sent again, on top of what the center had when its log was restored. Then the replica goes on from
 * where the log's new life began. Interrupted, it is done again from the start, which changes nothing twice.
 */
export async function recover(engine: ReplicaEngine, link: RepairLink, pause: () => Promise<void>): Promise<Result<RepairReport>> {
  await countDigests(engine, pause);
  const report = await compareAll(engine, link, 'restored');
  if (!report.ok) return report;
  await engine.note(({ recovering, marks, epoch }) => ({
    recovering: null,
    epoch: recovering?.epoch ?? epoch,
    marks: marksAfterLoss(marks, recovering?.restored ?? null),
  }));
  return report;
}

async function compareAll(engine: ReplicaEngine, link: RepairLink, why: RepairCause): Promise<Result<RepairReport>> {
  const digest = await link.digest();
  if (!digest.ok) return digest;
  const found: Record<string, Partial<Record<Difference, number>>> = {};
  const examples: { kind: string; id: string; state: Difference }[] = [];
  for (const kind of engine.kinds) {
    for (const month of differingMonths(engine.digests.months(kind), digest.value.kinds[kind]?.months ?? {})) {
      const error = await repairMonth({ engine, link, kind, month, recovering: why === 'restored' }, (id, state) => {
        const counts = (found[kind] ??= {});
        counts[state] = (counts[state] ?? 0) + 1;
        if (examples.length < EXAMPLES) examples.push({ kind, id, state });
      });
      if (error !== null) return { ok: false, error };
    }
  }
  const report: RepairReport = { at: engine.clock.now(), why, found, examples };
  if (examples.length > 0) await engine.step(() => engine.store.book({ repair: report }));
  return { ok: true, value: report };
}

function differingMonths(mine: Readonly<Record<string, SetDigest>>, theirs: Readonly<Record<string, SetDigest>>): string[] {
  return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter((month) => !sameDigest(mine[month], theirs[month])).toSorted();
}

function sameDigest(a: SetDigest = EMPTY_DIGEST, b: SetDigest = EMPTY_DIGEST): boolean {
  return a.count === b.count && a.xor === b.xor;
}

type Tell = (id: string, state: Difference) => void;

interface Month {
  readonly engine: ReplicaEngine;
  readonly link: RepairLink;
  readonly kind: string;
  readonly month: string;
  readonly recovering: boolean;
}

async function repairMonth({ engine, link, kind, month, recovering }: Month, tell: Tell): Promise<LinkError | null> {
  const range = idsOfMonth(month);
  for (let after: string | null = ''; after !== null; ) {
    const start: string = after;
    const records = await engine.store.scan(kind, start === '' ? range.from : start, MAX_COMPARED);
    const within = records.filter(({ id }) => id < range.to);
    const until = records.length === MAX_COMPARED && within.length === records.length ? (records.at(-1)?.id ?? null) : null;
    const known = await knownOf(engine, kind, within.filter(({ id }) => monthOf(id) === month));
    const have = known.flatMap(({ id, version }) => (version === null ? [] : [{ id, version }]));
    const answer = await link.reconcile({ protocol: PROTOCOL, kind, month, after: start, until, have });
    if (!answer.ok) return answer.error;
    const versions = new Map(known.map(({ id, version }) => [id, version]));
    for (const difference of answer.value.differing) {
      const compared = versions.get(difference.id) ?? null;
      const done = await engine.step(() => putRight(engine, kind, difference as Found, compared, recovering));
      // What nothing could be done about is named all the same: it stays different, and a person has to know.
      if (done || isUnknown(difference)) tell(difference.id, difference.state);
    }
    after = answer.value.through ?? until;
  }
  return null;
}

interface Found {
  readonly id: string;
  readonly state: Difference;
  readonly record?: AnyRecord | undefined;
  readonly sinceRestore?: boolean | undefined;
  readonly atRestore?: AnyRecord | undefined;
}

/** False where the record changed here since it was compared: it is compared again another time. */
async function putRight(engine: ReplicaEngine, kind: string, found: Found, compared: string | null, recovering: boolean): Promise<boolean> {
  const { id, state, record: theirs } = found;
  const [[mine], [pending]] = await Promise.all([engine.store.records(kind, [id]), engine.store.pendings(kind, [id])]);
  const now = versionAtCenter(mine, pending);
  if (now !== compared) return false;
  if (state === 'extra') return sendAnew(engine, kind, id, now, { base: null, left: false });
  if (state === 'altered') {
    const base = baseInNewLife(found);
    // What the center has lies outside of the scope now: without a common origin nothing can be merged there.
    if (recovering && (theirs !== undefined || base !== null)) return sendAnew(engine, kind, id, now, { base, left: theirs === undefined });
  } else if (theirs === undefined && state !== 'left') return false;
  // An unknown difference too, also of a center that was restored: what is here may or may not be what it lost, so a person decides.
  if (state === 'altered' || state === 'unknown') await keepAside(engine, kind, pending === undefined ? mine : undefined);
  await engine.apply(kind, [{ id, record: theirs ?? null }], false);
  return true;
}

/** A difference that only a newer center knows, and that nothing can be done about here. */
function isUnknown({ state, record }: { readonly state: Difference; readonly record?: unknown }): boolean {
  return state === 'unknown' && record === undefined;
}

/** The version of a record that the center is taken to have; null for none. */
function versionAtCenter(record: AnyRecord | undefined, pending: Pending | undefined): string | null {
  if (pending !== undefined) return centerVersion(pending);
  return record === undefined ? null : versionOf(record);
}

/** What an edit that the center lost is to be sent on top of: what the center had when it was restored. */
function baseInNewLife({ record, sinceRestore = false, atRestore }: Found): AnyRecord | null {
  return (sinceRestore ? atRestore : record) ?? null;
}

async function keepAside(engine: ReplicaEngine, kind: string, record: AnyRecord | undefined): Promise<void> {
  if (record === undefined) return;
  const version = versionOf(record);
  await engine.store.book({ recovered: [{ kind, id: record.id, version, record, at: engine.clock.now() }] });
}

/** The center lacks this state of the record: it waits to be sent, on top of `base`; and goes from here then where it `left`. */
async function sendAnew(engine: ReplicaEngine, kind: string, id: string, version: string | null, { base, left }: Pick<Pending, 'base' | 'left'>): Promise<boolean> {
  if (version === null) return false;
  const [pending] = await engine.store.pendings(kind, [id]);
  const baseVersion = base === null ? null : versionOf(base);
  const order = pending?.order ?? (await engine.store.lastOrder()) + 1;
  const fresh: Pending = { kind, id, version, base, baseVersion, earlier: [], refusal: null, left, order, undo: null };
  await engine.store.book({ put: [pending === undefined ? fresh : { ...pending, base, baseVersion, left, undo: null }] });
  engine.digests.replaced(kind, id, version, left ? null : baseVersion);
  return true;
}

async function knownOf(engine: ReplicaEngine, kind: string, records: readonly AnyRecord[]): Promise<Known[]> {
  const pendings = await engine.store.pendings(kind, records.map(({ id }) => id));
  return records.map((record, index) => ({ id: record.id, version: versionAtCenter(record, pendings[index]) }));
}
