import { randomBytes } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyAudit } from '../../center/access/audit.ts';
import { makeCode } from '../../center/access/codes.ts';
import { profileOf, type Device } from '../../center/access/devices.ts';
import { openDataFolder, type DataFolder } from '../../center/app/data-folder.ts';
import { endProcess, environmentOf, runProgram, startCenterProcess } from '../support/center-process.ts';
import { activity, COUNTY, evidence, VILLAGE } from '../support/center-records.ts';
import { enrolWith, errorOf, hashOfBytes, makeKeys, RawDevice, startTestCenter, type NewsStream } from '../support/center.ts';
import { makePlace, type TestPlace } from '../support/engines.ts';
import { sharedPostgres, startPostgres } from '../support/postgres.ts';

const CSV = 'center/data/divisions-2111.csv';

/** What issue and users ask for: within a second. */
const SOON = { timeout: 1_000, interval: 10 };
const LATER = { timeout: 10_000, interval: 20 };

describe('two processes of a center on one PostgreSQL database', () => {
  let place: TestPlace;
  let running: { readonly url: string; readonly child: ChildProcess }[];
  const open: NewsStream[] = [];

  const cli = (...argv: string[]) => runProgram('center/ops/cli.ts', [...argv, '--data', place.dataDir], environmentOf(place));
  const urlOf = (index: number): string => running[index]?.url ?? '';

  /** Enrolled at one process, in a session of another. */
  async function join(site: string, role: string, enrolAt: number, sessionAt: number): Promise<RawDevice> {
    const code = (await cli('code', '--site', site, '--role', role)).stdout.split('\n')[0] ?? '';
    const keys = makeKeys();
    const enrolled = await enrolWith(urlOf(enrolAt), code, keys);
    expect(enrolled.status).toBe(200);
    const device = new RawDevice(urlOf(sessionAt), enrolled.body, keys);
    await device.openSession();
    return device;
  }

  async function newsOf(device: RawDevice): Promise<NewsStream> {
    const stream = await device.news();
    open.push(stream);
    return stream;
  }

  async function onServer(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: place.database });
    await client.connect();
    await client.query(sql);
    await client.end();
  }

  beforeEach(async () => {
    place = await makePlace('postgres');
    await cli('load-divisions', CSV);
    running = await Promise.all([startCenterProcess(place), startCenterProcess(place)]);
  });
  afterEach(async () => {
    for (const stream of open.splice(0)) stream.close();
    for (const { child } of running) await endProcess(child, 'SIGTERM');
    await place.remove();
  });

  it('a device enrolled at one is known at the other, which takes the answer to a nonce of the first, once', async () => {
    const device = await join(VILLAGE, 'station', 0, 1);
    const asked = await (await fetch(`${urlOf(0)}/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, device: device.id }) })).json() as { nonce: string };
    expect((await device.answerNonce(asked.nonce)).status).toBe(200);
    device.url = urlOf(0);
    expect((await device.answerNonce(asked.nonce)).status).toBe(401);
    expect(await device.exchange([])).toMatchObject({ results: [] });
    for (const { child } of running) expect(await endProcess(child, 'SIGTERM')).toBe(0);
  });

  it('a code handed in at both at once makes one device', async () => {
    const code = (await cli('code', '--site', VILLAGE, '--role', 'station')).stdout.split('\n')[0] ?? '';
    const answers = await Promise.all(Array.from({ length: 6 }, (_, turn) => enrolWith(urlOf(turn % 2), code, makeKeys())));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expect(errorOf(answer)).toMatchObject({ code: 'usedCode' });
    expect((await cli('devices')).stdout.trim().split('\n')).toHaveLength(1);
    expect(await cli('audit', '--verify')).toMatchObject({ code: 0 });
  });

  it('what is written, photographed or contacted at one is told at the other within a second', async () => {
    const county = await join(COUNTY, 'county', 1, 1);
    const up = await newsOf(county);
    const station = await join(VILLAGE, 'station', 0, 0);
    const photo = randomBytes(100);
    await station.push('evidence', evidence(VILLAGE, hashOfBytes(photo)));
    await vi.waitFor(() => expect(up.events.filter(({ type }) => type === 'moved')).toMatchObject([{ county: COUNTY }]), SOON);
    await station.putBlob(photo);
    await vi.waitFor(() => {
      expect(up.events).toContainEqual({ type: 'contact', site: VILLAGE });
      expect(up.events).toContainEqual({ type: 'blob', hash: hashOfBytes(photo), site: VILLAGE });
    }, SOON);
    station.url = urlOf(1);
    expect((await station.getBlob(hashOfBytes(photo))).bytes).toEqual(photo);
  });

  it('a revocation holds at both at once, and ends open streams', async () => {
    const device = await join(VILLAGE, 'station', 0, 1);
    const news = await newsOf(device);
    expect(await cli('revoke', device.id)).toMatchObject({ code: 0 });
    for (const url of [urlOf(0), urlOf(1)]) {
      device.url = url;
      expect(errorOf(await device.exchangeRaw({ protocol: 1, push: [], pull: null }))).toMatchObject({ code: 'revoked' });
    }
    await news.ended;
  });

  it('what was written while the line for news was broken is told when it is there again', async () => {
    const county = await join(COUNTY, 'county', 1, 1);
    const up = await newsOf(county);
    const station = await join(VILLAGE, 'station', 0, 0);
    for (let turn = 1; turn <= 3; turn += 1) {
      await onServer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
      // The pool's own connections were ended too; a request that meets one is told to come again.
      const record = activity();
      await vi.waitFor(async () => expect(await station.push('activities', record)).toMatchObject({ status: 'accepted' }), LATER);
      await vi.waitFor(() => expect(up.events.filter(({ type }) => type === 'moved').length).toBeGreaterThanOrEqual(turn), LATER);
    }
  });
});

describe('a PostgreSQL database of a center', () => {
  it('gets its tables, its keys and its one trail once, however many start on it at once', async () => {
    const server = await sharedPostgres();
    const database = await server.createDatabase();
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await client.end();
    const place = { dataDir: '/tmp', database };
    const folders = await Promise.all(Array.from({ length: 5 }, () => openDataFolder(place)));
    const device = { id: 'd', site: VILLAGE, name: '', role: 'station' } as Device;
    const keys = await Promise.all(folders.map(async ({ access }: DataFolder) => (await profileOf(access, { name: '', photoEdge: 1_600 }, device)).idKey));
    expect(new Set(keys).size).toBe(1);
    await folders[0]?.access.db.run("INSERT INTO divisions (code, tier, name, parent, site_record) VALUES (?, 'village', 'x', '', '')", VILLAGE);
    await Promise.all(folders.flatMap(({ access }) => Array.from({ length: 5 }, () => makeCode(access, VILLAGE, 'station'))));
    const [first] = folders;
    if (first === undefined) throw new Error('nothing was opened');
    expect(await verifyAudit(first.access.db)).toEqual({ ok: true, entries: 25 });
    for (const folder of folders) await folder.close();
    await server.dropDatabase(database);
  });

  it('says in one sentence, and without the password, why it cannot be opened', async () => {
    const server = await sharedPostgres();
    const wrong = new URL(server.url('nowhere'));
    const started = await runProgram('center/app/main.ts', ['--data', '/tmp', '--port', '0'], { QIYOU_DATABASE: wrong.href });
    expect(started).toMatchObject({ code: 1, stderr: expect.stringContaining('database "nowhere" does not exist') });
    expect(started.stderr).not.toContain(wrong.password);
    expect(started.stderr).not.toMatch(/\n\s+at /);
    expect(await runProgram('center/ops/cli.ts', ['devices', '--database', 'mysql://x'])).toMatchObject({ code: 1, stderr: expect.stringContaining('--database must be postgres://') });
  });

  it('that is from a newer version is left alone, and the message says so', async () => {
    const place = await makePlace('postgres');
    const folder = await openDataFolder(place);
    await folder.access.db.run('UPDATE schema_version SET version = 99');
    await folder.close();
    await expect(openDataFolder(place)).rejects.toThrow(/newer version/);
    await place.remove();
  });

  it('that goes away answers busy, and the center lives on', async () => {
    const server = await startPostgres();
    const center = await startTestCenter({ database: await server.createDatabase() });
    try {
      const made = await makeCode(center.access, VILLAGE, 'station');
      const keys = makeKeys();
      const device = new RawDevice(center.url, (await enrolWith(center.url, made.ok ? made.value.code : '', keys)).body, keys);
      await device.openSession();
      await server.kill9();
      const answer = await device.exchangeRaw({ protocol: 1, push: [], pull: null });
      expect([answer.status, errorOf(answer)]).toMatchObject([503, { kind: 'busy', retryAfterMs: 5_000 }]);
      expect((await fetch(`${center.url}/health`)).status).toBe(200);
    } finally {
      await center.stop();
      await server.stop();
    }
  });
});
