import { expect, test } from '@playwright/test';
import { photoFiles } from './support/photo-files.ts';
import { addActivity, addPhotos, addVolunteers, enrol, openActivity, pill, registerHours, TWENTY } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001001';
const TITLE = '九九重阳敬老活动';

let center: Center;
let machine: Machine;
let county: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  machine = await Machine.open(center);
  county = await Machine.open(center);
});

test.afterEach(async () => {
  await machine.close();
  await county.close();
  await center.close();
});

test('a station works offline, survives a power cut, and its county receives everything', async () => {
  test.setTimeout(240_000);
  await test.step('the station is enrolled once, then the network goes', async () => {
    await enrol(machine, center, STATION, 'station');
    await expect(pill(machine.page)).toContainText('全部已送达中心');
    machine.link.cut();
    await expect(pill(machine.page)).toContainText('离线');
  });

  await test.step('an activity, the hours of 20 volunteers and 6 photos are entered; a power cut comes in between', async () => {
    await addVolunteers(machine.page, TWENTY);
    await addActivity(machine.page, TITLE);
    await registerHours(machine.page, 20);
    const files = await photoFiles(machine.page, 6);
    await openActivity(machine.page, TITLE);
    await addPhotos(machine.page, files.slice(0, 3));
    await machine.kill();
    await machine.start();
    await openActivity(machine.page, TITLE);
    await expect(machine.page.getByRole('button', { name: /^打开照片/ })).toHaveCount(3);
    await addPhotosAfter(3, files);
    await machine.kill();
    await machine.start();
  });

  await test.step('all is there, and nothing of it is called received', async () => {
    const { page } = machine;
    await openActivity(page, TITLE);
    await expect(page.getByRole('button', { name: /^打开照片/ })).toHaveCount(6);
    await expect(page.getByText('20 人 · 20 条')).toBeVisible();
    await expect(pill(page)).toContainText('47 条记录、6 张照片待送达');
    await expect(page.getByText('中心已收到')).toHaveCount(0);
    expect(await center.photosOnDisk()).toEqual([]);
  });

  await test.step('the network returns: all arrives, with the right bytes, and the station says so', async () => {
    machine.link.restore();
    await expect(pill(machine.page)).toContainText('全部已送达中心', { timeout: 60_000 });
    const photos = await center.photosOnDisk();
    expect(photos).toHaveLength(12);
    for (const photo of photos) expect(photo.hash).toBe(photo.name);
    expect(recordsOf('serviceRecords')).toBe(20);
    expect(recordsOf('volunteers')).toBe(20);
    expect(recordsOf('evidence')).toBe(6);
    await openActivity(machine.page, TITLE);
    await expect(machine.page.getByText('中心已收到').first()).toBeVisible();
  });

  await test.step('the county sees the station, its activity, hours and photos', async () => {
    await enrol(county, center, '211122', 'county', '县管理员');
    const { page } = county;
    const { siteName } = stationRow();
    await page.getByPlaceholder(/找站点/).fill(siteName);
    await page.getByText(siteName, { exact: true }).first().click();
    await page.getByRole('tab', { name: '活动' }).click();
    await page.getByText(TITLE, { exact: true }).first().click();
    await expect(page.getByText(/20 人，共 40/)).toBeVisible();
    await expect(page.getByText('照片（6 张）')).toBeVisible();
  });

  await test.step('what the station changes now is on the county’s open screen within a second or so', async () => {
    await openActivity(machine.page, TITLE);
    await machine.page.getByLabel('地点').fill('新建的文化广场');
    await machine.page.keyboard.press('Control+s');
    await expect(county.page.getByText('新建的文化广场').first()).toBeVisible({ timeout: 3_000 });
  });
});

async function addPhotosAfter(there: number, files: readonly string[]): Promise<void> {
  const { page } = machine;
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '添加照片' }).first().click();
  await (await chooser).setFiles(files.slice(there));
  await expect(page.getByRole('button', { name: /^打开照片/ })).toHaveCount(files.length, { timeout: 60_000 });
}

function recordsOf(kind: string): number {
  return Number(center.query('SELECT count(*) AS n FROM records WHERE kind = ?', kind)[0]?.['n']);
}

function stationRow(): { readonly siteName: string } {
  return { siteName: String(center.query('SELECT name FROM divisions WHERE code = ?', STATION)[0]?.['name']) };
}

