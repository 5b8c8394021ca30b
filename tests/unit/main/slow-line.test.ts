import { describe, expect, it, vi } from 'vitest';
import { hashOf } from '#shared/schema/version.ts';
import { SilenceWatch } from '../../../main/services/link/silence-watch.ts';
import { startFakeCenter, type FakeCenter } from '../../support/fake-center.ts';
import { FakeTimers, openTestHost, type TestHost } from '../../support/host.ts';

const photo = new Uint8Array(300_000).map((_, index) => index % 251);
const hash = hashOf(photo);

async function withPhoto(): Promise<{ center: FakeCenter; host: TestHost }> {
  const center = await startFakeCenter();
  const host = await openTestHost();
  await host.dispatch('link.enrol', { center: center.url, code: 'ABCD-EFGH', deviceName: '办公电脑' });
  await host.dispatch('photo.put', { hash, bytes: photo });
  return { center, host };
}

describe('T1 a photo whose upload broke off', () => {
  it('goes on from where the center says that it ended', async () => {
    const { center, host } = await withPhoto();
    center.answers.set(`GET /v1/blobs/${hash}/received`, () => Response.json({ received: 200_000 }));
    center.answers.set(`PUT /v1/blobs/${hash}`, () => Response.json({ hash, size: photo.length }));
    expect(await host.dispatch('photo.upload', { hash, type: 'image/jpeg' })).toMatchObject({ ok: true, value: { size: photo.length } });
    const sent = center.last(`PUT /v1/blobs/${hash}`);
    expect([sent.headers.get('upload-offset'), sent.headers.get('content-length')]).toEqual(['200000', '100000']);
    expect(sent.body).toEqual(photo.slice(200_000));
  });

  it('sends nothing again where all of it arrived and only the answer was lost', async () => {
    const { center, host } = await withPhoto();
    center.answers.set(`GET /v1/blobs/${hash}/received`, () => Response.json({ received: photo.length }));
    center.answers.set(`PUT /v1/blobs/${hash}`, () => Response.json({ hash, size: photo.length }));
    expect(await host.dispatch('photo.upload', { hash, type: 'image/jpeg' })).toMatchObject({ ok: true, value: { size: photo.length } });
    const sent = center.last(`PUT /v1/blobs/${hash}`);
    expect([sent.headers.get('upload-offset'), sent.body.length]).toEqual([String(photo.length), 0]);
  });

  it('is sent whole to a center that cannot say, and where nothing of it is there', async () => {
    const { center, host } = await withPhoto();
    center.answers.set(`PUT /v1/blobs/${hash}`, () => Response.json({ hash, size: photo.length }));
    await host.dispatch('photo.upload', { hash, type: 'image/jpeg' });
    center.answers.set(`GET /v1/blobs/${hash}/received`, () => Response.json({ received: 0 }));
    await host.dispatch('photo.upload', { hash, type: 'image/jpeg' });
    for (const sent of center.seen.filter(({ route }) => route.startsWith('PUT'))) {
      expect([sent.headers.get('upload-offset'), sent.body.length]).toEqual([null, photo.length]);
    }
  });
});

describe('a request over a slow line', () => {
  it('goes on as long as something moves, and ends once nothing has for its time', () => {
    const timers = new FakeTimers();
    const watch = new SilenceWatch(timers, 1_000);
    for (let n = 0; n < 20; n += 1) {
      timers.move(900);
      watch.heard();
    }
    expect(watch.signal.aborted).toBe(false);
    timers.move(1_000);
    expect(watch.signal.aborted).toBe(true);
    expect(String(watch.signal.reason)).toContain('no answer within 1000 ms');
    watch.heard();
    expect(timers.waiting).toEqual([]);
  });

  it('counts each part of an answer as a sign of life', async () => {
    const { center, host } = await withPhoto();
    const parts = new TransformStream<Uint8Array, Uint8Array>();
    const writer = parts.writable.getWriter();
    center.answers.set('GET /v1/digest', () => new Response(parts.readable, { headers: { 'content-type': 'application/json' } }));
    const answer = host.dispatch('link.digest', null);
    const text = new TextEncoder().encode('{"kinds":{}}');
    await vi.waitFor(() => expect(center.count('GET /v1/digest')).toBe(1));
    for (const part of [text.slice(0, 4), text.slice(4, 8), text.slice(8)]) {
      host.timers.move(60_000);
      await writer.write(part);
      // The whole time again.
      await vi.waitFor(() => expect(host.timers.waiting).toContain(90_000));
    }
    await writer.close();
    expect(await answer).toEqual({ ok: true, value: { kinds: {} } });
  });
});
