import { expect, test } from '@playwright/test';
import { addActivity, enrol, openActivity, pill } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001002';
const TITLE = '中秋月饼义卖';

let center: Center;
let one: Machine;
let two: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  one = await Machine.open(center);
  two = await Machine.open(center);
});

test.afterEach(async () => {
  await one.close();
  await two.close();
  await center.close();
});

test('M1 two devices of one station edit the same activity offline: one record, both fields, both values of the same field', async () => {
  test.setTimeout(180_000);
  await enrol(one, center, STATION, 'station', '王秀英');
  await enrol(two, center, STATION, 'station', '李建国');
  await addActivity(one.page, TITLE);
  await expect(pill(one.page)).toContainText('全部已送达中心');
  await openActivity(two.page, TITLE);
  one.link.cut();
  two.link.cut();
  await expect(pill(one.page)).toContainText('离线');
  await expect(pill(two.page)).toContainText('离线');

  await one.page.getByLabel('到场人数').fill('58');
  await one.page.getByLabel('地点').fill('村口戏台');
  await one.page.keyboard.press('Control+s');
  await expect(pill(one.page)).toContainText('1 条记录待送达');
  await two.page.getByLabel('负责人').fill('李建国');
  await two.page.getByLabel('地点').fill('村部大院');
  await two.page.keyboard.press('Control+s');
  await expect(pill(two.page)).toContainText('1 条记录待送达');

  one.link.restore();
  await expect(pill(one.page)).toContainText('全部已送达中心', { timeout: 30_000 });
  two.link.restore();
  await expect(pill(two.page)).toContainText('全部已送达中心', { timeout: 30_000 });

  for (const { page } of [one, two]) {
    await expect(page.getByLabel('到场人数')).toHaveValue('58');
    await expect(page.getByLabel('负责人')).toHaveValue('李建国');
    await expect(page.getByLabel('地点')).toHaveValue('村口戏台');
    await expect(page.getByText('村部大院').first()).toBeVisible();
  }
  const rows = center.query("SELECT body FROM records WHERE kind = 'activities'");
  expect(rows).toHaveLength(1);
  const record = JSON.parse(String(rows[0]?.['body'])) as { readonly conflicts: readonly { readonly field: string; readonly mine: string; readonly theirs: string }[] };
  expect(record.conflicts.map(({ field, mine, theirs }) => ({ field, mine, theirs }))).toEqual([{ field: 'place', mine: '村部大院', theirs: '村口戏台' }]);

  await one.page.getByRole('button', { name: '改用此值' }).click();
  await expect(one.page.getByLabel('地点')).toHaveValue('村部大院');
  await expect(two.page.getByLabel('地点')).toHaveValue('村部大院');
  await expect(two.page.getByText('村口戏台')).toHaveCount(0);
});
