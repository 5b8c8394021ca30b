import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { auditTrail } from '../../center/access/audit.ts';
import { COUNTY, evidence, OTHER_VILLAGE, VILLAGE } from '../support/center-records.ts';
import { answerOf, enrolDevice, errorOf, hashOfBytes, startTestCenter, type RawDevice, type TestCenter } from '../support/center.ts';

describe('photos at the center', () => {
  const photo = randomBytes(300_000);
  const hash = hashOfBytes(photo);
  let center: TestCenter;
  let station: RawDevice;

  beforeEach(async () => {
    center = await startTestCenter();
    station = await enrolDevice(center, VILLAGE, 'station');
  });
  afterEach(() => center.stop());

  const waiting = () => readdir(join(center.dataDir, 'blobs/incoming'));

  it('takes the bytes that a record names, checks them, and gives them back as they were', async () => {
    const thumb = randomBytes(1_000);
    await station.push('evidence', evidence(VILLAGE, hash, { thumbHash: hashOfBytes(thumb) }));
    expect(await station.putBlob(photo)).toMatchObject({ status: 200, body: { hash, size: photo.length } });
    expect(await station.putBlob(thumb)).toMatchObject({ status: 200 });
    expect(await station.getBlob(hash)).toEqual({ status: 200, type: 'image/jpeg', bytes: photo });
    expect((await station.getBlob(hashOfBytes(thumb))).bytes).toEqual(thumb);
    expect(await station.have([hash, 'b'.repeat(64)])).toEqual([hash]);
    expect(await waiting()).toEqual([]);
  });

  it('stores the same bytes once, however often they are sent', async () => {
    await station.push('evidence', evidence(VILLAGE, hash));
    const answers = await Promise.all([station.putBlob(photo), station.putBlob(photo), station.putBlob(photo)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await station.putBlob(photo)).toMatchObject({ status: 200, body: { hash, size: photo.length } });
    expect(await waiting()).toEqual([]);
  });

  it('refuses bytes that are not what their name says, and keeps nothing of them', async () => {
    await station.push('evidence', evidence(VILLAGE, hash));
    const answer = await station.putBlob(randomBytes(1_000), hash);
    expect([answer.status, errorOf(answer)]).toMatchObject([409, { code: 'hashMismatch' }]);
    expect((await station.getBlob(hash)).status).toBe(404);
    expect(await waiting()).toEqual([]);
  });

  it('T1 keeps what came of an upload that was cut, says how much that is, and goes on from there', async () => {
    await station.push('evidence', evidence(VILLAGE, hash));
    const headers = { authorization: `Bearer ${station.token}`, 'qiyou-protocol': '1', 'content-type': 'application/octet-stream', 'content-length': photo.length };
    const upload = request(`${center.url}/v1/blobs/${hash}`, { method: 'PUT', headers });
    upload.on('error', () => {});
    upload.write(photo.subarray(0, 100_000));
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 5_000 });
    upload.destroy();
    await vi.waitFor(async () => expect(await waiting()).toEqual([`${hash}.${VILLAGE}.part`]), { timeout: 5_000 });
    expect(await center.blobs.has(hash)).toBe(false);
    const { received } = (await (await station.request(`/v1/blobs/${hash}/received`)).json()) as { received: number };
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThanOrEqual(100_000);
    const goOn = (from: number): Promise<Response> =>
      station.request(`/v1/blobs/${hash}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream', 'upload-offset': String(from) }, body: Buffer.from(photo.subarray(from)) });
    expect((await goOn(received + 1)).status).toBe(503);
    expect((await goOn(received)).status).toBe(200);
    // Where the answer was lost, all of it is here, and nothing is sent again.
    expect(await (await station.request(`/v1/blobs/${hash}/received`)).json()).toEqual({ received: photo.length });
    expect((await goOn(photo.length)).status).toBe(200);
    expect((await station.getBlob(hash)).bytes.equals(photo)).toBe(true);
    expect(await waiting()).toEqual([]);
  });

  it('an upload that runs while the center is told to stop is finished and answered', async () => {
    await station.push('evidence', evidence(VILLAGE, hash));
    const headers = { authorization: `Bearer ${station.token}`, 'qiyou-protocol': '1', 'content-type': 'application/octet-stream', 'content-length': photo.length };
    const upload = request(`${center.url}/v1/blobs/${hash}`, { method: 'PUT', headers });
    const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
    upload.write(photo.subarray(0, 100_000));
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 5_000 });
    const closed = center.close();
    upload.end(photo.subarray(100_000));
    const [answer] = await answered;
    expect(answer.statusCode).toBe(200);
    answer.resume();
    await closed;
    expect(await center.blobs.has(hash)).toBe(true);
  });

  it('wants no bytes that no record of the scope names', async () => {
    const answer = await station.putBlob(photo);
    expect([answer.status, errorOf(answer)]).toMatchObject([409, { code: 'notWanted' }]);
    expect(await center.blobs.has(hash)).toBe(false);
  });

  it('answers a large upload that it does not want or has already, instead of breaking the line', async () => {
    const large = randomBytes(20_000_000);
    for (let turn = 0; turn < 3; turn += 1) expect(await station.putBlob(large)).toMatchObject({ status: 409 });
    await station.push('evidence', evidence(VILLAGE, hashOfBytes(large)));
    for (let turn = 0; turn < 3; turn += 1) expect(await station.putBlob(large)).toMatchObject({ status: 200 });
  });

  it("answers for another station's photo as for one that does not exist, and the trail knows better", async () => {
    const other = await enrolDevice(center, OTHER_VILLAGE, 'station');
    await other.push('evidence', evidence(OTHER_VILLAGE, hash));
    await other.putBlob(photo);
    const [theirs, nobodys] = [await station.getBlob(hash), await station.getBlob('c'.repeat(64))];
    expect(theirs).toEqual(nobodys);
    expect(theirs.status).toBe(404);
    expect(errorOf(await station.putBlob(photo))).toEqual(errorOf(await station.putBlob(randomBytes(10))));
    expect(await station.have([hash])).toEqual([]);
    const refusals = (await auditTrail(center.access.db)).filter(({ event }) => event === 'scopeRefused');
    expect(refusals.map(({ device, detail }) => [device, detail['action']])).toEqual([[station.id, 'read'], [station.id, 'write']]);
    expect((await (await enrolDevice(center, COUNTY, 'county')).getBlob(hash)).bytes).toEqual(photo);
  });

  it('sends a range of the bytes, says what is there without sending it, and not again what is known', async () => {
    await station.push('evidence', evidence(VILLAGE, hash));
    await station.putBlob(photo);
    const ask = (headers: Record<string, string>, method = 'GET'): Promise<Response> => station.request(`/v1/blobs/${hash}`, { method, headers });
    const part = await ask({ range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([206, 'bytes 100-199/300000', '100']);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(photo.subarray(100, 200));
    const last = await ask({ range: 'bytes=-50' });
    expect(Buffer.from(await last.arrayBuffer())).toEqual(photo.subarray(-50));
    const whole = await ask({ range: 'bytes=0-1, 5-6' });
    expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, 300_000]);
    const beyond = await ask({ range: 'bytes=300000-' });
    expect([beyond.status, beyond.headers.get('content-range'), beyond.headers.get('cache-control')]).toEqual([416, 'bytes */300000', null]);
    expect(errorOf(await answerOf(beyond))).toMatchObject({ kind: 'refused', code: 'badRequest' });
    const head = await ask({}, 'HEAD');
    expect(['content-length', 'content-type', 'etag', 'accept-ranges', 'cache-control'].map((name) => head.headers.get(name))).toEqual(['300000', 'image/jpeg', `"${hash}"`, 'bytes', 'private, max-age=31536000, immutable']);
    expect([head.status, (await head.arrayBuffer()).byteLength]).toEqual([200, 0]);
    const known = await ask({ 'if-none-match': `"${hash}"` });
    expect([known.status, (await known.arrayBuffer()).byteLength]).toEqual([304, 0]);
    expect((await station.request(`/v1/blobs/${'c'.repeat(64)}`, { method: 'HEAD' })).status).toBe(404);
  });

  it('counts the photos that are here and those that are awaited', async () => {
    await station.push('evidence', evidence(VILLAGE, hash));
    await station.push('evidence', evidence(VILLAGE, 'd'.repeat(64)));
    await station.push('evidence', evidence(VILLAGE, 'e'.repeat(64), { removed: true }));
    await station.putBlob(photo);
    expect((await station.overview()).sites).toMatchObject([{ code: VILLAGE, photosReceived: 1, photosAwaited: 1 }]);
  });
});
