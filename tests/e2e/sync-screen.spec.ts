import { DatabaseSync } from 'node:sqlite';
import { expect, test, type Page } from '@playwright/test';
import { addVolunteers, contactNow, enrol, open, pill, TWENTY } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001001';
/** The center asks a person before it removes more than twenty at once. */
const MANY = [...TWENTY, '佟桂英', '佟建军'];
const NOWHERE = '999999999999';

let center: Center;
let station: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  station = await Machine.open(center);
  await enrol(station, center, STATION, 'station');
  await expect(pill(station.page)).toContainText('全部已送达中心');
});

test.afterEach(async () => {
  await station.close();
  await center.close();
});

test('P2 what the center does not take is set aside with its reason, opened where it is mended, and received', async () => {
  const { page } = station;
  renameDivision(STATION, NOWHERE);
  await open(page, '站点档案');
  await page.getByLabel('开放时间').fill('周一至周五 8:30—17:00');
  await page.keyboard.press('Control+s');
  await expect(pill(page)).toContainText('1 条要处理');
  await pill(page).click();
  await expect(page.getByText('中心没有这条记录所在的站点')).toBeVisible();
  await expect(page.locator('.sync-status')).toContainText('1 条被退回，要您看一看');

  renameDivision(NOWHERE, STATION);
  await page.getByRole('button', { name: '去改好' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '中心没有这条记录所在的站点' })).toBeVisible();
  await page.getByLabel('开放时间').fill('每天 8:00—18:00');
  await page.keyboard.press('Control+s');
  await expect(pill(page)).toContainText('全部已送达中心');
  expect(bodies('sites').find(({ site }) => site === STATION)?.['openingHours']).toBe('每天 8:00—18:00');
});

test('T1 a pause holds over a restart, and what waits goes once a person lets it', async () => {
  await open(station.page, '送达情况');
  await station.page.getByRole('button', { name: '暂停收发' }).click();
  await expect(pill(station.page)).toContainText('收发已暂停');
  await addVolunteers(station.page, ['王秀英']);
  await station.kill();
  await station.start();
  await expect(pill(station.page)).toHaveText(/收发已暂停.*1 条记录待送达/);
  await open(station.page, '送达情况');
  await expect(station.page.locator('.sync-status')).toContainText(/1 条记录，发送大约需要 \d+ B/);
  expect(bodies('volunteers')).toEqual([]);
  await station.page.getByRole('button', { name: '继续收发' }).click();
  await expect(pill(station.page)).toContainText('全部已送达中心');
  await expect(station.page.locator('.sync-status')).toContainText('核对过，完全一致');
  expect(bodies('volunteers')).toHaveLength(1);
});

test('D1 many removals wait until the county has confirmed them; then they are done everywhere', async () => {
  test.setTimeout(240_000);
  const { page } = station;
  await addVolunteers(page, MANY);
  await expect(pill(page)).toContainText('全部已送达中心');
  station.link.cut();
  await open(page, '志愿者');
  for (let left = MANY.length; left > 0; left -= 1) await removeFirstVolunteer(page, left);
  station.link.restore();
  await contactNow(page);
  await page.getByRole('link', { name: `${MANY.length} 条被退回，要您看一看` }).click({ timeout: 60_000 });
  await expect(page.getByText(`${MANY.length} 条删除，等县里确认`)).toBeVisible();
  expect(bodies('volunteers').filter(({ removed }) => removed)).toEqual([]);

  await confirmAsCounty(MANY.length);
  expect(bodies('volunteers').filter(({ removed }) => removed)).toHaveLength(MANY.length);
  await expect(page.getByText('没有被退回的记录')).toBeVisible({ timeout: 30_000 });
  await expect(pill(page)).toContainText('全部已送达中心');
});

/** A person at the county sees what is held, and confirms it. */
async function confirmAsCounty(volunteers: number): Promise<void> {
  const county = await Machine.open(center);
  try {
    await enrol(county, center, '211122', 'county', '县管理员');
    const { page } = county;
    await page.getByRole('link', { name: '待确认删除（1）' }).click();
    await expect(page.getByText(`志愿者 ${volunteers} 条`)).toBeVisible();
    await page.getByRole('button', { name: '确认删除' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认删除' }).click();
    await expect(page.getByText('没有等待确认的删除')).toBeVisible();
  } finally {
    await county.close();
  }
}

/** From the list, and back to it. */
async function removeFirstVolunteer(page: Page, left: number): Promise<void> {
  await expect(page.getByText(`共 ${left} 人`)).toBeVisible();
  const rows = page.locator('.qy-table .ant-table-row');
  const name = await rows.first().locator('.ant-table-cell').first().innerText();
  // At its left end: what was removed before, with its way back, is said over the middle for ten seconds.
  await rows.first().click({ position: { x: 16, y: 16 } });
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByRole('button', { name: '删除', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: '志愿者' })).toBeVisible();
  await expect(rows.filter({ hasText: name })).toHaveCount(0);
}

function bodies(kind: string): readonly Readonly<Record<string, unknown>>[] {
  return center.query('SELECT body FROM records WHERE kind = ? AND site = ?', kind, STATION).map((row) => JSON.parse(String(row['body'])) as Readonly<Record<string, unknown>>);
}

/** Takes the station's division from the center for a while, so that it refuses what the station sends. */
function renameDivision(from: string, to: string): void {
  const database = new DatabaseSync(center.databasePath);
  try {
    database.prepare('UPDATE divisions SET code = ? WHERE code = ?').run(to, from);
  } finally {
    database.close();
  }
}
