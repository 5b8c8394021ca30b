import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { openDataFolder } from '../../center/app/data-folder.ts';
import { makeCode } from '../../center/access/codes.ts';
import { endProcess, runProgram, startCenterProcess } from '../support/center-process.ts';
import { activity, VILLAGE, write } from '../support/center-records.ts';
import { enrolWith, makeKeys, RawDevice } from '../support/center.ts';

const CSV = 'center/data/divisions-2111.csv';

describe('the center as a program', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'qiyou-center-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const cli = (...argv: string[]) => runProgram('center/ops/cli.ts', [...argv, '--data', dataDir]);

  const enrolled = async (url: string): Promise<RawDevice> => {
    const code = (await cli('code', '--site', VILLAGE, '--role', 'station')).stdout.split('\n')[0] ?? '';
    const keys = makeKeys();
    const device = new RawDevice(url, (await enrolWith(url, code, keys)).body, keys);
    await device.openSession();
    return device;
  };

  it('P1 killed in the middle of pushes, it loses nothing that it acknowledged and stores nothing twice', async () => {
    await cli('load-divisions', CSV);
    let center = await startCenterProcess(dataDir);
    const device = await enrolled(center.url);
    const pushed: AnyRecord[] = [];
    const acknowledged = new Set<string>();
    const pushUntilCut = async (): Promise<void> => {
      for (;;) {
        const batch = Array.from({ length: 20 }, () => activity());
        pushed.push(...batch);
        const { results } = await device.exchange(batch.map((record) => write('activities', record)));
        for (const result of results) if (result.status === 'accepted') acknowledged.add(result.receipt.id);
        if (acknowledged.size >= 200) void endProcess(center.child, 'SIGKILL');
      }
    };
    await expect(pushUntilCut()).rejects.toThrow();
    await endProcess(center.child, 'SIGKILL');
    center = await startCenterProcess(dataDir);
    device.url = center.url;
    try {
      const held = (await device.pullAll(['activities'])).changes.flatMap((change) => ('record' in change ? [change.record.id] : []));
      expect([...acknowledged].filter((id) => !held.includes(id))).toEqual([]);
      expect(new Set(held).size).toBe(held.length);
      const again = await device.exchange(pushed.map((record) => write('activities', record)));
      expect(again.results.every(({ status }) => status === 'accepted')).toBe(true);
      expect((await device.pullAll(['activities'])).changes).toHaveLength(pushed.length);
    } finally {
      expect(await endProcess(center.child, 'SIGTERM')).toBe(0);
    }
  });

  it('refuses a second instance on one data folder, and the folder is free again when the first was killed', async () => {
    const first = await startCenterProcess(dataDir);
    const second = await runProgram('center/app/main.ts', ['--data', dataDir, '--port', '0']);
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('A center is running already on the data folder') });
    await endProcess(first.child, 'SIGKILL');
    const third = await startCenterProcess(dataDir);
    expect(await endProcess(third.child, 'SIGINT')).toBe(0);
  });

  it('says in one sentence that its database is damaged', async () => {
    await (await openDataFolder(dataDir)).close();
    await writeFile(join(dataDir, 'center.db'), 'x'.repeat(8_192));
    const started = await runProgram('center/app/main.ts', ['--data', dataDir, '--port', '0']);
    expect(started).toMatchObject({ code: 1, stderr: expect.stringContaining('is damaged') });
    expect(started.stderr).not.toMatch(/\n\s+at /);
  });

  it('notices a database that was cut short', async () => {
    const folder = await openDataFolder(dataDir);
    for (let n = 0; n < 50; n += 1) await folder.store.write([{ kind: 'activities', base: null, record: activity(), version: 'v', county: '211122' }], { device: 'd', at: 0, guarded: false }, '');
    await folder.close();
    await truncate(join(dataDir, 'center.db'), 40_960);
    expect(await runProgram('center/app/main.ts', ['--data', dataDir, '--port', '0'])).toMatchObject({ code: 1, stderr: expect.stringContaining('is damaged') });
  });

  it('says what is wrong with its options', async () => {
    expect(await runProgram('center/app/main.ts', ['--port', 'eighty'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--port must be') });
    expect(await runProgram('center/app/main.ts', ['--tls-cert', 'x.pem'])).toMatchObject({ code: 2 });
    expect(await runProgram('center/app/main.ts', ['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--data DIR') });
  });

  it('the command line loads divisions, makes codes, lists and revokes devices, and checks the trail', async () => {
    const bad = join(dataDir, 'bad.csv');
    await writeFile(bad, `${await readFile(CSV, 'utf8')}999,town,坏行,1\n`);
    const loaded = await cli('load-divisions', bad);
    expect(loaded).toMatchObject({ code: 0, stdout: '599 added, 0 renamed, 0 unchanged, 1 bad rows left out\n', stderr: expect.stringContaining('line 601:') });
    expect((await cli('load-divisions', CSV)).stdout).toBe('0 added, 0 renamed, 599 unchanged, 0 bad rows left out\n');
    expect((await cli('code', '--site', VILLAGE, '--role', 'station')).stdout).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}\nfor 太平社区/);
    expect(await cli('code', '--site', '211199', '--role', 'county')).toMatchObject({ code: 1, stderr: expect.stringContaining('no division 211199 is loaded') });
    expect(await cli('code', '--site', VILLAGE, '--role', 'county')).toMatchObject({ code: 1, stderr: expect.stringContaining('is a village; role county belongs to a county') });
    expect(await cli('code', '--site', VILLAGE, '--role', 'king')).toMatchObject({ code: 2 });
    expect(await cli('devices')).toMatchObject({ code: 0, stdout: 'no devices\n' });
    expect(await cli('revoke', 'nobody')).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no device nobody') });
    expect(await cli('audit', '--verify')).toMatchObject({ code: 0, stdout: 'the chain of 3 lines is whole\n' });
    expect(await cli('nonsense')).toMatchObject({ code: 2 });
    const folder = await openDataFolder(dataDir);
    expect(await makeCode(folder.access, VILLAGE, 'station')).toMatchObject({ ok: true });
    await folder.access.db.run("UPDATE audit SET site = '211102' WHERE seq = 2");
    await folder.close();
    expect(await cli('audit', '--verify')).toMatchObject({ code: 1, stderr: expect.stringContaining('broken at line 2') });
  });
});
