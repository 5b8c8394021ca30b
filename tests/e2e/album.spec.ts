import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { extractText, getDocumentProxy } from 'unpdf';
import { photoFiles } from './support/photo-files.ts';
import { addActivity, addPhotos, enrol, open, openActivity } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001009';
const TITLE = '重阳节包饺子';

let center: Center;
let machine: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  machine = await Machine.open(center);
  await mkdir(machine.stick, { recursive: true });
});

test.afterEach(async () => {
  await machine.close();
  await center.close();
});

test('the album goes onto a stick without a network, as a PDF and as a folder with its list', async () => {
  await enrol(machine, center, STATION, 'station');
  const { page } = machine;
  await addActivity(page, TITLE);
  await openActivity(page, TITLE);
  await addPhotos(page, await photoFiles(page, 3));
  machine.link.cut();
  await open(page, '七有');
  await page.getByRole('tab').nth(1).click();
  for (const form of ['PDF（可打印）', '文件夹（照片和清单）']) {
    await page.getByRole('button', { name: '导出相册' }).click();
    await page.getByText(form).click();
    await page.getByRole('button', { name: '开始导出' }).click();
    await expect(page.getByText(/已导出到：U盘 \/ /)).toBeVisible({ timeout: 60_000 });
    await page.getByRole('dialog').getByRole('button', { name: '关闭', exact: true }).last().click();
  }

  const made = (await readdir(machine.stick)).toSorted();
  expect(made).toHaveLength(2);
  const [folder = '', pdf = ''] = made;
  const document = await getDocumentProxy(new Uint8Array(await readFile(join(machine.stick, pdf))));
  const { text } = await extractText(document, { mergePages: true });
  expect(text).toContain('七有相册');
  expect(text.split(TITLE)).toHaveLength(4);

  const entries = await readdir(join(machine.stick, folder), { recursive: true });
  expect(entries.filter((name) => name.endsWith('.jpg'))).toHaveLength(3);
  expect((await stat(join(machine.stick, folder, '照片清单.xlsx'))).size).toBeGreaterThan(1_000);
});
