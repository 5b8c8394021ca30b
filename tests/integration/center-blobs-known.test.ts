import { randomBytes } from 'node:crypto';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditTrail } from '../../center/access/audit.ts';
import { moveVillage } from '../../center/access/moves.ts';
import { COUNTY, edited, evidence, OTHER_COUNTY, OTHER_VILLAGE, TOWN, VILLAGE } from '../support/center-records.ts';
import { enrolDevice, errorOf, hashOfBytes, startTestCenter, type RawDevice, type TestCenter } from '../support/center.ts';
import { ENGINES } from '../support/engines.ts';

describe.each(ENGINES)('C1 to name a photo is not to have it (%s)', (engine) => {
  const photo = randomBytes(30_000);
  const hash = hashOfBytes(photo);
  let center: TestCenter;
  let owner: RawDevice;
  let other: RawDevice;

  beforeEach(async () => {
    center = await startTestCenter({}, engine);
    owner = await enrolDevice(center, VILLAGE, 'station');
    other = await enrolDevice(center, OTHER_VILLAGE, 'station');
    await owner.push('evidence', evidence(VILLAGE, hash));
    await owner.putBlob(photo);
  });
  afterEach(() => center.stop());

  const statusOf = async (device: RawDevice): Promise<number> => (await device.getBlob(hash)).status;
  const received = async (device: RawDevice): Promise<unknown> => (await device.request(`/v1/blobs/${hash}/received`)).json();

  it('who knows the hash and names it in evidence of its own learns and gets nothing', async () => {
    const unknown = 'c'.repeat(64);
    const told = await other.news();
    for (const named of [hash, unknown]) await other.push('evidence', evidence(OTHER_VILLAGE, named));
    expect(await other.getBlob(hash)).toEqual(await other.getBlob(unknown));
    expect(await other.have([hash, unknown])).toEqual([]);
    expect(await received(other)).toEqual({ received: 0 });
    const [wrong, wrongToo] = [await other.putBlob(randomBytes(10), hash), await other.putBlob(randomBytes(10), unknown)];
    expect([wrong.status, wrongToo.status]).toEqual([409, 409]);
    expect(errorOf(wrong)).toMatchObject({ code: 'hashMismatch' });
    expect((await other.overview()).sites).toMatchObject([{ code: OTHER_VILLAGE, photosReceived: 0, photosAwaited: 2 }]);
    await owner.push('evidence', evidence(VILLAGE, hash));
    await owner.putBlob(photo);
    expect(told.events.filter(({ type }) => type === 'blob')).toEqual([]);
    told.close();
    expect((await auditTrail(center.access.db)).filter(({ event }) => event === 'scopeRefused')).toMatchObject([{ device: other.id, detail: { action: 'read', blob: hash } }]);
  });

  it('who sends the bytes too gets the photo, and need not send them again', async () => {
    await other.push('evidence', evidence(OTHER_VILLAGE, hash));
    const put = vi.spyOn(center.blobs, 'put');
    expect(await other.putBlob(photo)).toMatchObject({ status: 200, body: { hash, size: photo.length } });
    expect((await other.getBlob(hash)).bytes).toEqual(photo);
    expect([await other.have([hash]), await received(other)]).toEqual([[hash], { received: photo.length }]);
    const second = await enrolDevice(center, OTHER_VILLAGE, 'station');
    for (const device of [other, owner, second]) expect((await device.putBlob(photo)).status).toBe(200);
    expect(put).toHaveBeenCalledTimes(1);
    expect(await statusOf(second)).toBe(200);
    expect(await center.access.db.get('SELECT count(*) AS n FROM blobs')).toEqual({ n: 1 });
  });

  it('the offices above read it, those of another county do not, even where a village of theirs names it', async () => {
    const institute = await enrolDevice(center, TOWN, 'institute');
    const county = await enrolDevice(center, COUNTY, 'county');
    const elsewhere = await enrolDevice(center, OTHER_COUNTY, 'county');
    await elsewhere.push('evidence', evidence(OTHER_COUNTY, hash));
    expect([await statusOf(institute), await statusOf(county), await statusOf(elsewhere)]).toEqual([200, 200, 404]);
    expect(await elsewhere.have([hash])).toEqual([]);
  });

  it('an office that has it shows it to a village by writing the village’s record, before or after it sends the bytes', async () => {
    const institute = await enrolDevice(center, TOWN, 'institute');
    await institute.push('evidence', evidence(OTHER_VILLAGE, hash));
    expect([await statusOf(other), await other.have([hash])]).toEqual([200, [hash]]);
    const later = randomBytes(500);
    await institute.push('evidence', evidence(OTHER_VILLAGE, hashOfBytes(later)));
    await institute.putBlob(later);
    expect((await other.overview()).sites).toMatchObject([{ photosReceived: 2, photosAwaited: 0 }]);
    expect((await other.getBlob(hashOfBytes(later))).bytes).toEqual(later);
  });

  it('a village that named it first is not shown it by an office that edits the record', async () => {
    const institute = await enrolDevice(center, TOWN, 'institute');
    const record = evidence(OTHER_VILLAGE, hash);
    await other.push('evidence', record);
    expect(await institute.push('evidence', edited(record, { caption: '看过' }), record)).toMatchObject({ status: 'accepted' });
    expect([await statusOf(institute), await statusOf(other)]).toEqual([200, 404]);
  });

  it('L3 a village that gets another code keeps its photos, and so does one that a record is moved to', async () => {
    const shown = evidence(OTHER_VILLAGE, 'd'.repeat(64));
    const institute = await enrolDevice(center, TOWN, 'institute');
    await institute.push('evidence', shown);
    const record = evidence(VILLAGE, hash);
    await owner.push('evidence', record);
    await institute.push('evidence', edited(record, { site: OTHER_VILLAGE }), record);
    expect(await statusOf(other)).toBe(200);
    await center.access.db.run('DELETE FROM blob_sites WHERE site = ?', OTHER_VILLAGE);
    expect(await moveVillage(center.access, VILLAGE, '211122002099')).toMatchObject({ ok: true });
    await owner.openSession();
    expect(await statusOf(owner)).toBe(200);
    expect(await owner.have([hash])).toEqual([hash]);
    expect(await statusOf(other)).toBe(200);
  });

  it('T1 an upload that one site began is nobody else’s to go on with', async () => {
    const large = randomBytes(200_000);
    const name = hashOfBytes(large);
    for (const [device, site] of [[owner, VILLAGE], [other, OTHER_VILLAGE]] as const) await device.push('evidence', evidence(site, name));
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield large.subarray(0, 199_998);
      throw new Error('the line was cut');
    }
    await expect(center.blobs.put(name, cut(), large.length, 0, VILLAGE)).rejects.toThrow();
    const from = async (device: RawDevice): Promise<number> => ((await (await device.request(`/v1/blobs/${name}/received`)).json()) as { received: number }).received;
    expect([await from(owner), await from(other)]).toEqual([199_998, 0]);
    const last = (device: RawDevice): Promise<Response> =>
      device.request(`/v1/blobs/${name}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream', 'upload-offset': '199998' }, body: Buffer.from(large.subarray(199_998)) });
    expect([(await last(other)).status, (await last(owner)).status]).toEqual([503, 200]);
  });

  it('T2 a station of protocol 1 sends and fetches as it always did', async () => {
    await other.push('evidence', evidence(OTHER_VILLAGE, hash));
    const inFirst = { 'qiyou-protocol': '1', 'content-type': 'image/jpeg' };
    expect((await other.request(`/v1/blobs/${hash}`, { headers: inFirst })).status).toBe(404);
    const sent = await other.request(`/v1/blobs/${hash}`, { method: 'PUT', headers: inFirst, body: Buffer.from(photo) });
    expect([sent.status, await sent.json()]).toEqual([200, { hash, size: photo.length }]);
    expect((await other.request(`/v1/blobs/${hash}`, { headers: inFirst })).status).toBe(200);
  });

  it('a photo that the storage lost, or lost a part of, is taken again from who has it', async () => {
    const file = join(center.dataDir, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash);
    for (const harm of [() => rm(file), () => truncate(file, 5)]) {
      await harm();
      expect((await owner.putBlob(photo)).status).toBe(200);
      expect((await owner.getBlob(hash)).bytes).toEqual(photo);
    }
  });
});
