import { describe, expect, it, vi } from 'vitest';
import type { Input, Output } from '#shared/bridge/contract.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { hashOf } from '#shared/schema/version.ts';
import { centerAddress } from '../../../main/services/link/enrol.ts';
import { jsonOf, PROFILE, refusal, startFakeCenter, type FakeCenter } from '../../support/fake-center.ts';
import { openTestHost, type TestHost } from '../../support/host.ts';
import { activity } from '../../support/make-record.ts';

const photo = new Uint8Array(300_000).map((_, index) => index % 253);
const hash = hashOf(photo);
const EXCHANGE: Input<'link.exchange'> = { protocol: PROTOCOL, push: [], pull: null };
const ANSWER: Extract<Output<'link.exchange'>, { ok: true }>['value'] = { protocol: PROTOCOL, results: [], pull: null, serverTime: Date.parse('2026-06-01T07:59:00Z') };

async function enrolled(): Promise<{ center: FakeCenter; host: TestHost }> {
  const center = await startFakeCenter();
  const host = await openTestHost();
  const answer = await host.dispatch('link.enrol', { center: center.url, code: 'ABCD-EFGH', deviceName: '办公电脑' });
  expect(answer).toMatchObject({ ok: true });
  await vi.waitFor(async () => expect(await host.dispatch('link.connection', null)).toMatchObject({ state: 'online' }));
  return { center, host };
}

describe('enrolment', () => {
  it('hands in the code with a proof of the key, and tells the window all but the secrets', async () => {
    const { center, host } = await enrolled();
    const { idKey: _secret, ...open } = PROFILE;
    expect(await host.dispatch('link.enrolment', null)).toEqual({ ...open, center: center.url });
    expect(host.told.find((one) => one.event === 'link.enrolment')?.payload).toEqual({ ...open, center: center.url });
    expect(JSON.stringify(host.told)).not.toContain(PROFILE.idKey);
    expect(host.log.lines.join('\n')).not.toContain(PROFILE.idKey);
  });

  it('outlives the host', async () => {
    const { center, host } = await enrolled();
    await host.close();
    const again = await openTestHost({ data: host.data });
    expect(await again.dispatch('link.enrolment', null)).toMatchObject({ device: PROFILE.device });
    await vi.waitFor(async () => expect(await again.dispatch('link.connection', null)).toMatchObject({ state: 'online' }));
    expect(center.count('POST /v1/enrol')).toBe(1);
  });

  it('passes on why a code was refused, and leaves the host as it was', async () => {
    const center = await startFakeCenter();
    const error = { kind: 'refused', code: 'usedCode', detail: 'used' } as const;
    center.answers.set('POST /v1/enrol', () => refusal(409, error));
    const host = await openTestHost();
    expect(await host.dispatch('link.enrol', { center: center.url, code: 'X', deviceName: '' })).toEqual({ ok: false, error });
    expect(await host.dispatch('link.enrolment', null)).toBeNull();
    expect(await host.dispatch('link.connection', null)).toMatchObject({ state: 'notEnrolled' });
  });

  it('says that an address is wrong where somebody answers who is no center, and that nobody is reached where nobody does', async () => {
    const center = await startFakeCenter();
    const host = await openTestHost();
    const asked = { center: center.url, code: 'X', deviceName: '' };
    for (const page of [() => new Response('<html>a printer</html>'), () => new Response('not here', { status: 404 })]) {
      center.answers.set('POST /v1/enrol', page);
      expect(await host.dispatch('link.enrol', asked)).toMatchObject({ ok: false, error: { kind: 'refused', code: 'notFound' } });
    }
    center.answers.set('POST /v1/enrol', () => new Response('bad gateway', { status: 502 }));
    expect(await host.dispatch('link.enrol', asked)).toMatchObject({ ok: false, error: { kind: 'offline' } });
    await center.stop();
    expect(await host.dispatch('link.enrol', asked)).toMatchObject({ ok: false, error: { kind: 'offline' } });
  });

  it('hands a code in with the same key where the answer was lost, also after a restart, so that it is still good', async () => {
    const center = await startFakeCenter();
    const keys: string[] = [];
    const asked = { center: center.url, code: 'ABCD-EFGH', deviceName: '' };
    center.answers.set('POST /v1/enrol', () => {
      keys.push((jsonOf(center.last('POST /v1/enrol')) as { readonly publicKey: string }).publicKey);
      return new Response('bad gateway', { status: 502 });
    });
    const host = await openTestHost();
    await host.dispatch('link.enrol', asked);
    await host.close();
    const again = await openTestHost({ data: host.data });
    await again.dispatch('link.enrol', asked);
    await again.dispatch('link.enrol', { ...asked, code: 'WXYZ-0000' });
    const [first, second, other] = keys;
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  it('takes an address as people type it', () => {
    expect(centerAddress(' 192.168.1.5:8443/ ')).toBe('http://192.168.1.5:8443');
    expect(centerAddress('https://center.example/v1')).toBe('https://center.example');
    expect(centerAddress('file:///etc/passwd')).toBeNull();
    expect(centerAddress('http://user:word@center.example')).toBeNull();
    expect(centerAddress('')).toBeNull();
  });
});

describe('the center’s answers', () => {
  it('come through an exchange that is packed, with the protocol’s version and a token', async () => {
    const { center, host } = await enrolled();
    center.answers.set('POST /v1/exchange', () => Response.json(ANSWER));
    const push = [{ kind: 'activities', base: null, record: { content: '活动'.repeat(1_000) } }];
    expect(await host.dispatch('link.exchange', { ...EXCHANGE, push })).toEqual({ ok: true, value: ANSWER });
    const seen = center.last('POST /v1/exchange');
    expect(seen.headers.get('content-encoding')).toBe('gzip');
    expect(seen.headers.get('qiyou-protocol')).toBe(String(PROTOCOL));
    expect(seen.headers.get('authorization')).toBe(`Bearer ${center.token}`);
    expect(jsonOf(seen)).toEqual({ ...EXCHANGE, push, clientTime: host.clock.now() });
  });

  it('say where records differ, and which pushes are held and what became of one', async () => {
    const { center, host } = await enrolled();
    const record = activity({ site: PROFILE.site });
    const differing = [{ id: record.id, state: 'missing', record }];
    center.answers.set('POST /v1/reconcile', () => Response.json({ differing, through: null }));
    const asked: Input<'link.reconcile'> = { protocol: PROTOCOL, kind: 'activities', month: '2026-03', after: '', until: null, have: Array.from({ length: 40 }, () => ({ id: record.id, version: hash })) };
    expect(await host.dispatch('link.reconcile', asked)).toEqual({ ok: true, value: { differing, through: null } });
    expect(jsonOf(center.last('POST /v1/reconcile'))).toEqual(asked);
    expect(center.last('POST /v1/reconcile').headers.get('content-encoding')).toBe('gzip');
    const held = { held: [{ id: record.id, device: 'd', deviceName: '', site: PROFILE.site, siteName: '', since: 1, last: 2, counts: { activities: 60 }, examples: ['重阳节敬老'] }] };
    center.answers.set('GET /v1/held', () => Response.json(held));
    expect(await host.dispatch('link.held', null)).toEqual({ ok: true, value: held });
    center.answers.set('POST /v1/held', () => Response.json({ written: 58, outdated: 2 }));
    expect(await host.dispatch('link.decideHeld', { id: record.id, decision: 'confirm' })).toEqual({ ok: true, value: { written: 58, outdated: 2 } });
    expect(jsonOf(center.last('POST /v1/held'))).toEqual({ protocol: PROTOCOL, id: record.id, decision: 'confirm' });
  });

  it('say what was decided on this device’s own held pushes since it asked last', async () => {
    const { center, host } = await enrolled();
    const { id, site } = activity({ site: PROFILE.site });
    const by = { person: '赵主任', deviceName: '所里的电脑', site, siteName: '太平街道' };
    const outcome = { id, decision: 'reject', at: 8, since: 2, by, counts: { activities: 1 }, written: 0, outdated: 0, records: [{ kind: 'activities', id, version: hash }] };
    center.answers.set('GET /v1/held/decided', () => Response.json({ decided: [outcome], more: false }));
    expect(await host.dispatch('link.heldDecided', { after: 7 })).toEqual({ ok: true, value: { decided: [outcome], more: false } });
    expect(center.last('GET /v1/held/decided').query).toBe('?after=7');
  });

  it('measure how far the clocks are apart', async () => {
    const { center, host } = await enrolled();
    center.answers.set('POST /v1/exchange', () => Response.json(ANSWER));
    await host.dispatch('link.exchange', EXCHANGE);
    expect(await host.dispatch('link.connection', null)).toMatchObject({ skewMs: 60_000, lastContact: host.clock.now() });
  });

  it('that refuse the token make the host take a new one, once', async () => {
    const { center, host } = await enrolled();
    const before = center.token;
    const unauthorized = { kind: 'refused', code: 'unauthorized', detail: '' } as const;
    center.answers.set('GET /v1/digest', (seen) => (seen.headers.get('authorization') === `Bearer ${before}` ? refusal(401, unauthorized) : Response.json({ kinds: {} })));
    expect(await host.dispatch('link.digest', null)).toEqual({ ok: true, value: { kinds: {} } });
    expect(center.token).not.toBe(before);
    center.answers.set('GET /v1/digest', () => refusal(401, unauthorized));
    expect(await host.dispatch('link.digest', null)).toEqual({ ok: false, error: unauthorized });
    expect(center.count('GET /v1/digest')).toBe(4);
  });

  it('that are somebody else’s, such as a sign-in page’s, count as offline', async () => {
    const { center, host } = await enrolled();
    center.answers.set('GET /v1/digest', () => new Response('<html>welcome</html>', { headers: { 'content-type': 'text/html' } }));
    expect(await host.dispatch('link.digest', null)).toMatchObject({ ok: false, error: { kind: 'offline' } });
    center.answers.set('GET /v1/digest', () => Response.redirect('http://127.0.0.1:1/', 302));
    expect(await host.dispatch('link.digest', null)).toMatchObject({ ok: false, error: { kind: 'offline' } });
    center.answers.set('GET /v1/digest', () => new Response('bad gateway', { status: 502 }));
    expect(await host.dispatch('link.digest', null)).toMatchObject({ ok: false, error: { kind: 'offline', detail: 'HTTP 502' } });
    for (const status of [400, 401, 403, 404]) {
      center.answers.set('GET /v1/digest', () => new Response('<html>please sign in</html>', { status, headers: { 'content-type': 'text/html' } }));
      expect(await host.dispatch('link.digest', null)).toMatchObject({ ok: false, error: { kind: 'offline' } });
    }
    center.answers.set('GET /v1/digest', () => new Response('slow down', { status: 503, headers: { 'retry-after': '7' } }));
    expect(await host.dispatch('link.digest', null)).toEqual({ ok: false, error: { kind: 'busy', retryAfterMs: 7_000 } });
  });

  it('that never come count as offline', async () => {
    const { center, host } = await enrolled();
    center.answers.set('GET /v1/digest', () => new Promise<Response>(() => undefined));
    const answer = host.dispatch('link.digest', null);
    await vi.waitFor(() => expect(center.count('GET /v1/digest')).toBe(1));
    host.timers.move(90_000);
    expect(await answer).toMatchObject({ ok: false, error: { kind: 'offline', detail: 'no answer within 90000 ms' } });
  });

  it('are not waited for where nothing listens, and a device that is not enrolled asks nobody', async () => {
    const { center, host } = await enrolled();
    await center.stop();
    expect(await host.dispatch('link.overview', null)).toMatchObject({ ok: false, error: { kind: 'offline' } });
    const other = await openTestHost();
    expect(await other.dispatch('link.overview', null)).toMatchObject({ ok: false, error: { kind: 'refused', code: 'unauthorized' } });
  });
});

describe('photos on their way', () => {
  it('go up from the vault with their length and type, and come back as a receipt', async () => {
    const { center, host } = await enrolled();
    await host.dispatch('photo.put', { hash, bytes: photo });
    center.answers.set(`PUT /v1/blobs/${hash}`, (seen) => Response.json({ hash: hashOf(seen.body), size: seen.body.length }));
    expect(await host.dispatch('photo.upload', { hash, type: 'image/jpeg' })).toEqual({ ok: true, value: { hash, size: photo.length } });
    const seen = center.last(`PUT /v1/blobs/${hash}`);
    expect(seen.headers.get('content-length')).toBe(String(photo.length));
    expect(seen.headers.get('transfer-encoding')).toBeNull();
    expect(seen.headers.get('content-type')).toBe('image/jpeg');
    expect(seen.headers.get('qiyou-protocol')).toBe(String(PROTOCOL));
  });

  it('are sent whole again where the token was refused in the middle', async () => {
    const { center, host } = await enrolled();
    await host.dispatch('photo.put', { hash, bytes: photo });
    const before = center.token;
    center.answers.set(`PUT /v1/blobs/${hash}`, (seen) =>
      seen.headers.get('authorization') === `Bearer ${before}`
        ? refusal(401, { kind: 'refused', code: 'unauthorized', detail: '' })
        : Response.json({ hash: hashOf(seen.body), size: seen.body.length }),
    );
    expect(await host.dispatch('photo.upload', { hash, type: 'image/jpeg' })).toMatchObject({ ok: true });
  });

  it('that the vault does not have are not asked about', async () => {
    const { center, host } = await enrolled();
    expect(await host.dispatch('photo.upload', { hash, type: '' })).toMatchObject({ ok: false, error: { kind: 'refused', code: 'notFound' } });
    expect(center.count(`PUT /v1/blobs/${hash}`)).toBe(0);
  });

  it('come from the center where the vault has them not, are checked, and are kept', async () => {
    const { center, host } = await enrolled();
    center.answers.set(`GET /v1/blobs/${hash}`, () => new Response(photo));
    const [first, second] = await Promise.all([host.dispatch('photo.read', { hash }), host.dispatch('photo.read', { hash })]);
    expect(first).toEqual({ bytes: photo, from: 'center' });
    expect(second).toEqual(first);
    expect(center.count(`GET /v1/blobs/${hash}`)).toBe(1);
    expect(await host.dispatch('photo.read', { hash })).toEqual({ bytes: photo, from: 'vault' });
    expect(await host.dispatch('photo.has', { hashes: [hash] })).toEqual({ have: [hash] });
  });

  it('that arrive altered are neither shown nor kept', async () => {
    const { center, host } = await enrolled();
    center.answers.set(`GET /v1/blobs/${hash}`, () => new Response(photo.slice(1)));
    expect(await host.dispatch('photo.read', { hash })).toEqual({ bytes: null, from: 'nowhere' });
    expect(await host.dispatch('photo.has', { hashes: [hash] })).toEqual({ have: [] });
  });

  it('are asked for by many hashes at once', async () => {
    const { center, host } = await enrolled();
    center.answers.set('POST /v1/blobs/have', (seen) => Response.json({ have: (jsonOf(seen) as { hashes: string[] }).hashes.slice(0, 1) }));
    expect(await host.dispatch('photo.have', { hashes: [hash, '0'.repeat(64)] })).toEqual({ ok: true, value: { have: [hash] } });
  });
});
