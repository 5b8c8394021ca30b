import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { versionOf } from '#shared/schema/version.ts';
import { endProcess, startCenterProcess } from '../support/center-process.ts';
import { CenterPrograms } from '../support/center-programs.ts';
import { activity, COUNTY, evidence, VILLAGE, write } from '../support/center-records.ts';
import { hashOfBytes, type RawDevice } from '../support/center.ts';
import { fingerprint, overwrite, ownFolder } from '../support/data-folders.ts';
import { heldBy, Ledger, recount, saidDigests, writeUntilCut } from '../support/ledger.ts';
import { atAMoment, untilCut } from '../support/kill-loop.ts';
import { NodeStation } from '../support/node-station.ts';
import { smallDisk } from '../support/small-disk.ts';

type Running = Awaited<ReturnType<typeof startCenterProcess>>;

describe('a backup of a center', () => {
  let dataDir: string;
  let backups: string;
  let programs: CenterPrograms;
  let center: Running;

  /** A center's folder with the divisions loaded. */
  let prepared: string;

  beforeAll(async () => {
    prepared = await mkdtemp(join(tmpdir(), 'qiyou-prepared-'));
    await new CenterPrograms(prepared).loadDivisions();
  });
  afterAll(() => rm(prepared, { recursive: true }));
  beforeEach(async () => {
    const folder = await ownFolder('backup');
    [dataDir, backups] = [join(folder, 'data'), join(folder, 'backups')];
    programs = new CenterPrograms(dataDir);
    await cp(prepared, dataDir, { recursive: true });
    center = await startCenterProcess(dataDir);
  });
  afterEach(async () => void (await endProcess(center.child, 'SIGKILL')));

  const enrol = (site: string, role: 'station' | 'county'): Promise<RawDevice> => programs.enrol(center.url, site, role);

  async function addPhotos(device: RawDevice, count: number, seed: number): Promise<string[]> {
    const random = seededRandom(seed);
    const photos = Array.from({ length: count }, () => random.bytes(20_000));
    for (const bytes of photos) {
      await device.push('evidence', evidence(VILLAGE, hashOfBytes(bytes), { size: bytes.length }));
      expect((await device.putBlob(bytes)).status).toBe(200);
    }
    return photos.map((bytes) => hashOfBytes(bytes));
  }

  /** Starts a center on a folder, ended with the test. */
  async function startOn(folder: string): Promise<Running> {
    const started = await startCenterProcess(folder);
    onTestFinished(async () => void (await endProcess(started.child, 'SIGKILL')));
    return started;
  }

  it('P1 C1 C2 made while stations write holds all that was acknowledged before it began, and restores to a working center', async () => {
    const device = await enrol(VILLAGE, 'station');
    const county = await enrol(COUNTY, 'county');
    const ledger = new Ledger();
    const writing = untilCut(writeUntilCut(device, VILLAGE, ledger, seededRandom(2)));
    await atAMoment(seededRandom(1), { from: 500, to: 900 }, async () => undefined);
    const before = new Map([...ledger.records].flatMap(([key, { receipts }]) => (receipts.length === 0 ? [] : [[key, receipts.length] as const])));
    const photosBefore = [...ledger.photos.keys()];
    expect(await programs.output('backup', '--to', backups)).toMatch(/records, \d+ photos .*read back and whole/);
    await endProcess(center.child, 'SIGKILL');
    await writing;
    expect(before.size).toBeGreaterThan(0);

    const restored = join(await ownFolder('restored'), 'data');
    expect(await programs.output('backup', '--verify', '--from', backups)).toContain('is whole');
    await new CenterPrograms(restored).output('restore', '--from', backups);
    center = await startCenterProcess(restored);
    for (const one of [device, county]) one.url = center.url;
    await county.openSession();
    const held = await heldBy(county);
    expect([...before.keys()].filter((key) => !held.has(key))).toEqual([]);
    expect(await saidDigests(county)).toEqual(recount(held));
    await device.openSession();
    for (const hash of photosBefore) expect(hashOfBytes((await device.getBlob(hash)).bytes)).toBe(hash);
    expect(await device.push('activities', activity(VILLAGE))).toMatchObject({ status: 'accepted' });
    expect(await new CenterPrograms(restored).output('audit', '--verify')).toContain('is whole');
  });

  it('copies a photo once for all backups, keeps the newest, and can be checked with sha256sum alone', async () => {
    const device = await enrol(VILLAGE, 'station');
    await addPhotos(device, 3, 1);
    expect(await programs.output('backup', '--to', backups)).toContain('3 photos (3 new)');
    await addPhotos(device, 2, 2);
    await atAMoment(seededRandom(1), { from: 1_000, to: 1_010 }, async () => undefined);
    const said = await programs.output('backup', '--to', backups, '--keep', '1');
    expect(said).toContain('5 photos (2 new)');
    expect(said).toContain('removed ');
    const [newest = '', ...others] = (await readdir(backups)).filter((name) => name !== 'photos');
    expect(others).toEqual([]);
    expect(spawnSync('sha256sum', ['-c', '--quiet', 'photos.sha256'], { cwd: join(backups, newest) }).status).toBe(0);
    expect(await programs.output('backup', '--verify', '--from', backups)).toContain('is whole');
  });

  it('that is damaged is found out, is not restored, and the folder stays as it was', async () => {
    const device = await enrol(VILLAGE, 'station');
    const [hash = ''] = await addPhotos(device, 1, 1);
    await programs.output('backup', '--to', backups);
    const [name = ''] = (await readdir(backups)).filter((one) => one !== 'photos');
    const photo = join(backups, 'photos', hash.slice(0, 2), hash.slice(2, 4), hash);
    const target = join(await ownFolder('target'), 'data');
    const damages = [() => overwrite(photo, 5, new Uint8Array(3)), () => rm(photo), () => truncate(join(backups, name, 'center.db'), 8_192)];
    for (const damage of damages) {
      await damage();
      expect(await programs.run('backup', '--verify', '--from', backups)).toMatchObject({ code: 1, stderr: expect.stringContaining('is damaged') });
      expect(await new CenterPrograms(target).run('restore', '--from', backups)).toMatchObject({ code: 1, stderr: expect.stringContaining('is damaged') });
    }
    expect(await readdir(join(target, '..'))).toEqual([]);
  });

  it('is restored over nothing: neither over data nor over files of another kind, and a restore that was cut off can be run again', async () => {
    await programs.output('backup', '--to', backups);
    const before = await fingerprint(dataDir);
    expect(await programs.run('restore', '--from', backups)).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') });
    expect(await fingerprint(dataDir)).toEqual(before);
    const target = join(await ownFolder('target'), 'data');
    await mkdir(target);
    await writeFile(join(target, 'restore-unfinished'), '');
    await writeFile(join(target, 'center.db'), 'half');
    await expect(startCenterProcess(target)).rejects.toThrow('did not come to its end');
    expect(await new CenterPrograms(target).run('restore', '--from', backups)).toMatchObject({ code: 0 });
    await startOn(target);
  });

  it('a photo that is lost or altered at the center is named, and all the rest is backed up', async () => {
    const device = await enrol(VILLAGE, 'station');
    const [lost = '', altered = '', whole = ''] = await addPhotos(device, 3, 1);
    const at = (hash: string): string => join(dataDir, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash);
    await rm(at(lost));
    await overwrite(at(altered), 5, new Uint8Array(3));
    const { code, stdout, stderr } = await programs.run('backup', '--to', backups);
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('1 photos') });
    for (const hash of [lost, altered]) expect(stderr).toContain(hash);
    expect(stderr).not.toContain(whole);
    expect(await programs.output('backup', '--verify', '--from', backups)).toContain('is whole');
  });

  it('on a full disk is refused with the room that it needs, and leaves nothing but what was there', async () => {
    const disk = await smallDisk(8);
    if (disk === null) return expect.soft(disk).toBeNull();
    await disk.fill(1_000_000);
    const { code, stderr } = await programs.run('backup', '--to', join(disk.folder, 'backups'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/is full: \d+\.\d MB are needed and \d\.\d MB are free/) });
    expect(await readdir(join(disk.folder, 'backups'))).toEqual([]);
  });

  it('is made each day by the running center itself, at once where there is none', async () => {
    await endProcess(center.child, 'SIGTERM');
    center = await startCenterProcess(dataDir, '--backup-to', backups, '--backup-keep', '3');
    await expect.poll(async () => (await readdir(backups).catch(() => [])).filter((name) => name.startsWith('20')), { timeout: 20_000 }).toHaveLength(1);
    expect(await programs.output('backup', '--verify', '--from', backups)).toContain('is whole');
  });

  it('C2 restored is another life of the logs: a station that was ahead notices, and brings back records and edits that the center lost', async () => {
    const station = await NodeStation.enrol({ data: await ownFolder('station'), center: center.url, code: await programs.code(VILLAGE, 'station') });
    const early = Array.from({ length: 20 }, () => activity(VILLAGE));
    await station.save('activities', early);
    await station.sendAll();
    const port = new URL(center.url).port;
    await programs.output('backup', '--to', backups);
    const late = Array.from({ length: 15 }, () => activity(VILLAGE));
    const [first] = early;
    const edit = { ...(first as AnyRecord), title: '备份之后改的' };
    await station.save('activities', [edit, ...late]);
    await station.sendAll();
    expect(await station.agrees()).toBe(true);
    await endProcess(center.child, 'SIGKILL');

    const restored = join(await ownFolder('restored'), 'data');
    await new CenterPrograms(restored).output('restore', '--from', backups);
    center = await startCenterProcess(restored, '--port', port);
    expect(await station.agrees()).toBe(true);
    const county = await new CenterPrograms(restored).enrol(center.url, COUNTY, 'county');
    const held = await heldBy(county);
    for (const record of [edit, ...early.slice(1), ...late]) {
      const found = held.get(`activities:${record.id}`);
      expect(found === undefined ? null : versionOf(found)).toBe(versionOf(record));
    }
    expect(await station.waiting()).toBe(0);
  });

  it('C2 a bare client that was ahead sees the new epoch, and its records are taken again', async () => {
    const device = await enrol(VILLAGE, 'station');
    const { epoch: before } = await device.exchange([], { from: {}, limit: 1 });
    await programs.output('backup', '--to', backups);
    const records = Array.from({ length: 5 }, () => activity(VILLAGE));
    await device.exchange(records.map((record) => write('activities', record)));
    const copy = join(await ownFolder('restored'), 'data');
    await new CenterPrograms(copy).output('restore', '--from', backups);
    device.url = (await startOn(copy)).url;
    await device.openSession();
    const { epoch, restored } = await device.exchange([], { from: {}, limit: 1 });
    expect(epoch).not.toBe(before);
    expect(restored).toBeDefined();
    expect((await device.pullAll(['activities'])).changes).toEqual([]);
    const { results } = await device.exchange(records.map((record) => write('activities', record)));
    expect(results.map(({ status }) => status)).toEqual(records.map(() => 'accepted'));
  });
});
