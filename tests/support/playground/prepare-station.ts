import type { Enrolment } from '#shared/bridge/contract.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { uuidv7Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import type { Receipt } from '#shared/protocol/exchange.ts';
import type { LocalDb } from '../../../renderer/data/local/local-db.ts';
import { createPhotoIntake } from '../../../renderer/data/photos/photo-intake.ts';
import { createRecordWriter, type RecordWriter } from '../../../renderer/data/records/record-writer.ts';
import { openReplica, type Replica } from '../../../renderer/data/replica/open-replica.ts';
import { replicaNameOf } from '../../../renderer/data/replica/replica-names.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { drawnPhoto, seedPhotos } from './seed-photos.ts';
import { daysBefore, seedStation, type Seeded } from './seed-station.ts';

const clock = { now: () => Date.now(), today: () => new Date().toISOString().slice(0, 10) };

export interface Sizes {
  readonly volunteers: number;
  readonly activities: number;
  readonly hours: number;
  readonly photos: number;
}

/** A site's half year at the center, photos included. */
export async function fillCenter(bridge: FakeBridge, site: string, device: string, sizes: Sizes): Promise<(Seeded & { readonly receipt: Receipt })[]> {
  const random = seededRandom(Number(site.slice(-6)));
  const ids = uuidv7Ids({ ...clock, now: () => clock.now() - 86_400_000 }, random);
  const seed = { site, device, ids, random, today: clock.today(), ...sizes };
  const records = seedStation(seed);
  const done = records.filter(({ kind, record }) => kind === 'activities' && record['status'] !== 'planned').map(({ record }) => record.id);
  for (const { record, photo } of await seedPhotos(seed, sizes.photos, done)) {
    records.push({ kind: 'evidence', record: record as unknown as AnyRecord });
    bridge.center.blobs.set(photo.facts.hash, photo.bytes);
    bridge.center.blobs.set(photo.facts.thumbHash, photo.thumb);
  }
  return records.map((seeded) => ({ ...seeded, receipt: bridge.center.put(seeded.kind, seeded.record) }));
}

/** Two people of this machine, one of them at the keyboard. */
export async function seatPeople(local: LocalDb): Promise<void> {
  await local.meta.put({ key: 'people', value: { names: ['王秀英', '李建国'], current: '王秀英' } });
}

/** The station's own replica: everything received, and then what came since the network went: a dozen records, five photos, one refusal. */
export async function fillStation(bridge: FakeBridge, enrolment: Enrolment, sizes: Sizes): Promise<void> {
  const held = await fillCenter(bridge, enrolment.site, enrolment.device, sizes);
  const replica = await openReplica(await replicaNameOf(enrolment), { clock });
  for (const kind of ['teams', 'volunteers', 'activities', 'serviceRecords', 'evidence'] as const) {
    const own = held.filter((seeded) => seeded.kind === kind);
    await replica.engine.store.put(kind, own.map(({ record }) => record), true);
    await replica.engine.store.book({ receipts: own.map(({ receipt }) => ({ ...receipt, at: clock.now() - 3 * 86_400_000 })) });
  }
  for (const [hash, bytes] of bridge.center.blobs) bridge.vault.set(hash, bytes);
  await seatPeople(replica.local);
  await addWaiting(bridge, replica, enrolment, held);
  await replica.close();
}

const SERVICE = { minutes: 90, place: '村文化广场', beneficiary: '本村村民', content: '秋收后田间清理', quality: '好', inCharge: '李建国', recorder: '王秀英', corrects: '', reason: '' } as const;

async function addWaiting(bridge: FakeBridge, replica: Replica, enrolment: Enrolment, held: readonly Seeded[]): Promise<void> {
  const ids = uuidv7Ids(clock, seededRandom(99));
  const writer = createRecordWriter({ replica, clock, ids, author: () => ({ device: enrolment.device, person: '王秀英' }), site: () => enrolment.site });
  const photos = createPhotoIntake({ replica, writer, bridge, clock, onWaiting: () => undefined });
  const volunteers = held.filter(({ kind }) => kind === 'volunteers').slice(0, 6);
  const activity = held.find(({ kind, record }) => kind === 'activities' && record['status'] === 'held');
  await writer.createAll(
    'serviceRecords',
    volunteers.map(({ record }) => ({
      ...SERVICE,
      volunteer: record.id,
      name: String(record['name']),
      activity: activity?.record.id ?? '',
      occurredOn: daysBefore(clock.today(), 1),
    })),
  );
  for (let index = 0; index < 5; index += 1) {
    const taken = daysBefore(clock.today(), index + 1);
    await photos.take(await drawnPhoto(200 + index, '待送达', taken), { item: 'activities.month', activity: activity?.record.id ?? '', occurredOn: taken, caption: '田间清理' });
  }
  await addRefused(bridge, replica, writer, held);
}

/** One record that the center would not take. */
async function addRefused(bridge: FakeBridge, { engine }: Replica, writer: RecordWriter, held: readonly Seeded[]): Promise<void> {
  const refused = held.find(({ kind }) => kind === 'teams')?.record;
  if (refused === undefined) return;
  const reason = { code: 'tooLarge' as const, field: 'note', detail: 'larger than 262144 bytes' };
  bridge.center.refuse = (write) => ((write.record as AnyRecord).id === refused.id ? reason : null);
  await writer.update('teams', refused.id, { note: '这一条写得太长了' });
  const [entry] = await engine.store.pendings('teams', [refused.id]);
  if (entry !== undefined) await engine.setAside(entry, reason);
}
