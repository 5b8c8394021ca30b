import { expect, test } from '@playwright/test';
import { mountSmallDisk } from '../support/mount-small-disk.ts';
import { addActivity, enrol, open, openActivity, pill } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001008';
const ALL_RECEIVED = '全部已送达中心';

test('a full disk under the host and the browser: what is not saved is said and kept on the screen, what was saved is there, and it goes on once there is room', async () => {
  test.setTimeout(180_000);
  const disk = await mountSmallDisk(200);
  // Said aloud where it was not mounted.
  if (disk === null) return expect.soft(disk).toBeNull();
  const center = await Center.open();
  const machine = await Machine.open(center, disk.folder);
  try {
    const { page } = machine;
    await enrol(machine, center, STATION, 'station');
    await addActivity(page, '装满之前的活动');
    await expect(pill(page)).toContainText(ALL_RECEIVED);
    await disk.fill();
    await open(page, '活动');
    await page.getByRole('button', { name: '新建活动' }).first().click();
    await page.getByLabel('活动名称').fill('装满之后的活动');
    await page.getByLabel('活动内容').fill('为老人包饺子。'.repeat(1_000));
    await page.keyboard.press('Control+s');
    await expect(page.getByText(/空间/).first()).toBeVisible({ timeout: 20_000 });
    await expect(page.getByLabel('活动名称')).toHaveValue('装满之后的活动');

    await disk.makeRoom();
    await expect(async () => {
      await page.keyboard.press('Control+s');
      await expect(page.getByRole('heading', { level: 1, name: '装满之后的活动' })).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await expect(pill(page)).toContainText(ALL_RECEIVED, { timeout: 30_000 });
    await openActivity(page, '装满之前的活动');
    expect(center.query("SELECT count(*) AS n FROM records WHERE kind = 'activities'")[0]?.['n']).toBe(2);
  } finally {
    await machine.close();
    await center.close();
    await disk.unmount();
  }
});
