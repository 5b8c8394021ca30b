import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { AnyRecord } from '#shared/domain/record.ts';
import { versionOf } from '#shared/schema/version.ts';
import type { FakeBridge } from '../../support/fake-bridge.ts';
import { activity } from '../../support/make-record.ts';
import { openApp, type AppWindow } from '../app/open-app.tsx';
import { seeing } from '../photos-ui/stage.tsx';
import { countyBridge, newCounty } from './county-window.ts';

let app: AppWindow | null = null;

beforeEach(() => page.viewport(1366, 768));
afterEach(async () => {
  await app?.close();
  app = null;
  location.hash = '#/';
});

/** What a row of the table says, cell by cell. */
const row = (name: string): string[] => {
  const found = [...document.querySelectorAll('.ant-table-row')].find((candidate) => candidate.textContent.includes(name));
  return [...(found?.querySelectorAll('.ant-table-cell') ?? [])].map((cell) => cell.textContent);
};
/** A busy machine takes its time; nothing here depends on how long. */
const PATIENT = { timeout: 15_000 };

describe('the county’s overview', () => {
  it('follows the center by itself, totals and stations', async () => {
    const county = newCounty();
    location.hash = '#/?view=stations';
    app = await openApp({ bridge: countyBridge(county), person: '赵主任' });
    await expect.poll(() => row('三河村委会'), PATIENT).toMatchObject({ 1: '沙岭镇', 2: '还没有', 3: '' });
    await app.data();
    app.bridge.center.put('activities', activity({ site: county.village }));
    await expect.poll(() => row('三河村委会')[3], PATIENT).toBe('1');
    await seeing('0 / 2');

    app.bridge.center.contact(county.village, Date.now());
    app.bridge.emit('link.news', { type: 'contact', site: county.village });
    await expect.poll(() => row('三河村委会')[2], PATIENT).toBe('刚刚');
    await seeing('1 / 2');
  });

  it('shows whose clock is off, and by how much', async () => {
    const county = newCounty();
    const bridge = countyBridge(county);
    const honest = bridge.center.overview.bind(bridge.center);
    bridge.center.overview = (scope) => {
      const { sites, ...rest } = honest(scope);
      return { ...rest, sites: sites.map((site) => (site.code === county.village ? { ...site, clockSkewMs: -26 * 3_600_000 } : { ...site, clockSkewMs: 9 * 60_000 })) };
    };
    location.hash = '#/?view=stations';
    app = await openApp({ bridge, person: '赵主任' });
    await expect.poll(() => row('三河村委会')[3], PATIENT).toBe('慢 1 天 2 小时');
    expect(row('郑家村委会')[3]).toBe('');
  });

  it('keeps what it knew last, and says from when it is, where the center is out of reach', async () => {
    const county = newCounty();
    const online = countyBridge(county);
    online.center.put('activities', activity({ site: county.village }));
    app = await openApp({ bridge: online, person: '赵主任' });
    await seeing('随时更新');
    await expect.poll(() => row('沙岭镇')[3], PATIENT).toBe('1');
    await app.close();

    const offline = countyBridge({ ...county, divisions: [] });
    offline.setConnection('offline');
    app = await openApp({ bridge: offline, person: '赵主任' });
    await seeing('现在没有连上中心');
    await expect.poll(() => row('沙岭镇')[3], PATIENT).toBe('1');
  });

  it('asks again when the link is back', async () => {
    const county = newCounty();
    const bridge = countyBridge(county);
    bridge.setConnection('offline');
    app = await openApp({ bridge, person: '赵主任' });
    await seeing('还没有总览');
    bridge.setConnection('online');
    await expect.poll(() => row('沙岭镇'), PATIENT).not.toEqual([]);
  });

  it('finds a station by pinyin initials, and shows those with photos to come alone', async () => {
    const county = newCounty();
    app = await openApp({ bridge: countyBridge(county), person: '赵主任' });
    await seeing('沙岭镇');
    await page.getByRole('searchbox').fill('zjc');
    await seeing('郑家村委会');
    expect(row('三河村委会')).toEqual([]);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('checkbox', { name: '有待收照片的' }).click();
    await seeing('没有符合的站点');
  });
});

describe('removals that wait for the county', () => {
  /** A village's push that removes its three activities, which the center holds. */
  const removeMuch = (bridge: FakeBridge, village: string): readonly AnyRecord[] => {
    const records = ['包粽子', '清理河道', '送春联'].map((title) => activity({ site: village, title }));
    for (const record of records) bridge.center.put('activities', record);
    bridge.center.heldWrites.above = 2;
    const push = records.map((record) => ({ kind: 'activities', base: versionOf(record), record: { ...record, removed: true } }));
    bridge.center.exchange({ protocol: 2, push, pull: null }, village);
    return records;
  };
  const isRemoved = (records: readonly AnyRecord[]): readonly unknown[] => records.map(({ id }) => app?.bridge.center.get('activities', id)?.removed);

  it('D1 says whose and what they are, and removes only after a second word', async () => {
    const county = newCounty();
    const bridge = countyBridge(county);
    const records = removeMuch(bridge, county.village);
    app = await openApp({ bridge, person: '赵主任' });
    await seeing('有 1 批大量删除等您确认');
    await page.getByRole('link', { name: '待确认删除（1）' }).click();
    await seeing('活动 3 条');
    await seeing('清理河道');
    await page.getByRole('button', { name: '确认删除' }).click();
    expect(isRemoved(records)).toEqual([false, false, false]);
    await page.getByRole('dialog').getByRole('button', { name: '确认删除' }).click();
    await seeing('没有等待确认的删除');
    expect(isRemoved(records)).toEqual([true, true, true]);
  });

  it('D1 keeps everything where it is not wanted, and says who decided it', async () => {
    const county = newCounty();
    location.hash = '#/held';
    const bridge = countyBridge(county);
    const records = removeMuch(bridge, county.village);
    app = await openApp({ bridge, person: '赵主任' });
    await page.getByRole('button', { name: '不删，都留着' }).click();
    await expect.poll(() => page.getByRole('dialog').element().textContent, PATIENT).toContain('点“不删了，恢复原样”');
    await page.getByRole('dialog').getByRole('button', { name: '不删，都留着' }).click();
    await seeing('没有等待确认的删除');
    expect(isRemoved(records)).toEqual([false, false, false]);
    expect(bridge.center.heldWrites.decided(0).decided).toMatchObject([{ decision: 'reject', by: { person: '赵主任', site: county.enrolment.site } }]);
  });

  it('D1 shows a push as soon as the center says that it is held', async () => {
    const county = newCounty();
    location.hash = '#/held';
    const bridge = countyBridge(county);
    app = await openApp({ bridge, person: '赵主任' });
    await seeing('没有等待确认的删除');
    const asked: number[] = [];
    const invoke = bridge.invoke.bind(bridge);
    bridge.invoke = (channel, input) => {
      if (channel === 'link.held') asked.push(performance.now());
      return invoke(channel, input);
    };
    const from = performance.now();
    removeMuch(bridge, county.village);
    await seeing('活动 3 条');
    // News of other things wait for three seconds.
    expect((asked[0] ?? Infinity) - from).toBeLessThan(2_500);
  });

  it('T2 says so where the center is too old to hold them, or out of reach', async () => {
    const county = newCounty();
    location.hash = '#/held';
    const bridge = countyBridge(county);
    bridge.failWith('link.held', { kind: 'tooNew', max: 1 });
    app = await openApp({ bridge, person: '赵主任' });
    await seeing('更新中心的软件以后才有');
    bridge.failWith('link.held', { kind: 'offline', detail: '' });
    await page.getByRole('button', { name: '刷新' }).click();
    await expect.poll(() => document.querySelector('main')?.textContent, PATIENT).toContain('看不到有没有等待确认的删除');
  });
});

describe('a station as its county sees it', () => {
  it('shows an activity as it arrives, with its hours, and lets nothing be changed', async () => {
    const county = newCounty();
    location.hash = `#/stations/${county.village}`;
    app = await openApp({ bridge: countyBridge(county), person: '赵主任' });
    await seeing('还没有收到这个站的活动');
    const record = activity({ site: county.village, title: '清理河道', conflicts: [{ field: 'attendance', base: 0, mine: 42, theirs: 30, who: { device: 'd2', person: '李建国' }, when: '2026-03-01T09:00:00.000Z' }] });
    app.bridge.center.put('activities', record);
    await expect.poll(() => row('清理河道').length, PATIENT).toBeGreaterThan(0);
    const { replica } = await app.data();
    expect(await replica.local.pendings.count()).toBe(0);

    await page.getByText('清理河道').first().click();
    const drawer = page.getByRole('dialog');
    await expect.poll(() => drawer.element().textContent, PATIENT).toContain('还没有收到这次活动的时长');
    expect(drawer.element().textContent).toMatch(/到场人数.*30.*李建国.*42/);
    expect([...drawer.element().querySelectorAll('button')].map((button) => button.getAttribute('aria-label'))).toEqual(['关闭']);
    app.bridge.center.put('serviceRecords', serviceRecord(record.id, county.village));
    await expect.poll(() => drawer.element().textContent, PATIENT).toContain('高德福');
  });
});

function serviceRecord(ofActivity: string, site: string) {
  const { id, v, createdAt, updatedAt, by, removed, conflicts } = activity();
  const base = { id, site, v, createdAt, updatedAt, by, removed, conflicts };
  const volunteer = activity().id;
  return { ...base, volunteer, name: '高德福', activity: ofActivity, occurredOn: '2026-03-01', minutes: 90, place: '', beneficiary: '', content: '', quality: '', inCharge: '', recorder: '', corrects: '', reason: '' };
}
