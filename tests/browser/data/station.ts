import { validatedStorage } from '../../../renderer/data/replica/validated-storage.ts';
import { expect } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { toRecord } from '../../../renderer/data/replica/local-fields.ts';
import { openReplica, type Replica, type ReplicaOptions } from '../../../renderer/data/replica/open-replica.ts';
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
  /** Resolves when nothing waits and no record is set aside. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

let devices = 0;
const open = new Set<Station>();

/** Closes what a test left open, so that a failed one does not fail the next: a page holds one replica. */
export async function closeStations(): Promise<void> {
  for (const station of open) await station.close();
}

/** Opens a device; `name` again opens what an earlier one left. */
export async function openStation(center: TinyCenter, options: { readonly online: boolean; readonly name?: string; readonly storage?: ReplicaOptions['storage'] }): Promise<Station> {
  devices += 1;
  const name = options.name ?? `device-${devices}`;
  const device = devices;
  const replica = await openReplica(SITE, { name, storage: options.storage ?? (validatedStorage()) });
  const clock = new FakeClock();
  const random = seededRandom(device);
  const bridge = new TinyBridge(center, options.online);
  const writer = createRecordWriter({ replica, clock, ids: uuidv7Ids(clock, random), author: () => ({ device: `d${device}`, person: '王秀英' }) });
  const sync = await startSync({ replica, bridge, clock, random, onExchange: () => undefined, onTrouble: () => undefined });
  const waiting = (): Promise<number> => replica.local.outbox.count();
  const station: Station = {
    replica,
    writer,
    bridge,
    sync,
    clock,
    waiting,
    async read(kind, id) {
      const doc = await replica.collections[kind].findOne(id).exec();
      return doc === null ? null : toRecord(doc.toJSON());
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
