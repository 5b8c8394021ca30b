import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Channel, Connection, Input, Output } from '#shared/bridge/contract.ts';
import { exchangeRequestSchema, exchangeResponseSchema, type ExchangeRequest } from '#shared/protocol/exchange.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { MIN_PROTOCOL, PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { exchangeIn } from '../../../main/services/link/exchange-in.ts';
import { SpokenVersions } from '../../../main/services/link/spoken-versions.ts';
import { fromTheFuture } from '../../support/arbitrary-messages.ts';
import { jsonOf, refusal, startFakeCenter, type FakeCenter, type Seen } from '../../support/fake-center.ts';
import { openTestHost, type TestHost } from '../../support/host.ts';
import { activity } from '../../support/make-record.ts';
import { startOldCenter, type OldCenter } from '../../support/old-center.ts';
import { bytesOf, frozen, frozenMessage, replayed, type FrozenMessage } from '../../support/protocol-1.ts';
import { PROTOCOL_1 } from '../../support/protocol-1-schemas.ts';

const SITE = '211122101001';

async function ask<C extends Channel>(host: TestHost, channel: C, input: Input<C>): Promise<Output<C>> {
  return (await host.dispatch(channel, input)) as Output<C>;
}

const until = (host: TestHost, state: Connection['state']): Promise<void> =>
  vi.waitFor(async () => expect(await ask(host, 'link.connection', null)).toMatchObject({ state }), { timeout: 5_000 });

async function join(center: FakeCenter): Promise<TestHost> {
  const host = await openTestHost();
  expect(await ask(host, 'link.enrol', { center: center.url, code: 'ABCD-EFGH', deviceName: '' })).toMatchObject({ ok: true });
  await until(host, 'online');
  return host;
}

/** The version that a request was said in. */
function versionIn(seen: Seen): number {
  const body = seen.headers.get('content-type')?.includes('json') === true ? (jsonOf(seen) as { readonly protocol?: number }) : {};
  return body.protocol ?? Number(seen.headers.get('qiyou-protocol'));
}

const EXCHANGE: Input<'link.exchange'> = { protocol: PROTOCOL, push: [], pull: { from: { activities: {} }, limit: 100 }, digest: true };

describe('T2 today’s host and an answer of protocol 1', () => {
  const answered = (['exchange', 'digest', 'overview', 'versions', 'revoked'] as const).flatMap((file) => frozen(file).filter(({ request }) => request.path !== '/v1/nothing' && request.path !== '/v1/session'));

  /** What comes out where the center gives this answer. */
  async function given(host: TestHost, { request }: FrozenMessage): Promise<unknown> {
    if (request.path === '/v1/digest') return ask(host, 'link.digest', null);
    if (request.path === '/v1/overview') return ask(host, 'link.overview', null);
    const said = exchangeRequestSchema.safeParse(request.json);
    return ask(host, 'link.exchange', said.success ? said.data : { protocol: 1, push: [], pull: null });
  }

  it('understands each as it was meant', async () => {
    const center = await startFakeCenter();
    const host = await join(center);
    for (const message of answered) {
      const { request, answer } = message;
      center.answers.set(`${request.method} ${request.path}`, () => replayed(message));
      const expected = answer.status === 200 ? { ok: true, value: answer.json } : { ok: false, error: (answer.json as { readonly error: unknown }).error };
      expect([message.title, await given(host, message)]).toEqual([message.title, expected]);
    }
    expect(answered.length).toBeGreaterThan(15);
  });

  it('understands enrolments and sessions', async () => {
    const center = await startFakeCenter();
    const host = await openTestHost();
    for (const message of frozen('enrol').toReversed()) {
      center.answers.set('POST /v1/enrol', () => replayed(message));
      const answer = await ask(host, 'link.enrol', { center: center.url, code: 'X', deviceName: '' });
      const json = message.answer.json as Readonly<Record<string, unknown>>;
      if (answer.ok) expect(json).toMatchObject({ device: answer.value.device, site: answer.value.site, above: answer.value.above });
      else expect([message.title, json]).toEqual([message.title, { error: answer.error }]);
      expect(answer.ok).toBe(message.answer.status === 200);
    }
    const [challenge, opened] = [frozenMessage('session', 'the first step'), frozenMessage('session', 'the second step')];
    center.answers.set('POST /v1/session', (seen) => replayed('signature' in (jsonOf(seen) as object) ? opened : challenge));
    center.answers.set('GET /v1/digest', () => replayed(frozenMessage('digest', 'by kind')));
    expect(await ask(host, 'link.digest', null)).toMatchObject({ ok: true });
    expect(center.last('GET /v1/digest').headers.get('authorization')).toBe(`Bearer ${(opened.answer.json as { readonly token: string }).token}`);
  });

  it('understands what is said of photos', async () => {
    const center = await startFakeCenter();
    const host = await join(center);
    const photo = bytesOf(frozenMessage('blobs', 'the bytes get a receipt').request);
    const hash = frozenMessage('blobs', 'the bytes get a receipt').request.path.slice('/v1/blobs/'.length);
    await ask(host, 'photo.put', { hash, bytes: photo });
    for (const message of frozen('blobs').filter(({ request }) => request.path !== '/v1/exchange' && request.method !== 'GET')) {
      center.answers.set(`${message.request.method} ${message.request.path}`, () => replayed(message));
      const out = message.request.method === 'PUT' ? await ask(host, 'photo.upload', { hash, type: 'image/jpeg' }) : await ask(host, 'photo.have', { hashes: [hash] });
      expect(out.ok ? out.value : { error: out.error }).toEqual(message.answer.json);
    }
    const other = await openTestHost();
    await ask(other, 'link.enrol', { center: center.url, code: 'X', deviceName: '' });
    for (const [title, from] of [['notFound', 'nowhere'], ['the bytes come back', 'center']] as const) {
      center.answers.set(`GET /v1/blobs/${hash}`, () => replayed(frozenMessage('blobs', title)));
      expect(await ask(other, 'photo.read', { hash })).toMatchObject({ from });
    }
  });

  it('understands news', async () => {
    const center = await startFakeCenter();
    const host = await join(center);
    center.say(frozenMessage('news', 'a write').answer.text ?? '');
    await vi.waitFor(() => expect(host.told.filter(({ event }) => event === 'link.news').map(({ payload }) => (payload as { readonly type: string }).type)).toEqual(['contact', 'moved', 'blob']));
  });
});

describe('T2 today’s host and a center of protocol 1', () => {
  async function joined(): Promise<OldCenter & { readonly host: TestHost }> {
    const old = await startOldCenter();
    return { ...old, host: await join(old.center) };
  }

  it('works with it in its own version, and leaves out what that does not know', async () => {
    const { center, log, host } = await joined();
    const record = activity({ site: SITE });
    const push = [{ kind: 'activities', base: null, record }];
    const answer = await ask(host, 'link.exchange', { ...EXCHANGE, push, pull: { from: { activities: {} }, limit: 100, own: { '211122': [[1, 2]] } } });
    expect(answer).toMatchObject({ ok: true, value: { protocol: 1, results: [{ status: 'accepted' }], pull: { changes: [{ record }] } } });
    expect(log.get('activities', record.id)).toEqual(record);
    expect(Object.keys(jsonOf(center.last('POST /v1/exchange')) as object).toSorted()).toEqual(['protocol', 'pull', 'push']);
    expect(await ask(host, 'link.digest', null)).toMatchObject({ ok: true });
    expect(await ask(host, 'link.overview', null)).toMatchObject({ ok: true });
    expect(await ask(host, 'link.connection', null)).toMatchObject({ state: 'online' });
  });

  it('tries the newest version once when it enrols and once in a session, and no more', async () => {
    const { center, host } = await joined();
    for (let time = 0; time < 3; time += 1) await ask(host, 'link.exchange', EXCHANGE);
    await ask(host, 'link.digest', null);
    expect(center.seen.filter((seen) => versionIn(seen) > 1).map(({ route }) => route)).toEqual(['POST /v1/enrol', 'POST /v1/session']);
    await host.close();
    const again = await openTestHost({ data: host.data });
    await until(again, 'online');
    expect(center.seen.filter((seen) => versionIn(seen) > 1).map(({ route }) => route)).toEqual(['POST /v1/enrol', 'POST /v1/session', 'POST /v1/session']);
  });

  it('says that the center is too old for comparing records and for held pushes, without asking it', async () => {
    const { center, host } = await joined();
    const tooOldACenter = { ok: false, error: { kind: 'tooNew', max: 1 } };
    const reconcile: Input<'link.reconcile'> = { protocol: PROTOCOL, kind: 'activities', month: '2026-06', after: '', until: null, have: [] };
    expect(await ask(host, 'link.reconcile', reconcile)).toEqual(tooOldACenter);
    expect(await ask(host, 'link.held', null)).toEqual(tooOldACenter);
    expect(await ask(host, 'link.decideHeld', { id: '0197d3a0-5c00-7000-8000-000000000001', decision: 'reject' })).toEqual(tooOldACenter);
    expect(await ask(host, 'link.heldDecided', { after: 0 })).toEqual(tooOldACenter);
    expect(center.seen.filter(({ route }) => /reconcile|held/.test(route))).toEqual([]);
  });

  it('says the same of a center that takes the version and does not know the address', async () => {
    const center = await startFakeCenter();
    const host = await join(center);
    expect(await ask(host, 'link.held', null)).toEqual({ ok: false, error: { kind: 'tooNew', max: 1 } });
  });

  it('takes a center that knows held pushes, but not what was decided on them, for as new as it is', async () => {
    const center = await startFakeCenter();
    const host = await join(center);
    center.answers.set('GET /v1/held', () => Response.json({ held: [] }));
    expect(await ask(host, 'link.heldDecided', { after: 0 })).toMatchObject({ ok: false, error: { kind: 'refused', code: 'notFound' } });
    expect(await ask(host, 'link.held', null)).toEqual({ ok: true, value: { held: [] } });
  });

  it('speaks the newest again once the center was updated', async () => {
    const { center, log, host } = await joined();
    await ask(host, 'link.exchange', EXCHANGE);
    center.guard = () => null;
    log.protocol = PROTOCOL;
    await ask(host, 'link.exchange', EXCHANGE);
    expect(versionIn(center.last('POST /v1/exchange'))).toBe(1);
    expect(await ask(host, 'link.exchange', EXCHANGE)).toMatchObject({ ok: true, value: { protocol: PROTOCOL, epoch: 'epoch-1' } });
    expect(versionIn(center.last('POST /v1/exchange'))).toBe(PROTOCOL);
    expect(jsonOf(center.last('POST /v1/exchange'))).toMatchObject({ clientTime: host.clock.now(), digest: true });
  });

  it('speaks the newest again once the center was away, as it is for an update', async () => {
    const { center, log, host } = await joined();
    center.guard = () => null;
    center.endStreams();
    await vi.waitFor(async () => {
      host.timers.move(1_000);
      log.protocol = PROTOCOL;
      await ask(host, 'link.exchange', EXCHANGE);
      expect(versionIn(center.last('POST /v1/exchange'))).toBe(PROTOCOL);
    });
  });

  it('takes a center back that was set back to the old release in the middle of a session', async () => {
    const { center, log, host } = await joined();
    center.guard = () => null;
    log.protocol = PROTOCOL;
    for (let time = 0; time < 2; time += 1) await ask(host, 'link.exchange', EXCHANGE);
    const old = await startOldCenter();
    center.guard = old.center.guard;
    log.protocol = 1;
    expect(await ask(host, 'link.exchange', EXCHANGE)).toMatchObject({ ok: true, value: { protocol: 1 } });
  });
});

describe('T2 today’s host and a center of a later version', () => {
  it('passes on what it does not know, in requests and answers, as it came', async () => {
    const center = await startFakeCenter();
    const host = await join(center);
    await fc.assert(
      fc.asyncProperty(fromTheFuture(exchangeRequestSchema), fromTheFuture(exchangeResponseSchema), async (request, response) => {
        center.answers.set('POST /v1/exchange', () => Response.json(response));
        expect(await host.dispatch('link.exchange', request)).toEqual({ ok: true, value: response });
        expect(jsonOf(center.last('POST /v1/exchange'))).toEqual({ ...(request as object), protocol: PROTOCOL, clientTime: host.clock.now() });
      }),
      { numRuns: 40 },
    );
  });
});

describe('T2 versions that do not meet', () => {
  const cases: readonly (readonly [Connection['state'], LinkError])[] = [
    ['tooOld', { kind: 'tooOld', min: PROTOCOL + 1 }],
    ['tooNew', { kind: 'tooNew', max: MIN_PROTOCOL - 1 }],
  ];

  it.each(cases)('are said as they are: %s', async (state, error) => {
    const center = await startFakeCenter();
    const host = await join(center);
    center.guard = () => refusal(426, error);
    center.endStreams();
    await vi.waitFor(async () => {
      host.timers.move(1_000);
      expect(await ask(host, 'link.connection', null)).toMatchObject({ state });
    });
    expect(await ask(host, 'link.exchange', EXCHANGE)).toEqual({ ok: false, error });
    expect(await ask(host, 'link.enrolment', null)).not.toBeNull();
    const other = await openTestHost();
    expect(await ask(other, 'link.enrol', { center: center.url, code: 'X', deviceName: '' })).toEqual({ ok: false, error });
  });

  it('are tried once more and not for ever where processes of one center speak different versions', () => {
    const versions = new SpokenVersions();
    expect(versions.with('c')).toBe(PROTOCOL);
    expect(versions.refused('c', PROTOCOL, { kind: 'tooNew', max: 1 })).toBe(true);
    expect(versions.refused('c', PROTOCOL, { kind: 'tooNew', max: 1 })).toBe(true);
    expect(versions.with('c')).toBe(1);
    expect(versions.with('other')).toBe(PROTOCOL);
    expect(versions.refused('c', 1, { kind: 'tooNew', max: 1 })).toBe(false);
    versions.heard('c', 1);
    expect(versions.with('c')).toBe(1);
    expect(versions.refused('c', 1, { kind: 'tooOld', min: 2 })).toBe(true);
    expect(versions.with('c')).toBe(PROTOCOL);
    expect(versions.refused('c', PROTOCOL, { kind: 'tooOld', min: PROTOCOL + 1 })).toBe(false);
    versions.refused('c', PROTOCOL, { kind: 'tooNew', max: 1 });
    versions.heard('c', PROTOCOL + 5);
    expect(versions.with('c')).toBe(PROTOCOL);
  });

  it('have no member of a later version in a request of the first, whatever was asked for', () => {
    const { shape } = PROTOCOL_1.exchange.exchangeRequestSchema;
    const known = (value: object, schema: object): string[] => Object.keys(value).filter((name) => !name.startsWith('zz') && !(name in schema));
    fc.assert(
      fc.property(fromTheFuture(exchangeRequestSchema), (value) => {
        const said = exchangeIn(1, value as ExchangeRequest, 7);
        expect(PROTOCOL_1.exchange.exchangeRequestSchema.safeParse(said).success).toBe(true);
        expect([...known(said, shape), ...known(said.pull ?? {}, shape.pull.unwrap().shape)]).toEqual([]);
      }),
    );
  });
});
