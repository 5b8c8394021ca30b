import { describe, expect, it, vi } from 'vitest';
import type { Connection, Enrolment } from '#shared/bridge/contract.ts';
import { hashOf } from '#shared/schema/version.ts';
import { PROFILE, refusal, startFakeCenter, type FakeCenter } from '../../support/fake-center.ts';
import { openTestHost, type TestHost } from '../../support/host.ts';

/** The village lies in another town now. */
const MOVED = { ...PROFILE, site: '211122103009', above: { ...PROFILE.above, '211122103': '三镇' } };
const VOLUNTEER = '0197d3a0-5c00-7000-8000-000000000001';
const EXCHANGE = { protocol: 2, push: [], pull: null };
const photo = new Uint8Array(1_000).map((_, index) => index % 7);

const until = (host: TestHost, state: Connection['state']): Promise<void> =>
  vi.waitFor(async () => expect(await host.dispatch('link.connection', null)).toMatchObject({ state }), { timeout: 5_000 });
const siteOf = async (host: TestHost): Promise<string | undefined> => ((await host.dispatch('link.enrolment', null)) as Enrolment | null)?.site;
const toldSites = (host: TestHost): unknown[] => host.told.filter(({ event }) => event === 'link.enrolment').map(({ payload }) => (payload as Enrolment).site);

/** A host that is online; the center's exchanges name the scope that the test says. */
async function online(scope: () => string): Promise<{ readonly center: FakeCenter; readonly host: TestHost }> {
  const center = await startFakeCenter();
  center.answers.set('POST /v1/exchange', () => Response.json({ protocol: 2, results: [], pull: null, serverTime: 0, epoch: 'e', scope: scope() }));
  const host = await openTestHost();
  await host.dispatch('link.enrol', { center: center.url, code: 'X', deviceName: '' });
  await until(host, 'online');
  return { center, host };
}

describe('L3 a host whose village was moved', () => {
  it('takes the new site from the profile that comes with a session, and keeps all else that is its own', async () => {
    const { center, host } = await online(() => PROFILE.site);
    await host.dispatch('photo.put', { hash: hashOf(photo), bytes: photo });
    const kept = await host.dispatch('identity.keep', { volunteer: VOLUNTEER, number: '211122196801011234' });
    center.profile = MOVED;
    host.timers.move(3_600_000);
    await host.dispatch('link.exchange', EXCHANGE);
    const { idKey: _secret, ...open } = MOVED;
    expect(await host.dispatch('link.enrolment', null)).toEqual({ ...open, center: center.url });
    expect(toldSites(host)).toEqual([PROFILE.site, MOVED.site]);
    expect(await host.dispatch('photo.has', { hashes: [hashOf(photo)] })).toEqual({ have: [hashOf(photo)] });
    expect(await host.dispatch('identity.read', { volunteer: VOLUNTEER })).toEqual({ number: '211122196801011234' });
    expect(await host.dispatch('identity.keep', { volunteer: VOLUNTEER, number: '211122196801011234' })).toEqual(kept);
    await host.close();
    const again = await openTestHost({ data: host.data });
    // The center takes the key that it knows from the enrolment, and no other.
    await until(again, 'online');
    expect(await siteOf(again)).toBe(MOVED.site);
    expect(center.count('POST /v1/enrol')).toBe(1);
  });

  it('asks for the new profile at once where an answer names another scope, once, and hears the news of the new scope', async () => {
    let scope: string = PROFILE.site;
    const { center, host } = await online(() => scope);
    const [sessions, streams] = [center.count('POST /v1/session'), center.count('GET /v1/news')];
    [center.profile, scope] = [MOVED, MOVED.site];
    for (let time = 0; time < 3; time += 1) expect(await host.dispatch('link.exchange', EXCHANGE)).toMatchObject({ ok: true, value: { scope } });
    await vi.waitFor(async () => expect(await siteOf(host)).toBe(MOVED.site));
    await vi.waitFor(() => expect(center.count('GET /v1/news')).toBe(streams + 1));
    await until(host, 'online');
    await host.dispatch('link.exchange', EXCHANGE);
    expect(center.count('POST /v1/session')).toBe(sessions + 2);
    expect(center.last('GET /v1/news').headers.get('authorization')).toBe(`Bearer ${center.token}`);
    expect(toldSites(host)).toEqual([PROFILE.site, MOVED.site]);
  });

  it('asks again where the first asking did not reach the center', async () => {
    let scope: string = PROFILE.site;
    const { center, host } = await online(() => scope);
    [center.profile, scope] = [MOVED, MOVED.site];
    const own = center.answers.get('POST /v1/session');
    center.answers.set('POST /v1/session', () => refusal(503, { kind: 'busy', retryAfterMs: 1_000 }));
    const before = center.count('POST /v1/session');
    await host.dispatch('link.exchange', EXCHANGE);
    await vi.waitFor(() => expect(center.count('POST /v1/session')).toBe(before + 1));
    if (own !== undefined) center.answers.set('POST /v1/session', own);
    await vi.waitFor(async () => {
      await host.dispatch('link.exchange', EXCHANGE);
      expect(await siteOf(host)).toBe(MOVED.site);
    });
  });

  it('does not ask without end where a center’s answers do not agree', async () => {
    const { center, host } = await online(() => MOVED.site);
    await host.dispatch('link.exchange', EXCHANGE);
    await vi.waitFor(() => expect(center.count('GET /v1/news')).toBe(2));
    await until(host, 'online');
    const sessions = center.count('POST /v1/session');
    for (let time = 0; time < 5; time += 1) await host.dispatch('link.exchange', EXCHANGE);
    expect(center.count('POST /v1/session')).toBe(sessions);
    expect(await siteOf(host)).toBe(PROFILE.site);
  });
});
