import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Connection } from '#shared/bridge/contract.ts';
import { systemClock } from '../../../main/app/system.ts';
import { SkewMeter } from '../../../main/services/link/skew-meter.ts';
import { jsonOf, PROFILE, startFakeCenter, type FakeCenter } from '../../support/fake-center.ts';
import { openTestHost, type TestHost } from '../../support/host.ts';

const YEAR = 365 * 86_400_000;
const EXCHANGE = { protocol: 2, push: [], pull: null };

const connection = async (host: TestHost): Promise<Connection> => (await host.dispatch('link.connection', null)) as Connection;
const until = (host: TestHost, state: Connection['state']): Promise<void> => vi.waitFor(async () => expect((await connection(host)).state).toBe(state), { timeout: 5_000 });

/** A host that is online, and a center whose clock the test has in hand. */
async function online(serverTime: () => number): Promise<{ readonly center: FakeCenter; readonly host: TestHost }> {
  const center = await startFakeCenter();
  center.answers.set('POST /v1/exchange', () => Response.json({ protocol: 2, results: [], pull: null, serverTime: serverTime() }));
  const host = await openTestHost();
  await host.dispatch('link.enrol', { center: center.url, code: 'X', deviceName: '' });
  await until(host, 'online');
  return { center, host };
}

describe('the skew of two clocks', () => {
  const at = (clock: number, monotonic = clock, roundTripMs = 0) => ({ clock, monotonic, roundTripMs });

  it('is measured at the middle of the round trip', () => {
    const meter = new SkewMeter();
    expect(meter.skewMs()).toBeNull();
    meter.add(10_000, at(70_500, 500, 1_000), true);
    expect(meter.skewMs()).toBe(60_000);
  });

  it('is the median of the last few contacts, so that one answer that was long on its way does not count', () => {
    const meter = new SkewMeter();
    for (const late of [0, 40, 4_000, 20, 60]) meter.add(1_000, at(1_000 + late, 0 + late), true);
    expect(meter.skewMs()).toBe(40);
  });

  it('is forgotten where this machine’s clock was set meanwhile, in the other direction too', () => {
    const meter = new SkewMeter();
    for (let time = 0; time < 4; time += 1) meter.add(1_000 + time, at(1_000 + time, time), true);
    meter.add(1_010, at(1_010 - 3 * YEAR, 10), true);
    expect(meter.skewMs()).toBe(-3 * YEAR);
    meter.add(1_020, at(1_020 + YEAR, 20), true);
    expect(meter.skewMs()).toBe(YEAR);
  });

  it('is taken from what the center names, and from the second in a header, or a slow answer, only where there is nothing better', () => {
    const meter = new SkewMeter();
    meter.add(700, at(1_000, 0), false);
    expect(meter.skewMs()).toBe(300);
    meter.add(1_000, at(20_000, 19_000, 19_000), true);
    meter.add(990, at(1_000, 0), true);
    expect(meter.skewMs()).toBe(10);
    meter.add(500, at(1_000, 0), false);
    expect(meter.skewMs()).toBe(10);
  });
});

describe('a host whose clock is off', () => {
  it('knows by how much after an exchange, and says with each what its clock shows as it is sent', async () => {
    const { center, host } = await online(() => Date.parse('2026-06-01T08:00:00Z'));
    host.clock.move(-26 * YEAR);
    await host.dispatch('link.exchange', { ...EXCHANGE, clientTime: 12 });
    expect(await connection(host)).toMatchObject({ skewMs: -26 * YEAR, skewAt: host.clock.now(), lastContact: host.clock.now() });
    expect(jsonOf(center.last('POST /v1/exchange'))).toMatchObject({ clientTime: host.clock.now() });
    host.clock.move(30 * YEAR);
    await host.dispatch('link.exchange', EXCHANGE);
    expect(await connection(host)).toMatchObject({ skewMs: 4 * YEAR });
    expect(jsonOf(center.last('POST /v1/exchange'))).toMatchObject({ clientTime: host.clock.now() });
  });

  it('still knows it after a start without a network, and since when', async () => {
    const { center, host } = await online(() => Date.parse('2026-06-01T07:00:00Z'));
    await host.dispatch('link.exchange', EXCHANGE);
    const measured = host.clock.now();
    await host.close();
    await center.stop();
    const again = await openTestHost({ data: host.data });
    again.clock.move(YEAR);
    await until(again, 'offline');
    expect(await connection(again)).toMatchObject({ skewMs: 3_600_000, skewAt: measured, lastContact: measured });
  });

  it('forgets it with another center, whose clock is another', async () => {
    const { host } = await online(() => Date.parse('2020-06-01T08:00:00Z'));
    await host.dispatch('link.exchange', EXCHANGE);
    const other = await startFakeCenter();
    other.answers.set('POST /v1/exchange', () => Response.json({ protocol: 2, results: [], pull: null, serverTime: host.clock.now() }));
    await host.dispatch('link.enrol', { center: other.url, code: 'X', deviceName: '' });
    await until(host, 'online');
    await host.dispatch('link.exchange', EXCHANGE);
    expect(await connection(host)).toMatchObject({ skewMs: 0 });
  });

  it('starts where what was kept of it cannot be read, and says so in the log', async () => {
    const host = await openTestHost();
    await host.close();
    await writeFile(join(host.data, 'contact.json'), '{"skewMs":');
    const again = await openTestHost({ data: host.data });
    expect(await connection(again)).toMatchObject({ skewMs: null, lastContact: null });
    expect(again.log.lines.join('\n')).toContain('the last contact cannot be read');
  });

  it('keeps its session while the clock is set years ahead, years back, and back between two requests', async () => {
    const { center, host } = await online(() => 0);
    const opened = center.count('POST /v1/session');
    for (const jump of [5 * YEAR, -11 * YEAR, -1, 7 * YEAR, -3_600_000]) {
      host.clock.move(jump);
      expect(await host.dispatch('link.exchange', EXCHANGE)).toMatchObject({ ok: true });
    }
    expect(center.count('POST /v1/session')).toBe(opened);
  });

  it('opens another session once the time of the first has passed, whatever the clock shows', async () => {
    const { center, host } = await online(() => 0);
    const opened = center.count('POST /v1/session');
    host.clock.move(-YEAR);
    host.timers.move(3_599_000);
    await vi.waitFor(async () => {
      await host.dispatch('link.exchange', EXCHANGE);
      expect(center.count('POST /v1/session')).toBe(opened + 2);
    });
  });

  it('neither gives a news stream up nor holds it longer because the clock was set', async () => {
    const { center, host } = await online(() => 0);
    for (const jump of [YEAR, -2 * YEAR]) {
      host.clock.move(jump);
      center.say(': beat\n\n');
      await vi.waitFor(async () => expect((await connection(host)).lastContact).toBe(host.clock.now()));
    }
    expect(center.count('GET /v1/news')).toBe(1);
    center.answers.set('GET /v1/news', () => new Promise<Response>(() => undefined));
    host.clock.move(-YEAR);
    host.timers.move(40_000);
    await until(host, 'offline');
  });

  it('waits as long between two attempts, and tells the windows as often, when its clock stands', async () => {
    const { center, host } = await online(() => 0);
    const told = host.told.length;
    for (let beat = 0; beat < 3; beat += 1) {
      host.timers.move(10_000);
      center.say(': beat\n\n');
      await vi.waitFor(() => expect(host.told.length).toBe(told + beat + 1));
    }
    await center.stop();
    await until(host, 'offline');
    const [wait = 0] = host.timers.waiting;
    host.clock.move(YEAR);
    const tries = center.count('GET /v1/news');
    expect(wait).toBeLessThanOrEqual(1_000);
    expect(center.count('GET /v1/news')).toBe(tries);
  });

  it('keeps no more of a contact on disk than its times', async () => {
    const { host } = await online(() => Date.parse('2026-06-01T08:00:00Z'));
    await host.dispatch('link.exchange', EXCHANGE);
    await host.close();
    const kept = await readFile(join(host.data, 'contact.json'), 'utf8');
    expect(Object.keys(JSON.parse(kept) as object).toSorted()).toEqual(['lastContact', 'skewAt', 'skewMs']);
    expect(kept).not.toContain(PROFILE.device);
  });
});

describe('the user’s day', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    vi.useRealTimers();
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it.each([
    ['Asia/Shanghai', '2026-06-20'],
    ['UTC', '2026-06-19'],
    ['America/Los_Angeles', '2026-06-19'],
    ['Pacific/Kiritimati', '2026-06-20'],
  ])('is that of the machine’s own zone, also where the zone changes while the program runs: %s', (changed, day) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-06-19T17:30:00Z') });
    process.env['TZ'] = changed;
    expect(systemClock.today()).toBe(day);
    expect(systemClock.now()).toBe(Date.parse('2026-06-19T17:30:00Z'));
  });
});
