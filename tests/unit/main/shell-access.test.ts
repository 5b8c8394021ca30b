import { describe, expect, it } from 'vitest';
import { hashOf } from '#shared/schema/version.ts';
import { CONTENT_SECURITY_POLICY } from '../../../main/services/security-headers.ts';
import { callShell, frame, rawRequest, startTestShell, unframe } from '../../support/shell.ts';

const INFO = { method: 'POST', path: '/bridge/app.info', body: frame(null) };

describe('the browser shell', () => {
  it('answers its own window, bytes and all', async () => {
    const shell = await startTestShell();
    const info = await callShell(shell, 'app.info', null);
    expect(unframe(info.body)).toMatchObject({ shell: 'browser', keyStore: 'plain' });
    const bytes = new Uint8Array([0, 1, 2, 255]);
    const hash = hashOf(bytes);
    expect(unframe((await callShell(shell, 'photo.put', { hash, bytes })).body)).toEqual({ ok: true, value: { hash } });
    expect(unframe((await callShell(shell, 'photo.read', { hash })).body)).toEqual({ bytes, from: 'vault' });
  });

  it('refuses a call without the launch’s secret, and events too', async () => {
    const shell = await startTestShell();
    for (const authorization of ['', 'Bearer ', 'Bearer wrong', `Basic ${shell.token}`, `Bearer ${shell.token}x`]) {
      expect((await rawRequest(shell.port, { ...INFO, headers: { authorization } })).status).toBe(401);
      expect((await rawRequest(shell.port, { path: '/bridge-events', headers: { authorization } })).status).toBe(401);
    }
  });

  it('refuses a host name that was rebound to this machine', async () => {
    const shell = await startTestShell();
    const authorization = `Bearer ${shell.token}`;
    for (const host of ['evil.example', `evil.example:${shell.port}`, '127.0.0.1', '127.0.0.1:1']) {
      expect((await rawRequest(shell.port, { ...INFO, headers: { authorization, host } })).status).toBe(403);
      expect((await rawRequest(shell.port, { path: '/', headers: { host } })).status).toBe(403);
    }
    expect((await rawRequest(shell.port, { ...INFO, headers: { authorization, host: `localhost:${shell.port}` } })).status).toBe(200);
  });

  it('refuses pages of other origins, even with the secret', async () => {
    const shell = await startTestShell();
    const authorization = `Bearer ${shell.token}`;
    const own = `http://127.0.0.1:${shell.port}`;
    const strangers: readonly Readonly<Record<string, string>>[] = [{ origin: 'http://127.0.0.1:1' }, { origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }];
    for (const headers of strangers) expect((await rawRequest(shell.port, { ...INFO, headers: { authorization, ...headers } })).status).toBe(403);
    expect((await rawRequest(shell.port, { ...INFO, headers: { authorization, origin: own, 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
  });

  it('lets a link elsewhere open the page, and lets nobody else load its parts', async () => {
    const shell = await startTestShell();
    const crossSite = { 'sec-fetch-site': 'cross-site' };
    expect((await rawRequest(shell.port, { path: '/', headers: { ...crossSite, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } })).status).toBe(200);
    expect((await rawRequest(shell.port, { path: '/', headers: { ...crossSite, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
    expect((await rawRequest(shell.port, { path: '/assets/app-abc123.js', headers: { ...crossSite, 'sec-fetch-mode': 'no-cors' } })).status).toBe(403);
  });

  it('says what is wrong with a call', async () => {
    const shell = await startTestShell();
    const headers = { authorization: `Bearer ${shell.token}` };
    const errorOf = (body: Uint8Array): unknown => (JSON.parse(new TextDecoder().decode(body)) as { error: { code: string } }).error.code;
    const unknown = await rawRequest(shell.port, { method: 'POST', path: '/bridge/vault.path', headers, body: frame(null) });
    expect([unknown.status, errorOf(unknown.body)]).toEqual([404, 'unknownChannel']);
    const bad = await rawRequest(shell.port, { method: 'POST', path: '/bridge/photo.put', headers, body: frame({ hash: 'x' }) });
    expect([bad.status, errorOf(bad.body)]).toEqual([400, 'badInput']);
    const torn = await rawRequest(shell.port, { method: 'POST', path: '/bridge/app.info', headers, body: new Uint8Array([0, 0, 9, 9, 1]) });
    expect([torn.status, errorOf(torn.body)]).toEqual([400, 'badInput']);
    expect((await rawRequest(shell.port, { path: '/bridge/app.info', headers })).status).toBe(405);
    expect((await rawRequest(shell.port, { method: 'POST', path: '/bridge/app.info', headers: { ...headers, 'content-length': '200000000' } })).status).toBe(413);
  });

  it('sends the security headers with every answer', async () => {
    const shell = await startTestShell();
    for (const path of ['/', '/assets/app-abc123.js', '/nothing', '/bridge-events']) {
      const { headers } = await rawRequest(shell.port, { path });
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; worker-src 'self'; connect-src 'self'",
    );
  });

  it('serves the renderer’s files and nothing beside them', async () => {
    const shell = await startTestShell();
    const page = await rawRequest(shell.port, { path: '/' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-cache');
    const asset = await rawRequest(shell.port, { path: '/assets/heic-abc123.wasm' });
    expect(asset.headers['content-type']).toBe('application/wasm');
    expect(asset.headers['cache-control']).toContain('immutable');
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/..%5csecret.txt', '/%00', '/%', '//etc/passwd', '/.env', '/c:/secret.txt']) {
      const answer = await rawRequest(shell.port, { path });
      expect([400, 404]).toContain(answer.status);
      expect(new TextDecoder().decode(answer.body)).not.toContain('secret');
    }
    expect((await rawRequest(shell.port, { method: 'POST', path: '/' })).status).toBe(405);
  });
});
