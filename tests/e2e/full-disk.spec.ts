import { expect, test, type Page } from '@playwright/test';
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
    // The browser may still have room of its own within its files: what is saved there is saved, until one is refused.
    let saved = 1;
    for (; saved < 30; saved += 1) {
      await disk.fill();
      if (!(await tryToAdd(page, `装满之后的活动${saved}`))) break;
    }
    const refused = `装满之后的活动${saved}`;
    await expect(page.getByText(/空间/).first()).toBeVisible();
    await expect(page.getByLabel('活动名称')).toHaveValue(refused);

    await disk.makeRoom();
    await expect(async () => {
      await page.keyboard.press('Control+s');
      await expect(page.getByRole('heading', { level: 1, name: refused })).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await expect(pill(page)).toContainText(ALL_RECEIVED, { timeout: 30_000 });
    await openActivity(page, '装满之前的活动');
    expect(center.query("SELECT count(*) AS n FROM records WHERE kind = 'activities'")[0]?.['n']).toBe(saved + 1);
  } finally {
    await machine.close();
    await center.close();
    await disk.unmount();
  }
});

/** Enters an activity; true where it was saved, false where the screen says that there is no space for it. */
async function tryToAdd(page: Page, title: string): Promise<boolean> {
  await open(page, '活动');
  await page.getByRole('button', { name: '新建活动' }).first().click();
  await page.getByLabel('活动名称').fill(title);
  await page.getByLabel('活动内容').fill(`${title}，为老人包饺子。`.repeat(500));
  await page.keyboard.press('Control+s');
  const heading = page.getByRole('heading', { level: 1, name: title });
  const noSpace = page.getByText(/空间/).first();
  await expect(heading.or(noSpace).first()).toBeVisible({ timeout: 20_000 });
  return !(await noSpace.isVisible());
}
