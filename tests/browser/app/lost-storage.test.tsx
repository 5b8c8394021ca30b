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
