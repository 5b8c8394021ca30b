import { cp, rm, truncate } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { seededRandom } from '#shared/ports/random.ts';
import { endProcess, runProgram, startCenterProcess } from '../support/center-process.ts';
import { CenterPrograms } from '../support/center-programs.ts';
import { activity, COUNTY, VILLAGE, write } from '../support/center-records.ts';
import type { RawDevice } from '../support/center.ts';
import { copyOf, fingerprint, overwrite, ownFolder } from '../support/data-folders.ts';
import { heldBy } from '../support/ledger.ts';

const PAGE = 4_096;

/** What happens to a data folder, and what the center must say of it. */
interface Damage {
  readonly what: string;
  readonly says: RegExp;
  /** Left by a stop in good order, or by a power cut: a log beside the file hides faults of pages that it has anew. */
  readonly left?: 'stopped';
  readonly damage: (dataDir: string) => Promise<void>;
}

const database = (dataDir: string): string => join(dataDir, 'center.db');

const DAMAGES: readonly Damage[] = [
  { what: 'cut short', left: 'stopped', says: /center\.db is damaged/, damage: (dataDir) => truncate(database(dataDir), 40 * PAGE) },
  {
    what: 'cut in the middle of a page',
    left: 'stopped',
    says: /center\.db is damaged/,
    damage: (dataDir) => truncate(database(dataDir), Math.floor(statSync(database(dataDir)).size / 2) + 100),
  },
  { what: 'with a page of zeros in its middle', left: 'stopped', says: /center\.db is damaged/, damage: (dataDir) => overwrite(database(dataDir), 20 * PAGE, new Uint8Array(PAGE)) },
  { what: 'with garbage for a header', left: 'stopped', says: /center\.db is damaged \(file is not a database\)/, damage: (dataDir) => overwrite(database(dataDir), 0, seededRandom(1).bytes(100)) },
  { what: 'gone while its log is there', says: /center\.db is missing, but its log .*center\.db-wal is there/, damage: (dataDir) => rm(database(dataDir)) },
  { what: 'empty while its log is there', says: /center\.db is empty, but its log .*center\.db-wal is there/, damage: (dataDir) => truncate(database(dataDir), 0) },
  { what: 'without the log that belongs to it', says: /center\.db-wal, was removed/, damage: (dataDir) => rm(`${database(dataDir)}-wal`) },
];

describe('a center whose database is', () => {
  let folder: string;
  /** As a stop in good order left it: all is in one file. */
  let stopped: string;
  /** As a power cut left it: the newest records are in the log beside the file. */
  let whole: string;
  let backups: string;
  let device: RawDevice;
  let received: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qiyou-damaged-'));
    [stopped, whole] = [join(folder, 'stopped'), join(folder, 'whole')];
    backups = join(folder, 'backups');
    const programs = new CenterPrograms(whole);
    await programs.loadDivisions();
    let center = await startCenterProcess(whole);
    device = await programs.enrol(center.url, VILLAGE, 'station');
    await device.exchange(Array.from({ length: 300 }, () => write('activities', activity(VILLAGE))));
    await programs.output('backup', '--to', backups);
    await endProcess(center.child, 'SIGTERM');
    await cp(whole, stopped, { recursive: true });
    center = await startCenterProcess(whole);
    device.url = center.url;
    const later = await device.exchange(Array.from({ length: 200 }, () => write('activities', activity(VILLAGE))));
    received = later.results.flatMap((result) => (result.status === 'accepted' ? [result.receipt.id] : []));
    await endProcess(center.child, 'SIGKILL');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(DAMAGES)('$what is not started: one message says what is wrong and what to do, and nothing on the disk is changed', async ({ says, left, damage }) => {
    const dataDir = await copyOf(left === 'stopped' ? stopped : whole);
    await damage(dataDir);
    const before = await fingerprint(dataDir);
    for (const [program, ...words] of [['center/app/main.ts', '--port', '0'], ['center/ops/cli.ts', 'devices']] as const) {
      if (program === 'center/ops/cli.ts' && before['center.db'] === undefined) continue;
      const { code, stdout, stderr } = await runProgram(program, [...words, '--data', dataDir]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(says);
      expect(stderr).toContain('Nothing was changed.');
      expect(stderr.trim().split('\n').length).toBeLessThan(8);
      expect(stderr).toContain(`restore --from ${backups}`);
    }
    expect(await fingerprint(dataDir)).toEqual(before);
  });

  it('damaged is restored from its backup into a new folder, as its message says', async () => {
    const dataDir = await copyOf(stopped);
    await overwrite(database(dataDir), 0, seededRandom(1).bytes(100));
    const { stderr } = await runProgram('center/app/main.ts', ['--data', dataDir, '--port', '0']);
    const said = /restore --from (\S+) --data/.exec(stderr)?.[1] ?? '';
    const restored = join(await ownFolder('restored'), 'data');
    const done = await runProgram('center/ops/cli.ts', ['restore', '--from', said, '--data', restored]);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const center = await startCenterProcess(restored);
    try {
      const county = await new CenterPrograms(restored).enrol(center.url, COUNTY, 'county');
      expect([...(await heldBy(county)).keys()].filter((key) => key.startsWith('activities:'))).toHaveLength(300);
    } finally {
      await endProcess(center.child, 'SIGTERM');
    }
  });

  it('without its log is started once a person has accepted the loss; it is another life then, and replicas look what is missing', async () => {
    const dataDir = await copyOf(whole);
    await rm(`${database(dataDir)}-wal`);
    const before = (await intact(whole)).epoch;
    expect(await new CenterPrograms(dataDir).run('accept-loss')).toMatchObject({ code: 0 });
    const center = await startCenterProcess(dataDir);
    try {
      device.url = center.url;
      await device.openSession();
      const { epoch, restored } = await device.exchange([], { from: {}, limit: 1 });
      expect(epoch).not.toBe(before);
      expect(restored).toMatchObject({ [COUNTY]: expect.any(Number) });
      const held = await heldBy(device);
      expect(received.filter((id) => held.has(`activities:${id}`))).toEqual([]);
    } finally {
      await endProcess(center.child, 'SIGTERM');
    }
  });

  it('whole is started as before, with what lay in its log', async () => {
    const { held } = await intact(whole);
    expect(received.filter((id) => !held.has(`activities:${id}`))).toEqual([]);
  });

  /** Starts the center on a copy of what the power cut left. */
  async function intact(of: string): Promise<{ readonly epoch: string; readonly held: ReadonlyMap<string, unknown> }> {
    const dataDir = join(await ownFolder('intact'), 'data');
    await cp(of, dataDir, { recursive: true });
    const center = await startCenterProcess(dataDir);
    try {
      const url = device.url;
      device.url = center.url;
      await device.openSession();
      const { epoch = '' } = await device.exchange([], { from: {}, limit: 1 });
      const held = await heldBy(device);
      device.url = url;
      return { epoch, held };
    } finally {
      await endProcess(center.child, 'SIGTERM');
    }
  }
});
