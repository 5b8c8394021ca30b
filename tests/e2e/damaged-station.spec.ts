import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { photoFiles } from './support/photo-files.ts';
import { addActivity, addPhotos, contactNow, enrol, open, openActivity, pill } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001007';
const ALL_RECEIVED = '全部已送达中心';
const SENT = '已经送达的活动';
const UNSENT = '还没送出的活动';

let center: Center;
let machine: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  machine = await Machine.open(center);
});

test.afterEach(async () => {
  await machine.close();
  await center.close();
});

/** Files of a kind in a folder and below it, the largest first. */
async function filesIn(folder: string, name: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && name.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(paths.map(async (path) => ({ path, size: (await stat(path)).size })));
  return sizes.toSorted((a, b) => b.size - a.size).map(({ path }) => path);
}

async function spoil(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0xaa, Math.floor(bytes.length / 3), Math.floor(bytes.length / 3) + 4_096));
}

for (const { part, damage } of [
  { part: 'log', damage: (path: string) => spoil(path) },
  { part: 'CURRENT', damage: (path: string) => writeFile(path, 'not a name') },
]) {
  test(`C2 the browser’s database is damaged (${part}): the station opens, works, has its unsent edits back, and all that the center has as soon as it is reached`, async () => {
    await enrol(machine, center, STATION, 'station');
    await addActivity(machine.page, SENT);
    await expect(pill(machine.page)).toContainText(ALL_RECEIVED);
    machine.link.cut();
    await addActivity(machine.page, UNSENT);
    await machine.kill();
    const [file = ''] = await filesIn(join(machine.folder, 'profile/Default/IndexedDB'), part === 'log' ? /\.log$/ : /^CURRENT$/);
    await damage(file);

    await machine.start();
    await machine.page.getByLabel('您的姓名').fill('王秀英');
    await machine.page.getByRole('button', { name: '开始使用' }).click();
    await expect(machine.page.getByText('浏览器的存储损坏过：从本机的备份找回了 1 条未送出的记录')).toBeVisible();
    await openActivity(machine.page, UNSENT);
    await expect(pill(machine.page)).not.toContainText(ALL_RECEIVED);
    machine.link.restore();
    await contactNow(machine.page);
    await expect(pill(machine.page)).toContainText(ALL_RECEIVED, { timeout: 60_000 });
    expect(center.query(`SELECT count(*) AS n FROM records WHERE kind = 'activities' AND body LIKE '%${UNSENT}%'`)[0]?.['n']).toBe(1);
    await openActivity(machine.page, SENT);
    await addActivity(machine.page, '损坏之后的活动');
    await expect(pill(machine.page)).toContainText(ALL_RECEIVED);
    expect(center.query("SELECT count(*) AS n FROM records WHERE kind = 'activities'")[0]?.['n']).toBe(3);
  });
}

test('C1 a photo that waits was altered on the disk: the station says so, never calls it received, and the rest arrives', async () => {
  await enrol(machine, center, STATION, 'station');
  await expect(pill(machine.page)).toContainText(ALL_RECEIVED);
  machine.link.cut();
  await addActivity(machine.page, SENT);
  await addPhotos(machine.page, await photoFiles(machine.page, 2, 800, 600));
  await machine.kill();
  const [largest = ''] = await filesIn(machine.folder, /^[0-9a-f]{64}$/);
  await spoil(largest);

  await machine.start();
  machine.link.restore();
  await expect.poll(async () => (await center.photosOnDisk()).length, { timeout: 60_000 }).toBe(3);
  await open(machine.page, '送达情况');
  await expect(machine.page.getByText('没有送成').first()).toBeVisible({ timeout: 30_000 });
  await expect(pill(machine.page)).not.toContainText(ALL_RECEIVED);
  expect((await center.photosOnDisk()).every(({ name, hash }) => name === hash)).toBe(true);
  expect(await readFile(join(machine.folder, 'log/host.log'), 'utf8')).toContain('was altered and counts as missing');
});
