import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditTrail, verifyAudit } from '../../center/access/audit.ts';
import { findDevice, revokeDevice } from '../../center/access/devices.ts';
import { NONCE_LASTS } from '../../center/access/nonces.ts';
import { SESSION_LASTS } from '../../center/access/sessions.ts';
import { environmentOf, runProgram } from '../support/center-process.ts';
import { activity, COUNTY, TOWN, VILLAGE, write } from '../support/center-records.ts';
import { ENGINES } from '../support/engines.ts';
import { answerOf, codeFor, enrolDevice, enrolWith, errorOf, makeKeys, postJson, RawDevice, signText, startTestCenter, type TestCenter } from '../support/center.ts';

const DAY = 86_400_000;

describe.each(ENGINES)('access to the center, on %s', (engine) => {
  let center: TestCenter;

  beforeEach(async () => {
    center = await startTestCenter({}, engine);
  });
  afterEach(() => center.stop());

  const eventsOf = async (event: string) => (await auditTrail(center.access.db)).filter((entry) => entry.event === event);

  it('a code enrols one device, which is told who it is', async () => {
    const enrolled = await enrolWith(center.url, await codeFor(center, VILLAGE, 'station'), makeKeys());
    expect(enrolled.status).toBe(200);
    expect(enrolled.body).toMatchObject({ role: 'station', site: VILLAGE, siteName: '太平社区', centerName: '盘山县中心', photoEdge: 1600 });
    expect(enrolled.body.above).toEqual({ '2111': '盘锦市', [COUNTY]: '盘山县', [TOWN]: '太平街道' });
    expect(Buffer.from(enrolled.body.idKey, 'base64url')).toHaveLength(32);
  });

  it('a code is good once: another key is refused, the same key (whose answer was lost) gets the same device', async () => {
    const code = await codeFor(center, VILLAGE, 'station');
    const keys = makeKeys();
    const first = await enrolWith(center.url, code, keys);
    expect((await enrolWith(center.url, code, keys)).body.device).toBe(first.body.device);
    const other = await enrolWith(center.url, code, makeKeys());
    expect([other.status, errorOf(other)]).toMatchObject([401, { kind: 'refused', code: 'usedCode' }]);
    expect(await eventsOf('enrolled')).toHaveLength(1);
    expect(await eventsOf('enrolRefused')).toHaveLength(1);
  });

  it('a code may be typed in small letters, without hyphens, with O for 0 and l for 1', async () => {
    const code = await codeFor(center, VILLAGE, 'station');
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect((await enrolWith(center.url, typed, makeKeys())).status).toBe(200);
  });

  it('a wrong code, an expired code and a proof by another key are refused', async () => {
    const wrong = await enrolWith(center.url, '7K2M-9QXT-4B', makeKeys());
    expect(errorOf(wrong)).toMatchObject({ code: 'badCode' });
    const code = await codeFor(center, VILLAGE, 'station', 14);
    const keys = makeKeys();
    const forged = await postJson(center.url, '/v1/enrol', { protocol: 1, code, publicKey: keys.publicKey, proof: signText(makeKeys(), `qiyou-enrol:${code}`), deviceName: '' });
    expect([forged.status, errorOf(forged)]).toMatchObject([401, { code: 'unauthorized' }]);
    center.clock.move(14 * DAY);
    expect(errorOf(await enrolWith(center.url, code, makeKeys()))).toMatchObject({ code: 'expiredCode' });
    expect((await eventsOf('enrolRefused')).map(({ detail }) => detail['reason'])).toEqual(['badCode', 'unauthorized', 'expiredCode']);
  });

  it('two devices of one county hold the same key for ID numbers, another county another', async () => {
    const [a, b, c] = [await enrolDevice(center, VILLAGE, 'station'), await enrolDevice(center, COUNTY, 'county'), await enrolDevice(center, '211102', 'county')];
    expect(a.profile.idKey).toBe(b.profile.idKey);
    expect(c.profile.idKey).not.toBe(a.profile.idKey);
  });

  it('a session cannot be opened with an answer that was used, is late, or is for another device', async () => {
    const device = await enrolDevice(center, VILLAGE, 'station');
    const other = await enrolDevice(center, VILLAGE, 'station');
    const nonceFor = async (id: string): Promise<string> => (await postJson<{ nonce: string }>(center.url, '/v1/session', { protocol: 1, device: id })).body.nonce;
    const nonce = await nonceFor(device.id);
    expect((await device.answerNonce(nonce)).status).toBe(200);
    expect((await device.answerNonce(nonce)).status).toBe(401);
    expect((await device.answerNonce(await nonceFor(other.id))).status).toBe(401);
    const late = await nonceFor(device.id);
    center.clock.move(NONCE_LASTS);
    expect((await device.answerNonce(late)).status).toBe(401);
    const impostor = new RawDevice(center.url, device.profile, makeKeys());
    expect((await impostor.answerNonce(await nonceFor(device.id))).status).toBe(401);
    expect(await eventsOf('sessionRefused')).toHaveLength(4);
  });

  it('a session ends after its time by the center\'s clock', async () => {
    const device = await enrolDevice(center, VILLAGE, 'station');
    center.clock.move(SESSION_LASTS);
    const answer = await device.exchangeRaw({ protocol: 1, push: [], pull: null });
    expect([answer.status, errorOf(answer)]).toMatchObject([401, { code: 'unauthorized' }]);
  });

  it('every request needs a session, and the trail says who came without', async () => {
    for (const path of ['/v1/overview', '/v1/digest', '/v1/news', `/v1/blobs/${'a'.repeat(64)}`]) {
      const answer = await answerOf(await fetch(`${center.url}${path}`));
      expect([path, answer.status, errorOf(answer)]).toMatchObject([path, 401, { code: 'unauthorized' }]);
    }
    expect((await postJson(center.url, '/v1/exchange', {}, { authorization: 'Bearer guessed' })).status).toBe(401);
    expect(await eventsOf('credentialRefused')).toHaveLength(5);
  });

  it('revoking a device holds at once, on every request and on an open news stream', async () => {
    const device = await enrolDevice(center, VILLAGE, 'station');
    const news = await device.news();
    await revokeDevice(center.access, device.id);
    const answer = await device.exchangeRaw({ protocol: 1, push: [write('activities', activity())], pull: null });
    expect([answer.status, errorOf(answer)]).toMatchObject([401, { code: 'revoked' }]);
    const nonce = await postJson<{ nonce: string }>(center.url, '/v1/session', { protocol: 1, device: device.id });
    expect(errorOf(await device.answerNonce(nonce.body.nonce))).toMatchObject({ code: 'revoked' });
    await news.ended;
    expect(await eventsOf('deviceRevoked')).toHaveLength(1);
  });

  it('a revocation by the command line, in another process, holds at once and ends the news stream', async () => {
    const device = await enrolDevice(center, VILLAGE, 'station');
    const news = await device.news();
    const revoked = await runProgram('center/ops/cli.ts', ['revoke', device.id, '--data', center.dataDir], environmentOf(center.place));
    expect(revoked).toMatchObject({ code: 0, stdout: expect.stringContaining('revoked "办公电脑"') });
    const answer = await device.exchangeRaw({ protocol: 1, push: [], pull: null });
    expect(errorOf(answer)).toMatchObject({ code: 'revoked' });
    await news.ended;
  });

  it('keeps neither codes nor tokens, and the audit trail holds no secret and is whole', async () => {
    const code = await codeFor(center, VILLAGE, 'station');
    const device = await enrolDevice(center, VILLAGE, 'station');
    const rows = JSON.stringify(await Promise.all(['codes', 'sessions', 'audit'].map((table) => center.access.db.all(`SELECT * FROM ${table}`))));
    for (const secret of [code, code.replaceAll('-', ''), device.token]) expect(rows).not.toContain(secret);
    expect(await verifyAudit(center.access.db)).toMatchObject({ ok: true });
  });

  it('notes when a device was in contact', async () => {
    const device = await enrolDevice(center, VILLAGE, 'station');
    center.clock.move(60_000);
    await device.exchange([]);
    expect((await findDevice(center.access.db, device.id))?.lastContact).toBe(center.clock.now());
  });

  it('an address that asks too often is told when to come again', async () => {
    const limited = await startTestCenter({ limits: { session: 2 } }, engine);
    try {
      const ask = () => postJson(limited.url, '/v1/session', { protocol: 1, device: 'x' });
      expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
      const answer = await ask();
      expect([answer.status, errorOf(answer)]).toMatchObject([429, { kind: 'busy', retryAfterMs: expect.any(Number) }]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      await limited.stop();
    }
  });
});
