import { expect, test, type Page } from '@playwright/test';
import type { Language } from '../../renderer/locales/resources.ts';
import { HOME_STATION } from '../../build/demo/stations.ts';
import { openDemoCenter } from './support/demo.ts';
import { expectFit, listenForErrors } from './support/look.ts';
import { enrol, open, pill } from './support/steps.ts';
import { Machine, type Center } from './support/world.ts';

/** A screen of the app: its address, what shows that it has opened, and what is done on it first. */
interface Screen {
  readonly name: string;
  readonly at: string;
  readonly shows: string;
  readonly act?: (page: Page) => Promise<void>;
}

const TOWN = HOME_STATION.slice(0, 9);
const LONG = '新时代文明实践站“我们的节日·重阳”敬老爱老志愿服务暨空巢老人集中走访慰问活动（含理发、量血压、包饺子、文艺演出、政策宣讲和防诈骗宣传）第三场';
const LONG_NAME = '阿卜杜热合曼·买买提尼亚孜·艾合买提江·吐尔逊古丽';
const LONG_TEAM = '甜水镇甜水村新时代文明实践站“银龄生辉”老党员老干部老教师老模范理论政策宣讲与邻里纠纷调解志愿服务队';

let center: Center;
let station: Machine;
let county: Machine;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format();
  center = await openDemoCenter({ today, photoWidth: 320, stationsWithPhotos: 1 });
  station = await Machine.open(center);
  county = await Machine.open(center);
});

test.afterAll(async () => {
  await station.close();
  await county.close();
  await center.close();
});

test('every screen of a station and of its county shows all it says, in large text, in English and with long names', async () => {
  test.setTimeout(240_000);
  const errors = [station.page, county.page].map((page) => {
    page.setDefaultTimeout(15_000);
    return listenForErrors(page);
  });
  await enrol(station, center, HOME_STATION, 'station');
  await expect(pill(station.page)).toContainText('全部已送达中心', { timeout: 60_000 });
  const ids = { activity: idOf('activities'), volunteer: idOf('volunteers'), team: idOf('teams') };
  await giveLongNames(station.page, ids);
  await enrol(county, center, '211122', 'county', '赵敏');

  const ofStation = stationScreens(ids);
  const ofCounty = countyScreens(ids.activity);
  await look(station.page, ofStation, 'zh-CN');
  await look(county.page, ofCounty, 'zh-CN');
  await chooseSize(station.page, '特大');
  await look(station.page, ofStation, 'zh-CN');
  await chooseSize(county.page, '特大');
  await look(county.page, ofCounty, 'zh-CN');
  await toEnglish(station.page);
  await look(station.page, ofStation, 'en');
  await toEnglish(county.page);
  await look(county.page, ofCounty, 'en');
  expect(errors.flat()).toEqual([]);
});

function idOf(kind: string): string {
  const rows = center.query('SELECT id FROM records WHERE kind = ? AND site = ? ORDER BY id LIMIT 1', kind, HOME_STATION);
  return String(rows[0]?.['id']);
}

function fieldOf(id: string, field: string): string {
  const record = JSON.parse(String(center.query('SELECT body FROM records WHERE id = ?', id)[0]?.['body'])) as Readonly<Record<string, unknown>>;
  return String(record[field]);
}

interface Ids {
  readonly activity: string;
  readonly volunteer: string;
  readonly team: string;
}

/** Names as long as people write them, entered as people enter them. */
async function giveLongNames(page: Page, { activity, volunteer, team }: Ids): Promise<void> {
  await rename(page, `#/activities/${activity}`, { id: activity, field: 'title' }, LONG);
  await rename(page, `#/volunteers/${volunteer}`, { id: volunteer, field: 'name' }, LONG_NAME);
  await rename(page, `#/teams?team=${team}`, { id: team, field: 'name' }, LONG_TEAM);
}

async function rename(page: Page, address: string, { id, field }: { readonly id: string; readonly field: string }, name: string): Promise<void> {
  await goTo(page, address);
  const box = page.locator(`[data-field="${field}"]`);
  // The screen before may have a field of the same name.
  await expect(box).toHaveValue(fieldOf(id, field));
  await box.fill(name);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('heading', { name }).or(page.locator('.ant-drawer-title', { hasText: name })).first()).toBeVisible();
}

function goTo(page: Page, address: string): Promise<void> {
  return page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
}

async function chooseSize(page: Page, size: string): Promise<void> {
  await open(page, '设置');
  await page.getByText(size, { exact: true }).click();
  await expect(page.locator('html')).toHaveCSS('font-size', '24px');
}

async function toEnglish(page: Page): Promise<void> {
  await page.getByRole('button', { name: '切换到英文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
}

/** Opens each screen and looks at it. */
async function look(page: Page, screens: readonly Screen[], language: Language): Promise<void> {
  for (const { name, at, shows, act } of screens) {
    await test.step(`${name}, ${language}`, async () => {
      await goTo(page, at);
      await act?.(page);
      await expect(page.locator(shows).first()).toBeVisible();
      await expectFit(page, name, language);
      await page.keyboard.press('Escape');
    });
  }
}

function stationScreens({ activity, volunteer, team }: Ids): readonly Screen[] {
  const album = (page: Page): Promise<void> => page.getByRole('tab').nth(1).click();
  const viewer = async (page: Page): Promise<void> => {
    await album(page);
    await page.locator('.qy-album__photo button').first().click();
  };
  return [
    { name: 'home', at: '#/', shows: '.qy-home-have' },
    { name: 'activities', at: '#/activities', shows: '.qy-table .ant-table-row' },
    { name: 'an activity', at: `#/activities/${activity}`, shows: '.qy-activity-line' },
    { name: 'a new activity', at: '#/activities/new', shows: '[data-field="title"]' },
    { name: 'hours', at: '#/hours', shows: '.qy-table .ant-table-row' },
    { name: 'hours to register', at: `#/hours?register=${activity}`, shows: '.qy-page__subtitle' },
    { name: 'volunteers', at: '#/volunteers', shows: '.qy-table .ant-table-row' },
    { name: 'a volunteer', at: `#/volunteers/${volunteer}`, shows: '[data-field="name"]' },
    { name: 'teams', at: '#/teams', shows: '.qy-table .ant-table-row' },
    { name: 'a team', at: `#/teams?team=${team}`, shows: '.ant-drawer-title' },
    { name: 'the seven haves', at: '#/haves', shows: '.qy-item img' },
    { name: 'the album', at: '#/haves?', shows: '.qy-album__photo img', act: album },
    { name: 'a photo', at: '#/haves', shows: '.qy-viewer img', act: viewer },
    { name: 'the profile', at: '#/site', shows: '.qy-field input' },
    ...['waiting', 'photos', 'refused', 'check', 'receipts', 'recovered'].map((tab) => ({ name: `sync: ${tab}`, at: `#/sync?tab=${tab}`, shows: '[role="tab"][aria-selected="true"]' })),
    { name: 'settings', at: '#/settings', shows: '.qy-settings-choice' },
  ];
}

function countyScreens(activity: string): readonly Screen[] {
  return [
    { name: 'overview', at: '#/', shows: '.qy-table .ant-table-row' },
    { name: 'removals to confirm', at: '#/held', shows: '.qy-state__title' },
    { name: 'the merge desk', at: '#/merge', shows: '.qy-state__title' },
    { name: 'a town', at: `#/?in=${TOWN}`, shows: '.qy-table .ant-table-row' },
    ...['activities', 'hours', 'volunteers', 'photos', 'haves'].map((tab) => ({ name: `a station: ${tab}`, at: `#/stations/${HOME_STATION}?tab=${tab}`, shows: tab === 'photos' ? '.county-photos img' : '[role="tabpanel"] *' })),
    { name: 'an activity of a station', at: `#/stations/${HOME_STATION}?tab=activities`, shows: '.ant-drawer-title', act: async (page: Page) => page.locator(`[data-row-key="${activity}"]`).or(page.locator('.qy-table .ant-table-row')).first().click() },
  ];
}
