import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeStations } from '../../build/demo/make-demo.ts';
import { HOME_STATION } from '../../build/demo/stations.ts';
import { buildStandIn, DemoStart, lookInto } from '../support/demo-start.ts';

/** How many records of a kind the whole demo holds. */
function wholeCounts(plan: { readonly seed: number; readonly today: string }): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { standards: 1, evidence: 0 };
  for (const { records, shots } of makeStations(plan)) {
    for (const { kind } of records) counts[kind] = (counts[kind] ?? 0) + 1;
    counts['evidence'] = (counts['evidence'] ?? 0) + shots.length;
  }
  return counts;
}

async function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

describe('npm start', () => {
  let dist: string;

  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'qiyou-dist-'));
    await buildStandIn(dist);
  });
  afterAll(() => rm(dist, { recursive: true, force: true }));

  async function emptyFolder(): Promise<string> {
    const data = await mkdtemp(join(tmpdir(), 'qiyou-start-'));
    onTestFinished(() => rm(data, { recursive: true, force: true, maxRetries: 5 }));
    return data;
  }

  const start = (data: string, ...more: readonly string[]): DemoStart => new DemoStart(data, dist, ...more);

  it('fills a center, enrols the station and serves the app; a second start goes on where the first ended', async () => {
    const data = await emptyFolder();
    const first = start(data);
    const enrolment = await first.enrolled();
    expect(enrolment).toMatchObject({ role: 'station', site: HOME_STATION, siteName: '甜水村委会' });
    await expect(access(join(data, 'station', 'enrol.json'))).rejects.toThrow('ENOENT');
    await first.says(/演示照片已全部生成/);
    const [, appPort = ''] = await first.says(/http:\/\/127\.0\.0\.1:(\d+)\/#token=/);
    expect(await first.end()).toBe(0);
    expect(await isListening(Number(appPort))).toBe(false);
    expect(await isListening(Number(new URL(enrolment.center).port))).toBe(false);
    expect(await readFile(join(data, 'station', 'log', 'host.log'), 'utf8')).toContain('the shell ended');
    const after = await lookInto(data);
    expect(after.counts).toMatchObject(wholeCounts(after.plan));

    const second = start(data);
    expect((await second.enrolled()).device).toBe(enrolment.device);
    expect(second.said).not.toMatch(/正在准备|登记码/);
    expect(await second.says(/http:\/\/127\.0\.0\.1:(\d+)\/#token=/)).toMatchObject({ 1: appPort });
    expect(await second.end()).toBe(0);
    const again = await lookInto(data);
    expect(again.counts).toEqual(after.counts);
    expect(again.devices.map(({ id }) => id)).toEqual(after.devices.map(({ id }) => id));
  });

  it('opens the county beside the station over the same center, and says when that has ended', async () => {
    const data = await emptyFolder();
    const station = start(data);
    const own = await station.enrolled();
    const county = start(data, '--as', 'county');
    expect(await county.enrolled()).toMatchObject({ role: 'county', site: '211122', center: own.center });
    const overview = await county.call('link.overview', null);
    if (!overview.ok) throw new Error(overview.error.kind);
    expect(overview.value.sites.find(({ code }) => code === HOME_STATION)?.records['activities']).toBeGreaterThan(30);
    expect(await station.end()).toBe(0);
    await county.says(/演示中心已停止/);
    expect(await county.call('link.enrolment', null)).toMatchObject({ role: 'county' });
    expect(await county.end()).toBe(0);
  });

  it('goes on after it was killed half-way, and doubles nothing', async () => {
    const data = await emptyFolder();
    const killed = start(data);
    await killed.says(/正在准备/);
    await killed.end('SIGKILL');
    const second = start(data);
    await second.says(/演示照片已全部生成/);
    await second.enrolled();
    expect(await second.end()).toBe(0);
    const { counts, plan } = await lookInto(data);
    expect(counts).toMatchObject(wholeCounts(plan));
  });

  it('enrols anew where another program took the center’s port, and keeps the data', async () => {
    const data = await emptyFolder();
    const first = start(data);
    const before = await first.enrolled();
    await first.says(/演示照片已全部生成/);
    expect(await first.end()).toBe(0);
    const { counts } = await lookInto(data);
    const port = Number(new URL(before.center).port);
    const taker = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void taker.close());
    const second = start(data);
    await second.says(/端口 \d+ 被其他程序占用/);
    expect((await second.enrolled()).center).not.toBe(before.center);
    expect(await second.end()).toBe(0);
    expect((await lookInto(data)).counts).toEqual(counts);
  });

  it('says that the app died, and where its log is', async () => {
    const data = await emptyFolder();
    const begun = start(data);
    await begun.enrolled();
    const { pid } = JSON.parse(await readFile(join(data, 'station', 'shell.lock'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    const log = join(data, 'station', 'log', 'host.log').replaceAll('\\', '\\\\');
    await begun.says(new RegExp(`应用意外结束（SIGKILL），日志在 ${log}`));
    await expect.poll(() => begun.child.exitCode, { timeout: 20_000 }).toBe(1);
  });

  it('says how it is called where it is called wrongly', async () => {
    const wrong = start(await emptyFolder(), '--as', 'nobody');
    await expect.poll(() => wrong.child.exitCode, { timeout: 20_000 }).toBe(2);
    expect(wrong.said).toMatch(/--as: station \| county[^]*npm start -- /);
  });
});
