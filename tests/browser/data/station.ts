import { expect } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import type { StoredReceipt } from '#shared/ports/replica-store.ts';
import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { lastReceipts } from '../../../renderer/data/local/receipt-pages.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { createRecordWriter, type RecordWriter } from '../../../renderer/data/records/record-writer.ts';
import { startSync, type Sync } from '../../../renderer/data/sync/start-sync.ts';
import { TinyBridge } from '../../support/tiny-bridge.ts';
import type { TinyCenter } from '../../support/tiny-center.ts';

export const SITE = '211122101001';

/** One device of the station, with a replica of its own in real IndexedDB. */
export interface Station {
  readonly replica: Replica;
  readonly writer: RecordWriter;
  readonly bridge: TinyBridge;
  readonly sync: Sync;
  readonly clock: FakeClock;
  read(kind: Kind, id: string): Promise<AnyRecord | null>;
  waiting(): Promise<number>;
  /** The last receipt for a record. */
  receiptOf(id: string): Promise<StoredReceipt | undefined>;
  /** How many records are set aside. */
  aside(): Promise<number>;
  /** Resolves when nothing waits to be sent. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** The browser's storage outlives a file of tests. */
const run = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
let devices = 0;
const open = new Set<Station>();

/** Closes what a test left open, so that a failed one does not fail the next: a page holds one replica. */
export async function closeStations(): Promise<void> {
  for (const station of open) await station.close();
}

/** Opens a device; `name` again opens what an earlier one of this file left, `exactName` databases that were put there. */
export async function openStation(center: TinyCenter, options: { readonly online: boolean; readonly name?: string; readonly exactName?: string; readonly site?: () => string }): Promise<Station> {
  devices += 1;
  const name = options.exactName ?? `${options.name ?? `device-${devices}`}-${run}`;
  const device = devices;
  const clock = new FakeClock();
  const replica = await openReplica(name, { clock, checked: true });
  const random = seededRandom(device);
  const bridge = new TinyBridge(center, options.online);
  const writer = createRecordWriter({ replica, clock, ids: uuidv7Ids(clock, random), author: () => ({ device: `d${device}`, person: '王秀英' }), site: options.site ?? (() => SITE) });
  const sync = await startSync({ replica, bridge, clock, random, onExchange: () => undefined, onTrouble: () => undefined });
  const waiting = (): Promise<number> => replica.local.pendings.where('aside').equals(0).count();
  const station: Station = {
    replica,
    writer,
    bridge,
    sync,
    clock,
    waiting,
    receiptOf: async (id) => (await lastReceipts(replica.local, Infinity)).find((receipt) => receipt.id === id),
    aside: () => replica.local.pendings.where('aside').equals(1).count(),
    async read(kind, id) {
      const [record] = await replica.engine.store.records(kind, [id]);
      return record ?? null;
    },
    async quiet() {
      await expect.poll(waiting, { timeout: 15_000 }).toBe(0);
    },
    async close() {
      open.delete(station);
      await sync.close();
      await replica.close();
    },
  };
  open.add(station);
  return station;
}

export const ACTIVITY = {
  title: '重阳节敬老',
  kind: 'festival',
  status: 'held',
  occurredOn: '2026-05-30',
  startsAt: '09:00',
  minutes: 120,
  place: '活动室',
  organiser: '',
  inCharge: '王秀英',
  content: '包饺子',
  attendance: 30,
  served: [],
  teams: [],
  returnReason: '',
} as const;
