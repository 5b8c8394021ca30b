import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Channel, Connection, Input, Output } from '#shared/bridge/contract.ts';
import type { Role } from '#shared/domain/site-code.ts';
import { EMPTY_DIGEST, addToDigest } from '#shared/protocol/digest.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { hashOf, versionOf } from '#shared/schema/version.ts';
import { listDevices, revokeDevice } from '../../center/access/devices.ts';
import { codeFor, startTestCenter, type TestCenter } from '../support/center.ts';
import { activity, COUNTY, edited, evidence, OTHER_VILLAGE, TOWN, VILLAGE, write as writeOf } from '../support/center-records.ts';
import { openTestHost, type TestHost } from '../support/host.ts';

const photo = new Uint8Array(400_000).map((_, index) => index % 239);
const hash = hashOf(photo);

/** A write as the bridge's contract has it. */
const write = (...args: Parameters<typeof writeOf>): Input<'link.exchange'>['push'][number] => ({ ...writeOf(...args) });

async function makeCenter(): Promise<TestCenter> {
  const center = await startTestCenter();
  onTestFinished(() => center.stop());
  return center;
}

async function ask<C extends Channel>(host: TestHost, channel: C, input: Input<C>): Promise<Output<C>> {
  return (await host.dispatch(channel, input)) as Output<C>;
}

const until = (host: TestHost, state: Connection['state']): Promise<void> =>
  vi.waitFor(async () => expect(await ask(host, 'link.connection', null)).toMatchObject({ state }), { timeout: 10_000 });

async function enrolledHost(center: TestCenter, site: string, role: Role): Promise<TestHost> {
  const host = await openTestHost();
  const answer = await ask(host, 'link.enrol', { center: center.url, code: await codeFor(center, site, role), deviceName: '办公电脑' });
  expect(answer).toMatchObject({ ok: true, value: { site, role } });
  await until(host, 'online');
  return host;
}

describe('a host and the real center', () => {
  it('enrols once by a code, and is told no more of its profile than may be known', async () => {
    const center = await makeCenter();
    const code = await codeFor(center, VILLAGE, 'station');
    const host = await openTestHost();
    expect(await ask(host, 'link.enrol', { center: center.url, code: ` ${code.toLowerCase()} `, deviceName: '办公电脑' })).toMatchObject({ ok: true });
    expect(JSON.stringify(await ask(host, 'link.enrolment', null))).not.toContain('idKey');
    const other = await openTestHost();
    expect(await ask(other, 'link.enrol', { center: center.url, code, deviceName: '' })).toMatchObject({ ok: false, error: { kind: 'refused', code: 'usedCode' } });
  });

  it('pushes, is given receipts, and agrees with the center’s digest', async () => {
    const center = await makeCenter();
    const host = await enrolledHost(center, VILLAGE, 'station');
    const records = Array.from({ length: 30 }, (_, index) => activity(VILLAGE, { title: `活动${index}` }));
    const push = records.map((record) => write('activities', record));
    const answer = await ask(host, 'link.exchange', { protocol: PROTOCOL, push, pull: { from: { activities: {} }, limit: 100 } });
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    expect(answer.value.results.map((result) => result.status)).toEqual(records.map(() => 'accepted'));
    expect(answer.value.pull?.changes).toHaveLength(30);
    const own = records.reduce((digest, record) => addToDigest(digest, 'activities', record.id, versionOf(record)), EMPTY_DIGEST);
    const digest = await ask(host, 'link.digest', null);
    expect(digest.ok && digest.value.kinds['activities']).toMatchObject(own);
  });

  it('hears of another device’s write by the news', async () => {
    const center = await makeCenter();
    const [first, second] = [await enrolledHost(center, VILLAGE, 'station'), await enrolledHost(center, VILLAGE, 'station')];
    await ask(first, 'link.exchange', { protocol: PROTOCOL, push: [write('activities', activity())], pull: null });
    await vi.waitFor(() => expect(second.told).toContainEqual({ event: 'link.news', payload: expect.objectContaining({ type: 'moved', county: COUNTY }) as unknown }));
  });

  it('D1 tells the institute at once of a held removal, and the station of what was decided on it', async () => {
    const center = await makeCenter();
    const [station, institute] = [await enrolledHost(center, VILLAGE, 'station'), await enrolledHost(center, TOWN, 'institute')];
    const records = Array.from({ length: 40 }, (_, index) => activity(VILLAGE, { title: `活动${index}` }));
    const exchange = (push: Input<'link.exchange'>['push']) => ask(station, 'link.exchange', { protocol: PROTOCOL, push, pull: null });
    await exchange(records.map((record) => write('activities', record)));
    await exchange(records.map((record) => write('activities', edited(record, { removed: true }), record)));
    const news = { event: 'link.news', payload: { type: 'held', site: VILLAGE } };
    const heard = (host: TestHost): number => host.told.filter((told) => JSON.stringify(told) === JSON.stringify(news)).length;
    await vi.waitFor(() => expect([heard(institute), heard(station)]).toEqual([1, 1]));
    const held = await ask(institute, 'link.held', null);
    const id = held.ok ? (held.value.held[0]?.id ?? '') : '';
    expect(await ask(institute, 'link.decideHeld', { id, decision: 'reject', person: '赵主任' })).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(heard(station)).toBe(2));
    const decided = await ask(station, 'link.heldDecided', { after: 0 });
    expect(decided).toMatchObject({ ok: true, value: { more: false, decided: [{ id, decision: 'reject', by: { person: '赵主任', site: TOWN, siteName: '太平街道' }, counts: { activities: 40 } }] } });
    const at = decided.ok ? (decided.value.decided[0]?.at ?? 0) : 0;
    expect(await ask(station, 'link.heldDecided', { after: at })).toEqual({ ok: true, value: { decided: [], more: false } });
  });

  it('sends a photo, which another device then reads from the center', async () => {
    const center = await makeCenter();
    const station = await enrolledHost(center, VILLAGE, 'station');
    await ask(station, 'photo.put', { hash, bytes: photo });
    await ask(station, 'link.exchange', { protocol: PROTOCOL, push: [write('evidence', evidence(VILLAGE, hash, { size: photo.length }))], pull: null });
    expect(await ask(station, 'photo.upload', { hash, type: 'image/jpeg' })).toEqual({ ok: true, value: { hash, size: photo.length } });
    expect(await ask(station, 'photo.upload', { hash, type: 'image/jpeg' })).toMatchObject({ ok: true });
    expect(await ask(station, 'photo.have', { hashes: [hash, '0'.repeat(64)] })).toEqual({ ok: true, value: { have: [hash] } });
    const county = await enrolledHost(center, COUNTY, 'county');
    expect(await ask(county, 'photo.read', { hash })).toEqual({ bytes: photo, from: 'center' });
    expect(await readdir(join(county.data, 'photo-cache', hash.slice(0, 2)))).toEqual([hash]);
    expect(await ask(county, 'photo.has', { hashes: [hash] })).toEqual({ have: [] });
    expect(await ask(county, 'photo.read', { hash })).toEqual({ bytes: photo, from: 'cache' });
    expect(await ask(county, 'cache.state', null)).toMatchObject({ bytes: photo.length, files: 1 });
    expect(await ask(county, 'cache.clear', null)).toMatchObject({ bytes: 0, files: 0 });
    expect(await ask(county, 'photo.read', { hash })).toEqual({ bytes: photo, from: 'center' });
    const overview = await ask(county, 'link.overview', null);
    expect(overview.ok && overview.value.sites.find((site) => site.code === VILLAGE)?.photosReceived).toBe(1);
  });

  it('is refused what is another station’s', async () => {
    const center = await makeCenter();
    const host = await enrolledHost(center, VILLAGE, 'station');
    const answer = await ask(host, 'link.exchange', { protocol: PROTOCOL, push: [write('activities', activity(OTHER_VILLAGE)), write('activities', activity())], pull: null });
    expect(answer.ok && answer.value.results.map((result) => result.status)).toEqual(['refused', 'accepted']);
  });

  it('is revoked at once, and keeps what it has', async () => {
    const center = await makeCenter();
    const host = await enrolledHost(center, VILLAGE, 'station');
    await ask(host, 'photo.put', { hash, bytes: photo });
    const [device] = await listDevices(center.access.db, VILLAGE);
    await revokeDevice(center.access, device?.id ?? '');
    await vi.waitFor(
      async () => {
        host.timers.move(1_000);
        expect(await ask(host, 'link.connection', null)).toMatchObject({ state: 'revoked' });
      },
      { timeout: 10_000 },
    );
    expect(await ask(host, 'link.digest', null)).toMatchObject({ ok: false, error: { kind: 'refused', code: 'revoked' } });
    expect(await ask(host, 'photo.has', { hashes: [hash] })).toEqual({ have: [hash] });
  });

  it('is offline while the center is stopped, and comes back by itself', async () => {
    const center = await makeCenter();
    const host = await enrolledHost(center, VILLAGE, 'station');
    await center.close();
    await until(host, 'offline');
    expect(await ask(host, 'link.digest', null)).toMatchObject({ ok: false, error: { kind: 'offline' } });
    const { startCenter } = await import('../../center/app/start-center.ts');
    const again = await startCenter({ dataDir: center.dataDir, port: center.port, clock: center.clock });
    onTestFinished(() => again.close());
    await vi.waitFor(
      async () => {
        host.timers.move(30_000);
        expect(await ask(host, 'link.connection', null)).toMatchObject({ state: 'online' });
      },
      { timeout: 10_000 },
    );
  });
});
