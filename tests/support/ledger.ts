import type { AnyRecord } from '#shared/domain/record.ts';
import type { Random } from '#shared/ports/random.ts';
import { addToDigest, EMPTY_DIGEST, type SetDigest } from '#shared/protocol/digest.ts';
import type { Receipt, Write } from '#shared/protocol/exchange.ts';
import { versionOf } from '#shared/schema/version.ts';
import { activity, edited, evidence, write } from './center-records.ts';
import { hashOfBytes, type RawDevice } from './center.ts';

/** All kinds that the devices of a ledger write, and those that a center makes by itself. */
const KINDS = ['sites', 'activities', 'evidence'] as const;

interface Line {
  /** What was acknowledged of the record, in order. */
  readonly receipts: Receipt[];
  /** Versions that were sent after the last receipt: the center may have them or not. */
  readonly unanswered: Set<string>;
  latest: AnyRecord;
}

/** What a center has acknowledged, kept beside it by those who were told: the measure of "nothing acknowledged is lost". */
export class Ledger {
  readonly records = new Map<string, Line>();
  /** Hashes of the photos that the center gave a receipt for, and who may read them. */
  readonly photos = new Map<string, RawDevice>();

  get receipts(): number {
    return [...this.records.values()].reduce((total, { receipts }) => total + receipts.length, 0);
  }

  sent({ kind, record }: Write): void {
    const key = `${kind}:${(record as AnyRecord).id}`;
    const line = this.records.get(key) ?? { receipts: [], unanswered: new Set(), latest: record as AnyRecord };
    line.unanswered.add(versionOf(record as AnyRecord));
    line.latest = record as AnyRecord;
    this.records.set(key, line);
  }

  received(receipt: Receipt): void {
    const line = this.records.get(`${receipt.kind}:${receipt.id}`);
    if (line === undefined) throw new Error('a receipt for what was never sent');
    line.receipts.push(receipt);
    line.unanswered.clear();
  }

  /** P1, C1: records with a receipt that are not held in the version of the last one, nor in one that was sent after it. */
  lostIn(held: ReadonlyMap<string, AnyRecord>): string[] {
    const lost = [...this.records].filter(([key, { receipts, unanswered }]) => {
      const last = receipts.at(-1);
      if (last === undefined) return false;
      const record = held.get(key);
      return record === undefined || (versionOf(record) !== last.version && !unanswered.has(versionOf(record)));
    });
    return lost.map(([key]) => key);
  }

  /** L1: positions that were given to two writes. */
  positionsGivenTwice(): string[] {
    const given = new Map<string, string>();
    const twice = new Set<string>();
    for (const { county, position, id, version } of [...this.records.values()].flatMap(({ receipts }) => receipts)) {
      const [place, what] = [`${county}:${position}`, `${id}:${version}`];
      if ((given.get(place) ?? what) !== what) twice.add(place);
      given.set(place, what);
    }
    return [...twice];
  }

  /** Photos with a receipt that are not there, or are not what their name says. */
  async photosLost(url: string): Promise<string[]> {
    const lost: string[] = [];
    for (const [hash, device] of this.photos) {
      device.url = url;
      const { status, bytes } = await device.getBlob(hash);
      if (status !== 200 || hashOfBytes(bytes) !== hash) lost.push(hash);
    }
    return lost;
  }
}

/** All that a device's scope holds at the center, by `kind:id`. */
export async function heldBy(device: RawDevice): Promise<ReadonlyMap<string, AnyRecord>> {
  const { changes } = await device.pullAll(KINDS);
  return new Map(changes.flatMap((change) => ('record' in change ? [[`${change.kind}:${change.record.id}`, change.record] as const] : [])));
}

/** C2: a recount of what a center sends, by kind. */
export function recount(held: ReadonlyMap<string, AnyRecord>): Record<string, SetDigest> {
  const counted: Record<string, SetDigest> = {};
  for (const [key, record] of held) {
    const kind = key.split(':', 1)[0] ?? '';
    counted[kind] = addToDigest(counted[kind] ?? EMPTY_DIGEST, kind, record.id, versionOf(record));
  }
  return counted;
}

/** C2: the center's own digests, without their months. */
export async function saidDigests(device: RawDevice): Promise<Record<string, SetDigest>> {
  const { kinds } = await device.digest();
  return Object.fromEntries(Object.entries(kinds).map(([kind, { count, xor }]) => [kind, { count, xor }]));
}

/** One person's day in a few seconds: new activities, edits of earlier ones, photos. Goes on until the center breaks off, or it is over. */
export async function writeUntilCut(device: RawDevice, site: string, ledger: Ledger, random: Random, over?: AbortSignal): Promise<void> {
  const own: { record: AnyRecord; received: AnyRecord | null }[] = [];
  const pick = (below: number): number => (random.bytes(1)[0] ?? 0) % below;
  const push = async (kind: string, record: AnyRecord, base: AnyRecord | null): Promise<boolean> => {
    const one = write(kind, record, base);
    ledger.sent(one);
    const { results } = await device.exchange([one]);
    const [result] = results;
    if (result?.status === 'accepted') ledger.received(result.receipt);
    return result?.status === 'accepted';
  };
  const newActivities = async (): Promise<void> => {
    const records = Array.from({ length: 1 + pick(20) }, () => activity(site));
    for (const record of records) ledger.sent(write('activities', record));
    const { results } = await device.exchange(records.map((record) => write('activities', record)));
    results.forEach((result, index) => {
      const record = records[index];
      if (result.status !== 'accepted' || record === undefined) return;
      ledger.received(result.receipt);
      own.push({ record, received: record });
    });
  };
  const edit = async (): Promise<void> => {
    const item = own[pick(Math.max(1, own.length))];
    if (item === undefined) return;
    const next = edited(item.record, { title: `改过 ${pick(250)} ${pick(250)}` });
    if (await push('activities', next, item.received)) [item.record, item.received] = [next, next];
  };
  const photo = async (): Promise<void> => {
    const bytes = random.bytes(2_000 + 200 * pick(250));
    const hash = hashOfBytes(bytes);
    if (!(await push('evidence', evidence(site, hash, { size: bytes.length }), null))) return;
    const { status } = await device.putBlob(bytes);
    if (status === 200) ledger.photos.set(hash, device);
  };
  while (over?.aborted !== true) await [newActivities, edit, photo, newActivities][pick(4)]?.();
}
