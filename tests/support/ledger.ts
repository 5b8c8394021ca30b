import { expect } from 'vitest';
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

  /** P1, C1: every record with a receipt is held in the version of its last receipt, or in one that was sent after it. */
  expectHeld(held: ReadonlyMap<string, AnyRecord>): void {
    const lost = [...this.records].filter(([key, { receipts, unanswered }]) => {
      const last = receipts.at(-1);
      if (last === undefined) return false;
      const record = held.get(key);
      return record === undefined || (versionOf(record) !== last.version && !unanswered.has(versionOf(record)));
    });
    expect(lost.map(([key]) => key), 'acknowledged and not held').toEqual([]);
  }

  /** L1: no position was given twice. */
  expectOnePositionEach(): void {
    const given = new Map<string, string>();
    for (const { receipts } of this.records.values()) {
      for (const { county, position, id, version } of receipts) {
        const before = given.get(`${county}:${position}`);
        if (before !== undefined) expect(before, `position ${position} of ${county}`).toBe(`${id}:${version}`);
        given.set(`${county}:${position}`, `${id}:${version}`);
      }
    }
  }

  /** Every photo with a receipt is there, and is what its name says. */
  async expectPhotos(url: string): Promise<void> {
    for (const [hash, device] of this.photos) {
      device.url = url;
      const { status, bytes } = await device.getBlob(hash);
      expect({ hash, status, bytes: hashOfBytes(bytes) }).toEqual({ hash, status: 200, bytes: hash });
    }
  }
}

/** All that a device's scope holds at the center, by `kind:id`. */
export async function heldBy(device: RawDevice): Promise<ReadonlyMap<string, AnyRecord>> {
  const { changes } = await device.pullAll(KINDS);
  return new Map(changes.flatMap((change) => ('record' in change ? [[`${change.kind}:${change.record.id}`, change.record] as const] : [])));
}

/** C2: the center's own digests are what a recount of what it sends comes to. */
export async function expectDigests(device: RawDevice, held: ReadonlyMap<string, AnyRecord>): Promise<void> {
  const counted: Record<string, SetDigest> = {};
  for (const [key, record] of held) {
    const kind = key.split(':', 1)[0] ?? '';
    counted[kind] = addToDigest(counted[kind] ?? EMPTY_DIGEST, kind, record.id, versionOf(record));
  }
  const { kinds } = await device.digest();
  const said = Object.fromEntries(Object.entries(kinds).map(([kind, { count, xor }]) => [kind, { count, xor }]));
  expect(said).toEqual(counted);
}

/** One person's day in a few seconds: new activities, edits of earlier ones, photos. Goes on until the center breaks off. */
export async function writeUntilCut(device: RawDevice, site: string, ledger: Ledger, random: Random): Promise<void> {
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
  for (;;) await [newActivities, edit, photo, newActivities][pick(4)]?.();
}
