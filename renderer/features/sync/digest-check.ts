import type { Bridge } from '#shared/bridge/contract.ts';
import { KINDS, type Kind } from '#shared/domain/record.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { addToDigest, EMPTY_DIGEST, type DigestResponse, type SetDigest } from '#shared/protocol/digest.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { isKind } from '#shared/schema/validate.ts';
import { versionOf } from '#shared/schema/version.ts';
import { toRecord } from '../../data/replica/local-fields.ts';
import type { DocCollection, Replica } from '../../data/replica/open-replica.ts';

/** A kind of which this machine and the center do not hold the same; with equal counts the contents differ. */
export interface KindDifference {
  readonly kind: Kind;
  readonly here: number;
  readonly center: number;
}

/** What a check found (rules C1, C2). */
export interface CheckResult {
  /** Milliseconds since 1970 by this machine's clock. */
  readonly at: number;
  /** Records of this machine that were compared. */
  readonly records: number;
  readonly differences: readonly KindDifference[];
  /** Records at the center of kinds that only a newer version of this program knows. */
  readonly unknown: number;
}

export type CheckOutcome = { readonly state: 'done'; readonly result: CheckResult } | { readonly state: 'cancelled' } | { readonly state: 'failed'; readonly error: LinkError };

export interface CheckOptions {
  readonly replica: Replica;
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Records read so far, and in all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Records read and hashed at once; between two of them the screen stays alive and a cancel is heard. */
const PAGE = 500;

/**
 * Computes this machine's digests by kind and compares them with the center's. A kind that differs is looked at once
 * more on both sides, because a record may have arrived between the two.
 */
export async function checkAgainstCenter(options: CheckOptions): Promise<CheckOutcome> {
  const { replica, bridge, clock, signal, onProgress } = options;
  const first = await bridge.invoke('link.digest', null);
  if (!first.ok) return { state: 'failed', error: first.error };
  const total = await countAll(replica);
  let done = 0;
  const progress = (records: number): void => onProgress(Math.min(total, (done += records)), total);
  const here = new Map<Kind, SetDigest>();
  for (const kind of KINDS) here.set(kind, await digestOf(replica.collections[kind], kind, signal, progress));
  let center = first.value;
  const suspects = KINDS.filter((kind) => !same(here.get(kind), center.kinds[kind]));
  if (suspects.length > 0 && !signal.aborted) {
    const second = await bridge.invoke('link.digest', null);
    if (!second.ok) return { state: 'failed', error: second.error };
    center = second.value;
    for (const kind of suspects) here.set(kind, await digestOf(replica.collections[kind], kind, signal, () => undefined));
  }
  if (signal.aborted) return { state: 'cancelled' };
  return { state: 'done', result: resultOf(here, center, clock.now()) };
}

/** The digest of all records of a kind on this machine, read page by page; what was read so far where the signal aborts. */
export async function digestOf(collection: DocCollection, kind: Kind, signal: AbortSignal, onPage: (records: number) => void): Promise<SetDigest> {
  let digest = EMPTY_DIGEST;
  let last = '';
  while (!signal.aborted) {
    const page = await collection.find({ selector: { id: { $gt: last } }, sort: [{ id: 'asc' }], limit: PAGE }).exec();
    for (const doc of page) digest = addToDigest(digest, kind, doc.id, versionOf(toRecord(doc.toJSON())));
    onPage(page.length);
    last = page.at(-1)?.id ?? '';
    if (page.length < PAGE) break;
  }
  return digest;
}

async function countAll(replica: Replica): Promise<number> {
  const counts = await Promise.all(KINDS.map((kind) => replica.collections[kind].count({ selector: {} }).exec()));
  return counts.reduce((sum, count) => sum + count, 0);
}

function same(here: SetDigest = EMPTY_DIGEST, center: SetDigest = EMPTY_DIGEST): boolean {
  return here.count === center.count && here.xor === center.xor;
}

function resultOf(here: ReadonlyMap<Kind, SetDigest>, center: DigestResponse, at: number): CheckResult {
  const differences = KINDS.filter((kind) => !same(here.get(kind), center.kinds[kind])).map((kind) => ({
    kind,
    here: here.get(kind)?.count ?? 0,
    center: center.kinds[kind]?.count ?? 0,
  }));
  const unknown = Object.entries(center.kinds).reduce((sum, [kind, digest]) => (isKind(kind) ? sum : sum + digest.count), 0);
  return { at, records: [...here.values()].reduce((sum, digest) => sum + digest.count, 0), differences, unknown };
}
