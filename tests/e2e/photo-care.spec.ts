import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { photoFiles } from './support/photo-files.ts';
import { addActivity, addPhotos, enrol, open, openActivity, pill } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001009';
const ALL_RECEIVED = '全部已送达中心';
const TITLE = '重阳节包饺子';

let center: Center;
let machine: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  machine = await Machine.open(center);
  await enrol(machine, center, STATION, 'station');
  await addActivity(machine.page, TITLE);
});

test.afterEach(async () => {
  await machine.close();
  await center.close();
});

/** The photos' files in the vault. */
async function vaultFiles(): Promise<string[]> {
  const entries = await readdir(join(machine.folder, 'photos'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
}

test('a check finds what was lost and what was altered on the disk, fetches both from the center, and then finds nothing', async () => {
  const { page } = machine;
  await addPhotos(page, await photoFiles(page, 2, 800, 600));
  await expect.poll(async () => (await center.photosOnDisk()).length, { timeout: 60_000 }).toBe(4);
  await expect(pill(page)).toContainText(ALL_RECEIVED, { timeout: 30_000 });
  const [lost = '', altered = ''] = await vaultFiles();
  await rm(lost);
  await writeFile(altered, (await readFile(altered)).fill(0xaa, 100, 200));
  await open(page, '设置');
  await page.getByRole('button', { name: '开始检查' }).click();
  await expect(page.getByText('检查完成，2 个文件丢失或损坏，已取回 2 个')).toBeVisible();
  await expect(page.getByText(/照片 [12]\.jpg/).first()).toBeVisible();
  await page.getByRole('button', { name: '再检查一次' }).click();
  await expect(page.getByText('检查完成，4 个照片文件都完好')).toBeVisible();
});

test('host and window are killed in the middle of an import: what was added is there, the rest is named, and is added once it is chosen again', async () => {
  const files = await photoFiles(machine.page, 12);
  const chooser = machine.page.waitForEvent('filechooser');
  await machine.page.getByRole('button', { name: '添加照片' }).first().click();
  await (await chooser).setFiles(files);
  await expect(machine.page.getByText(/正在添加照片 [2-9] \/ 12/)).toBeVisible({ timeout: 60_000 });
  await machine.kill();

  await machine.start();
  const { page } = machine;
  await expect(page.getByText('上次的照片没有添加完')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/关掉之前添加的 \d+ 张都在/)).toBeVisible();
  const again = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '重新选择照片' }).click();
  await (await again).setFiles(files);
  await expect(page.getByText(/^已添加 \d+ 张照片$/)).toBeVisible({ timeout: 60_000 });
  await openActivity(page, TITLE);
  await expect(page.getByRole('button', { name: /^打开照片/ })).toHaveCount(12);
  await expect.poll(async () => (await center.photosOnDisk()).length, { timeout: 60_000 }).toBe(24);
  expect((await center.photosOnDisk()).every(({ name, hash }) => name === hash)).toBe(true);
});
