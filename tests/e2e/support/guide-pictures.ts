/**
 * `node tests/e2e/support/guide-pictures.ts` takes all pictures of the user guide anew, from the demo, into docs/images.
 * Run `npm run build` first. The same screens come out each time; only dates move.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { makePicture, type Scene } from '../../../build/demo/pictures.ts';
import { HOME_STATION } from '../../../build/demo/stations.ts';
import { openDemoCenter } from './demo.ts';
import { ROOT } from './processes.ts';
import { enrol, open, pill } from './steps.ts';
import { Machine, type Center } from './world.ts';

const FOLDER = join(ROOT, 'docs/images');
const COUNTY = HOME_STATION.slice(0, 6);
const PERSON = '朱玉兰';
const ALL_THERE = '全部已送达中心';

/** Takes the screen as it stands, once it has come to rest. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(1_365, 767);
  await expect(page.locator('.ant-message-notice, .qy-loading, .ant-skeleton, .ant-spin-spinning')).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0))).toBe(true);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
}

function newest(center: Center, title: string): string {
  const found = center.query("SELECT id FROM records WHERE kind = 'activities' AND json_extract(body, '$.title') = ? AND site = ? ORDER BY id DESC", title, HOME_STATION)[0];
  if (found === undefined) throw new Error(`the demo has no activity ${title}`);
  return String(found['id']);
}

async function takeEnrolment(center: Center, machine: Machine): Promise<void> {
  const { page } = machine;
  await page.getByLabel('县中心的地址').fill('192.168.1.10:8787');
  await page.getByLabel('一次性登记码').fill('QK7M3XVP2D');
  await page.getByLabel('给这台电脑起个名字').fill('村部办公室电脑');
  await take(page, 'enrol');
  await enrol(machine, center, HOME_STATION, 'station', PERSON);
  await expect(pill(page)).toContainText(ALL_THERE, { timeout: 60_000 });
}

/** An activity as it is entered, and what its report lacks. */
async function takeActivities(page: Page): Promise<void> {
  await open(page, '首页');
  await expect(page.locator('.qy-home-task').nth(2)).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.qy-home-have--whole').first()).toBeVisible();
  await take(page, 'home');
  await goTo(page, '#/activities/new');
  await page.locator('[data-field="title"]').fill('冬季义诊进村');
  await page.getByRole('button', { name: '2 小时' }).click();
  await page.getByLabel('地点').fill('村活动室');
  await take(page, 'activity-new');
  await page.getByLabel('负责人').fill(PERSON);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('heading', { level: 1, name: '冬季义诊进村' })).toBeVisible();
  await page.getByRole('button', { name: '上报', exact: true }).click();
  await expect(page.getByText(/上报前还缺/)).toBeVisible();
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await take(page, 'activity');
  await takeHours(page);
}

async function takeHours(page: Page): Promise<void> {
  await page.getByRole('button', { name: '登记参加人员时长' }).click();
  await page.getByRole('button', { name: '上次同类活动的人' }).click();
  await expect(page.getByText(/^已选 \d+ 人/)).toBeVisible();
  await page.getByText('参加的人', { exact: true }).first().scrollIntoViewIfNeeded();
  await take(page, 'hours-register');
  await goTo(page, '#/hours');
  await page.locator('.qy-table .ant-table-row').first().click();
  await page.getByRole('button', { name: '更正', exact: true }).click();
  await expect(page.getByText('为什么更正')).toBeVisible();
  await take(page, 'hours-correct');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

async function takePeople(page: Page): Promise<void> {
  await goTo(page, '#/volunteers');
  await page.getByRole('button', { name: '粘贴名单' }).first().click();
  await page.getByRole('textbox', { name: '一次添加很多人' }).fill('高庆丰 10000007001\n田淑芝 10000007002\n朱玉兰\n白晓光 10000007003');
  await expect(page.getByRole('button', { name: /添加这 \d+ 人/ })).toBeVisible();
  await take(page, 'volunteers-paste');
  await page.keyboard.press('Escape');
  await goTo(page, '#/teams');
  await page.locator('.qy-table .ant-table-row').first().click();
  await expect(page.getByText(/^队员（\d+ 人）/)).toBeVisible();
  await take(page, 'team');
  await page.keyboard.press('Escape');
}

/** Three good pictures and one whose copying was broken off. */
async function photoFiles(folder: string): Promise<string[]> {
  const scenes: readonly Scene[] = ['noticeBoard', 'door', 'hall', 'lecture'];
  return Promise.all(
    scenes.map(async (scene, index) => {
      const { bytes } = makePicture(scene, index + 70, { picture: 960, thumb: 320 });
      const path = join(folder, `IMG_2026110${index + 1}_0930.png`);
      await writeFile(path, index === 3 ? bytes.subarray(0, bytes.length / 2) : bytes);
      return path;
    }),
  );
}

async function takePhotos(page: Page, folder: string): Promise<void> {
  await goTo(page, '#/haves?have=place');
  await expect(page.locator('.qy-item img').first()).toBeVisible();
  await take(page, 'haves');
  const chooser = page.waitForEvent('filechooser');
  await page.locator('[data-item="place.hours"]').getByRole('button', { name: '添加照片' }).click();
  await (await chooser).setFiles(await photoFiles(folder));
  await expect(page.getByText(/个文件没能添加/).first()).toBeVisible({ timeout: 60_000 });
  await take(page, 'photos-damaged');
  await page.getByRole('button', { name: '全部知道了' }).click();
  await page.getByRole('tab', { name: '相册' }).click();
  await expect(page.locator('.qy-album__photo img').first()).toBeVisible();
  await page.locator('.qy-album__photo button').nth(4).click();
  await expect(page.locator('.qy-viewer img').first()).toBeVisible();
  await expect(page.getByText('照片正在打开')).toHaveCount(0);
  await take(page, 'photo');
  await page.keyboard.press('Escape');
}

/** The line is down: what is written waits, and goes by itself once the line is back. */
async function takeOffline(machine: Machine): Promise<void> {
  const { page, link } = machine;
  await expect(pill(page)).toContainText(ALL_THERE, { timeout: 30_000 });
  link.cut();
  await expect(pill(page)).toContainText('离线');
  await goTo(page, '#/volunteers');
  for (const name of ['高庆丰', '田淑芝']) {
    await page.getByPlaceholder('姓名', { exact: true }).fill(name);
    await page.keyboard.press('Enter');
    await expect(page.getByText(`已添加 ${name}`)).toBeVisible();
  }
  await expect(pill(page)).toContainText('2 条记录待送达');
  await open(page, '送达情况');
  await take(page, 'offline');
  link.restore();
  await expect(pill(page)).toContainText(ALL_THERE, { timeout: 30_000 });
  await page.getByRole('tab', { name: '回执' }).click();
  await page.getByText('这三种说法是什么意思').scrollIntoViewIfNeeded();
  await take(page, 'received');
}

/** Two computers of one station write different places into one activity while neither has a line. */
async function takeConflict(center: Center, one: Machine, two: Machine): Promise<void> {
  await enrol(two, center, HOME_STATION, 'station', '卢丽');
  await expect(pill(two.page)).toContainText(ALL_THERE, { timeout: 60_000 });
  const address = `#/activities/${newest(center, '人居环境整治日')}`;
  for (const [machine, place] of [[one, '村东水渠'], [two, '村西文化广场']] as const) {
    await goTo(machine.page, address);
    machine.link.cut();
    await expect(pill(machine.page)).toContainText('离线');
    await machine.page.getByLabel('地点').fill(place);
    await machine.page.keyboard.press('Control+s');
    await expect(pill(machine.page)).toContainText('1 条记录待送达');
  }
  for (const { link, page } of [one, two]) {
    link.restore();
    await expect(pill(page)).toContainText(ALL_THERE, { timeout: 30_000 });
  }
  await expect(one.page.getByRole('button', { name: '改用此值' })).toBeVisible();
  await take(one.page, 'two-edits');
}

async function takeSettings(page: Page): Promise<void> {
  await open(page, '设置');
  await take(page, 'settings');
  await page.getByText('特大', { exact: true }).click();
  await open(page, '首页');
  await expect(page.locator('.qy-home-have').first()).toBeVisible();
  await take(page, 'large');
}

async function takeCounty(center: Center, county: Machine): Promise<void> {
  const { page } = county;
  await enrol(county, center, COUNTY, 'county', '赵敏');
  await expect(page.locator('.qy-table .ant-table-row').first()).toBeVisible();
  const byRecords = page.locator('th', { hasText: '记录' });
  await byRecords.click();
  await byRecords.click();
  await expect(byRecords).toHaveAttribute('aria-sort', 'descending');
  await take(page, 'county');
  await goTo(page, `#/stations/${HOME_STATION}?tab=photos`);
  await expect(page.locator('.county-photos img').first()).toBeVisible();
  await take(page, 'county-station');
}

async function takeAll(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format();
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-guide-'));
  const center = await openDemoCenter({ today, photoWidth: 960, stationsWithPhotos: 2 });
  const machines = await Promise.all([Machine.open(center), Machine.open(center), Machine.open(center)]);
  const [station, other, county] = machines;
  for (const { page } of machines) page.setDefaultTimeout(20_000);
  try {
    await takeEnrolment(center, station);
    await takeActivities(station.page);
    await takePeople(station.page);
    await takePhotos(station.page, folder);
    await takeOffline(station);
    await takeConflict(center, station, other);
    await takeSettings(station.page);
    await takeCounty(center, county);
  } catch (error) {
    await station.page.screenshot({ path: join(folder, 'stopped-here.png') });
    throw new Error(`stopped at ${station.page.url()}; the screen is in ${folder}`, { cause: error });
  } finally {
    for (const machine of machines) await machine.close();
    await center.close();
  }
  await rm(folder, { recursive: true, force: true });
}

await takeAll();
