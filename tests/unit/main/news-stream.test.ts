import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '#shared/bridge/contract.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { backoff } from '../../../main/services/link/backoff.ts';
import { refusal, startFakeCenter, type FakeCenter } from '../../support/fake-center.ts';
import { openTestHost, type TestHost } from '../../support/host.ts';

const state = async (host: TestHost): Promise<Connection['state']> => ((await host.dispatch('link.connection', null)) as Connection).state;
const until = (host: TestHost, wanted: Connection['state']): Promise<void> => vi.waitFor(async () => expect(await state(host)).toBe(wanted), { timeout: 5_000 });
const newsOf = (host: TestHost): unknown[] => host.told.filter((one) => one.event === 'link.news').map((one) => one.payload);

async function online(): Promise<{ center: FakeCenter; host: TestHost }> {
  const center = await startFakeCenter();
  const host = await openTestHost();
  await host.dispatch('link.enrol', { center: center.url, code: 'X', deviceName: '' });
  await until(host, 'online');
  return { center, host };
}

describe('news', () => {
  it('reaches the windows as the center says it, also where it comes in pieces', async () => {
    const { center, host } = await online();
    center.say('event: moved\ndata: {"type":"moved","cou');
    center.say('nty":"211122","position":7}\n\n: beat\n\n');
    await vi.waitFor(() => expect(newsOf(host)).toEqual([{ type: 'moved', county: '211122', position: 7 }]));
  });

  it('of a type that only a newer center knows is left out and stops nothing', async () => {
    const { center, host } = await online();
    center.say('data: {"type":"unheardOf"}\n\ndata: {"type":"contact","site":"211122101001"}\n\n');
    await vi.waitFor(() => expect(newsOf(host)).toEqual([{ type: 'contact', site: '211122101001' }]));
    expect(await state(host)).toBe('online');
  });
});

describe('the connection', () => {
  it('is online while the stream beats, and every beat is a contact', async () => {
    const { center, host } = await online();
    host.clock.move(30_000);
    host.timers.move(30_000);
    center.say(': beat\n\n');
    await vi.waitFor(async () => expect(await host.dispatch('link.connection', null)).toMatchObject({ lastContact: host.clock.now() }));
    host.timers.move(30_000);
    expect(await state(host)).toBe('online');
  });

  it('is offline once the stream was silent for 40 seconds', async () => {
    const { center, host } = await online();
    center.answers.set('GET /v1/news', () => new Promise<Response>(() => undefined));
    host.clock.move(40_000);
    host.timers.move(40_000);
    await until(host, 'offline');
    expect(await host.dispatch('link.connection', null)).toMatchObject({ since: host.clock.now() });
  });

  it('is offline when the center goes away, stays so while it is tried again, and comes back by itself', async () => {
    const { center, host } = await online();
    const port = Number(new URL(center.url).port);
    await center.stop();
    await until(host, 'offline');
    const since = host.told.length;
    host.timers.move(1_000);
    await vi.waitFor(() => expect(host.timers.waiting.some((left) => left > 0)).toBe(true));
    await center.start(port);
    await vi.waitFor(async () => {
      host.timers.move(30_000);
      expect(await state(host)).toBe('online');
    });
    const states = host.told.slice(since).filter((one) => one.event === 'link.connection');
    expect(new Set(states.map((one) => (one.payload as Connection).state))).toEqual(new Set(['online']));
  });

  it('is offline, and tried ever more seldom, where a sign-in page answers in the center’s place', async () => {
    const { center, host } = await online();
    center.answers.set('GET /v1/news', () => new Response('<html>please sign in</html>', { headers: { 'content-type': 'text/html' } }));
    host.timers.move(40_000);
    await until(host, 'offline');
    const before = host.told.length;
    for (let wait = 1_000; wait <= 16_000; wait *= 2) {
      const tries = center.count('GET /v1/news');
      host.timers.move(wait / 2 - 1);
      expect(center.count('GET /v1/news')).toBe(tries);
      host.timers.move(wait / 2 + 1);
      await vi.waitFor(() => expect(center.count('GET /v1/news')).toBe(tries + 1));
      await vi.waitFor(() => expect(host.timers.waiting.some((left) => left > 0)).toBe(true));
    }
    const states = host.told.slice(before).flatMap(({ event, payload }) => (event === 'link.connection' ? [(payload as Connection).state] : []));
    expect(states).not.toContain('online');
  });

  it('says that the program is too old, or too new, for its center', async () => {
    const { center, host } = await online();
    center.answers.set('GET /v1/news', () => refusal(426, { kind: 'tooOld', min: 9 }));
    host.timers.move(40_000);
    await until(host, 'offline');
    await host.dispatch('link.retry', null);
    await until(host, 'tooOld');
    center.answers.set('GET /v1/news', () => refusal(426, { kind: 'tooNew', max: 0 }));
    await host.dispatch('link.retry', null);
    await until(host, 'tooNew');
    expect(await host.dispatch('link.enrolment', null)).not.toBeNull();
  });

  it('is tried again at once when a person asks', async () => {
    const { center, host } = await online();
    const port = Number(new URL(center.url).port);
    await center.stop();
    await until(host, 'offline');
    await center.start(port);
    await host.dispatch('link.retry', null);
    await until(host, 'online');
    expect(center.count('GET /v1/news')).toBe(2);
  });

  it('is not given up for a moment when the center ends a session in order', async () => {
    const { center, host } = await online();
    center.say(': beat\n\n');
    await vi.waitFor(() => expect(center.count('GET /v1/news')).toBe(1));
    const since = host.told.length;
    center.endStreams();
    await vi.waitFor(() => expect(center.count('GET /v1/news')).toBe(2));
    await until(host, 'online');
    expect(JSON.stringify(host.told.slice(since))).not.toContain('offline');
  });

  it('is revoked where the center no longer takes the device’s word, and the enrolment stays', async () => {
    const { center, host } = await online();
    const revoked = () => refusal(403, { kind: 'refused', code: 'revoked', detail: '' });
    center.answers.set('GET /v1/news', revoked);
    center.answers.set('POST /v1/session', revoked);
    center.endStreams();
    await until(host, 'offline');
    host.timers.move(1_000);
    await until(host, 'revoked');
    expect(await host.dispatch('link.enrolment', null)).not.toBeNull();
  });

  it('takes a new session where the token ran out', async () => {
    const { center, host } = await online();
    const before = center.token;
    const own = center.answers.get('GET /v1/news');
    center.answers.set('GET /v1/news', (seen) =>
      seen.headers.get('authorization') === `Bearer ${before}` ? refusal(401, { kind: 'refused', code: 'unauthorized', detail: '' }) : (own?.(seen) ?? Response.error()),
    );
    center.endStreams();
    await until(host, 'offline');
    host.timers.move(1_000);
    await until(host, 'online');
    expect(center.token).not.toBe(before);
  });

  it('waits longer after each failure, never longer than half a minute, and never two stations alike', () => {
    const random = seededRandom(1);
    const waits = [1, 2, 3, 4, 5, 6, 50].map((failures) => backoff(failures, random));
    for (const [index, full] of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
      expect(waits[index]).toBeLessThanOrEqual(full);
      expect(waits[index]).toBeGreaterThanOrEqual(full / 2);
    }
    expect(backoff(3, seededRandom(1))).not.toBe(backoff(3, seededRandom(2)));
  });
});
