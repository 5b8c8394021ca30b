import { Dexie } from 'dexie';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Enrolment } from '#shared/bridge/contract.ts';
import type { Pending } from '#shared/ports/replica-store.ts';
import { hashOf } from '#shared/schema/version.ts';
import type { Data } from '../../../renderer/data/hooks/data-context.ts';
import { createFakeBridge, type FakeBridge } from '../../support/fake-bridge.ts';
import { newStation, openApp, PATIENT, type AppWindow } from './open-app.tsx';

let app: AppWindow;

afterEach(async () => {
  await app.close();
});

const TEAM = { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' } as const;

/** What Chromium does with a damaged storage: all databases of the station are gone, and nothing says so. */
async function loseStorage(station: Enrolment): Promise<void> {
  const names = await Dexie.getDatabaseNames();
  for (const name of names.filter((each) => each.includes(station.site))) await Dexie.delete(name);
  const list = await new Dexie('qiyou-replicas').open();
  await list.table('replicas').delete(station.site);
  list.close();
}

async function openOn(bridge: FakeBridge): Promise<Data> {
  app = await openApp({ bridge });
  return app.data();
}

async function entriesOf({ replica }: Data): Promise<readonly Pending[]> {
  const rows = await replica.local.pendings.orderBy('[order+kind+id]').toArray();
  return rows.map(({ aside: _aside, ...entry }) => entry);
}

/** Saves and answers the record. */
async function saved<T>(result: Promise<{ readonly ok: true; readonly record: T } | { readonly ok: false }>): Promise<T> {
  const made = await result;
  if (!made.ok) throw new Error('not saved');
  return made.record;
}

async function received(data: Data): Promise<void> {
  await expect.poll(() => data.replica.local.pendings.count(), PATIENT).toBe(0);
}

it('C1 the browser lost the records: what was not sent is back with the states it started from, is said, and is received', async () => {
  const station = newStation();
  const bridge = createFakeBridge({ enrolment: station });
  const before = await openOn(bridge);
  const known = await saved(before.writer.create('teams', TEAM));
  await received(before);
  bridge.setConnection('offline');
  const edited = await saved(before.writer.update('teams', known.id, { phone: '13900000000' }));
  const fresh = await saved(before.writer.create('teams', { ...TEAM, name: '合唱队' }));
  const waiting = await entriesOf(before);
  expect(bridge.unsent.entries.map(({ id }) => id)).toEqual([known.id, fresh.id]);
  await app.close();
  await loseStorage(station);

  const after = await openOn(bridge);
  expect((await entriesOf(after)).map(({ kind, id, version, base, baseVersion }) => ({ kind, id, version, base, baseVersion }))).toEqual(
    waiting.map(({ kind, id, version, base, baseVersion }) => ({ kind, id, version, base, baseVersion })),
  );
  expect(await after.replica.engine.store.records('teams', [known.id, fresh.id])).toEqual([edited, fresh]);
  await app.seeing('浏览器的存储损坏过：从本机的备份找回了 2 条未送出的记录');
  bridge.setConnection('online');
  await received(after);
  await expect.poll(() => bridge.unsent.entries.length, PATIENT).toBe(0);
  expect([known.id, fresh.id].map((id) => bridge.center.get('teams', id))).toEqual([edited, fresh]);
  await page.getByRole('button', { name: '知道了' }).click();
  await expect.poll(() => app.box.textContent, PATIENT).not.toContain('浏览器的存储损坏过');
});

it('M1 an edit that is back is merged with what the center had from others meanwhile', async () => {
  const station = newStation();
  const bridge = createFakeBridge({ enrolment: station });
  const before = await openOn(bridge);
  const known = await saved(before.writer.create('teams', TEAM));
  await received(before);
  bridge.setConnection('offline');
  await saved(before.writer.update('teams', known.id, { phone: '13900000000' }));
  await app.close();
  await loseStorage(station);
  bridge.center.put('teams', { ...known, leader: '李建国' });

  const after = await openOn(bridge);
  bridge.setConnection('online');
  await received(after);
  expect(bridge.center.get('teams', known.id)).toMatchObject({ phone: '13900000000', leader: '李建国', conflicts: [] });
});

it('C1 photos that waited when the browser lost the records wait again, and are received', async () => {
  const station = newStation();
  const bridge = createFakeBridge({ enrolment: station });
  const before = await openOn(bridge);
  bridge.setConnection('offline');
  const [bytes, thumb] = [new TextEncoder().encode(`picture ${station.site}`), new TextEncoder().encode(`thumb ${station.site}`)];
  const facts = {
    hash: hashOf(bytes), size: bytes.length, type: 'image/jpeg', width: 1, height: 1, thumbHash: hashOf(thumb), thumbSize: thumb.length, originalHash: hashOf(bytes), originalSize: bytes.length,
    originalName: '1.jpg', takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', software: '',
  } as const;
  const taken = await before.photos.take({ facts, bytes, thumb }, { item: '', activity: '', occurredOn: '2026-05-30', caption: '' });
  expect(taken.ok).toBe(true);
  await app.close();
  await loseStorage(station);

  const after = await openOn(bridge);
  bridge.setConnection('online');
  await expect.poll(() => [facts.hash, facts.thumbHash].every((hash) => bridge.center.blobs.has(hash)), PATIENT).toBe(true);
  await expect.poll(() => after.replica.local.photos.where('state').equals('received').count(), PATIENT).toBe(2);
});

/** A photo of the station, as it is taken in. */
async function takePhoto(data: Data, name: string): Promise<{ readonly evidence: string; readonly hashes: readonly string[] }> {
  const [bytes, thumb] = [new TextEncoder().encode(`picture ${name}`), new TextEncoder().encode(`thumb ${name}`)];
  const facts = {
    hash: hashOf(bytes), size: bytes.length, type: 'image/jpeg', width: 1, height: 1, thumbHash: hashOf(thumb), thumbSize: thumb.length, originalHash: hashOf(bytes), originalSize: bytes.length,
    originalName: '1.jpg', takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', software: '',
  } as const;
  const taken = await data.photos.take({ facts, bytes, thumb }, { item: '', activity: '', occurredOn: '2026-05-30', caption: '' });
  if (!taken.ok) throw new Error('not taken');
  const queued = await data.replica.local.photos.get(facts.hash);
  return { evidence: queued?.evidence ?? '', hashes: [facts.hash, facts.thumbHash] };
}

const isGreen = (): boolean => app.box.querySelector('.qy-pill')?.classList.contains('qy-pill--received') === true;

/** The records are compared and equal, in this life of the center's log. */
async function agreed({ replica }: Data, epoch: string): Promise<boolean> {
  const state = await replica.engine.store.state();
  return state.epoch === epoch && state.recovering === null && state.agreement?.equal === true;
}

const waitingPhotos = async ({ replica }: Data): Promise<readonly string[]> => (await replica.local.photos.where('state').equals('waiting').toArray()).map(({ hash }) => hash).toSorted();
const BUSY = { kind: 'busy', retryAfterMs: 50 } as const;

it('C1 the pill is not green before photos that the browser lost count of were looked for and are received', async () => {
  const station = newStation();
  const bridge = createFakeBridge({ enrolment: station });
  const before = await openOn(bridge);
  await received(before);
  // The record is received, its photo is not: nothing that waits tells of it after the loss.
  bridge.failWith('photo.upload', BUSY);
  const { hashes } = await takePhoto(before, `lost ${station.site}`);
  await received(before);
  await app.close();
  await loseStorage(station);

  bridge.failWith('photo.have', BUSY);
  const after = await openOn(bridge);
  await expect.poll(() => agreed(after, 'epoch-1'), PATIENT).toBe(true);
  expect(await after.replica.local.photos.count()).toBe(0);
  await app.seeing('内容都已送出');
  expect(isGreen()).toBe(false);
  bridge.failWith('photo.have', null);
  after.sync.now();
  await expect.poll(() => waitingPhotos(after), PATIENT).toEqual(hashes.toSorted());
  await app.seeing('1 张照片');
  expect(isGreen()).toBe(false);
  bridge.failWith('photo.upload', null);
  after.sync.now();
  await expect.poll(isGreen, PATIENT).toBe(true);
  expect(hashes.map((hash) => bridge.center.blobs.has(hash))).toEqual([true, true]);
});

it('C1 photos that a restored center lost are sent again, and the pill is not green before they are', async () => {
  const station = newStation();
  const bridge = createFakeBridge({ enrolment: station });
  const data = await openOn(bridge);
  const kept = await takePhoto(data, `kept ${station.site}`);
  const lost = await takePhoto(data, `lost ${station.site}`);
  const bytesOnly = await takePhoto(data, `bytes ${station.site}`);
  const gone = [...lost.hashes, ...bytesOnly.hashes];
  const all = [...kept.hashes, ...gone];
  await expect.poll(() => all.every((hash) => bridge.center.blobs.has(hash)), PATIENT).toBe(true);
  await expect.poll(isGreen, PATIENT).toBe(true);

  // The backup is older than one record with its photo, and than the bytes of another.
  bridge.center.forget('evidence', lost.evidence);
  for (const hash of gone) bridge.center.blobs.delete(hash);
  bridge.failWith('photo.have', BUSY);
  bridge.center.epoch = 'epoch-2';
  data.sync.now();
  await expect.poll(() => agreed(data, 'epoch-2'), PATIENT).toBe(true);
  expect(bridge.center.get('evidence', lost.evidence)).not.toBeNull();
  // Records are equal and nothing waits; the photos were not looked for yet.
  await app.seeing('内容都已送出');
  expect(isGreen()).toBe(false);
  expect(await waitingPhotos(data)).toEqual([]);
  bridge.failWith('photo.upload', BUSY);
  bridge.failWith('photo.have', null);
  data.sync.now();
  await expect.poll(() => waitingPhotos(data), PATIENT).toEqual(gone.toSorted());
  await app.seeing('2 张照片');
  expect(isGreen()).toBe(false);
  bridge.failWith('photo.upload', null);
  data.sync.now();
  await expect.poll(isGreen, PATIENT).toBe(true);
  expect(all.every((hash) => bridge.center.blobs.has(hash))).toBe(true);
});

it('a host that cannot keep costs nobody a save, and is told of it as soon as it can', async () => {
  const bridge = createFakeBridge({ enrolment: newStation() });
  const data = await openOn(bridge);
  await received(data);
  bridge.setConnection('offline');
  bridge.unsent.failure = new Error('the disk is full');
  const first = await saved(data.writer.create('teams', TEAM));
  expect(bridge.unsent.entries).toEqual([]);
  expect(bridge.reports.map(({ message }) => message)).toEqual([expect.stringContaining('unsent edits are not kept twice')]);
  bridge.unsent.failure = null;
  const second = await saved(data.writer.create('teams', TEAM));
  expect(bridge.unsent.entries.map(({ id }) => id)).toEqual([first.id, second.id]);
});

it('a replica of a former version is kept twice from its first opening on, and says nothing of a loss', async () => {
  const station = newStation();
  const bridge = createFakeBridge({ enrolment: station, state: 'offline' });
  const before = await openOn(bridge);
  const team = await saved(before.writer.create('teams', TEAM));
  await before.replica.local.meta.delete('replicaId');
  await app.close();
  const upgraded = createFakeBridge({ enrolment: station, state: 'offline' });
  const after = await openOn(upgraded);
  expect(upgraded.unsent.entries.map(({ id }) => id)).toEqual([team.id]);
  expect(await after.replica.local.meta.get('lostStorage')).toBeUndefined();
});
