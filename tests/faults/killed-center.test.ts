import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '#shared/ports/random.ts';
import { endProcess, runProgram, startCenterProcess } from '../support/center-process.ts';
import { COUNTY, OTHER_VILLAGE, TOWN, VILLAGE } from '../support/center-records.ts';
import { enrolWith, makeKeys, RawDevice } from '../support/center.ts';
import { atAMoment, faultRounds, untilCut } from '../support/kill-loop.ts';
import { heldBy, Ledger, recount, saidDigests, writeUntilCut } from '../support/ledger.ts';

const SITES = [
  [VILLAGE, 'station'],
  [OTHER_VILLAGE, 'station'],
  [TOWN, 'institute'],
] as const;

const SEED = Number(process.env['QIYOU_FAULT_SEED'] ?? '1');

/** L1: positions of a county's log as they lie in the file: from 1, rising by one. */
function expectNoGaps(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'center.db'), { readOnly: true });
  try {
    const { first, last, n } = database.prepare('SELECT min(position) AS first, max(position) AS last, count(DISTINCT position) AS n FROM history WHERE county = ?').get(COUNTY) as Record<string, number>;
    expect({ first, last }).toEqual({ first: 1, last: n });
  } finally {
    database.close();
  }
}

it('P1 L1 C1 C2 a center killed at random moments in a loop has all that it ever acknowledged: records in that very version, photos by their hash, logs without gaps, digests, the audit chain', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-killed-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const cli = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runProgram('center/ops/cli.ts', [...argv, '--data', dataDir]);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${code} ${stderr}`);
    return stdout;
  };
  await cli('load-divisions', 'center/data/divisions-2111.csv');
  const random = seededRandom(SEED);
  let center = await startCenterProcess(dataDir);
  onTestFinished(async () => void (await endProcess(center.child, 'SIGKILL')));
  const enrol = async (site: string, role: string): Promise<RawDevice> => {
    const code = (await cli('code', '--site', site, '--role', role)).split('\n')[0] ?? '';
    const keys = makeKeys();
    const device = new RawDevice(center.url, (await enrolWith(center.url, code, keys)).body, keys);
    await device.openSession();
    return device;
  };
  const writers = await Promise.all(SITES.map(async ([site, role]) => ({ site, device: await enrol(site, role) })));
  const county = await enrol(COUNTY, 'county');
  const ledger = new Ledger();

  const rounds = faultRounds(6);
  for (let round = 0; round < rounds; round += 1) {
    const writing = writers.map(({ device, site }) => untilCut(writeUntilCut(device, site, ledger, seededRandom(SEED * 1_000 + round))));
    await atAMoment(random, { from: 30, to: 1_200 }, () => endProcess(center.child, 'SIGKILL'));
    await Promise.all(writing);
    center = await startCenterProcess(dataDir);
    for (const device of [county, ...writers.map((writer) => writer.device)]) device.url = center.url;
    const held = await heldBy(county);
    expect(ledger.lostIn(held)).toEqual([]);
    expect(ledger.positionsGivenTwice()).toEqual([]);
    expect(await ledger.photosLost(center.url)).toEqual([]);
    expect(await saidDigests(county)).toEqual(recount(held));
    expectNoGaps(dataDir);
  }
  expect(await cli('audit', '--verify')).toContain('is whole');
  expect(ledger.receipts).toBeGreaterThan(rounds * 10);
  expect(ledger.photos.size).toBeGreaterThan(rounds);
  expect(await endProcess(center.child, 'SIGTERM')).toBe(0);
  console.warn(`killed ${rounds} times; ${ledger.receipts} receipts and ${ledger.photos.size} photos, none lost`);
});
