import { expect, type Page } from '@playwright/test';
import type { Role } from '#shared/domain/site-code.ts';
import type { Center, Machine } from './world.ts';

/** Enrols a machine as a person does, with a one-time code, and says who is at the keyboard. */
export async function enrol(machine: Machine, center: Center, site: string, role: Role, person = '王秀英'): Promise<void> {
  const { page } = machine;
  await page.getByLabel('县中心的地址').fill(machine.link.url);
  await page.getByLabel('一次性登记码').fill(await center.code(site, role));
  await page.getByLabel('给这台电脑起个名字').fill(`${person}的电脑`);
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await sayWho(page, person);
}

/** The first time, the app asks who is using it. */
async function sayWho(page: Page, person: string): Promise<void> {
  await page.getByLabel('您的姓名').fill(person);
  await page.getByRole('button', { name: '开始使用' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** The pill at the top that says what is where. */
export function pill(page: Page) {
  return page.getByRole('link', { name: /查看送达情况/ }).or(page.getByTitle('查看送达情况'));
}

/** Opens a screen by the main menu. */
export async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name, exact: true }).click();
}

/** Asks the center now, as an impatient person does; by itself the program may wait for half a minute after a long outage. */
export async function contactNow(page: Page): Promise<void> {
  await open(page, '送达情况');
  await page.getByRole('button', { name: '现在联系中心' }).click();
}

/** Enters a new activity of today with all that a report needs, saves it, and stays on its page. */
export async function addActivity(page: Page, title: string): Promise<void> {
  await open(page, '活动');
  await page.getByRole('button', { name: '新建活动' }).first().click();
  await page.getByLabel('活动名称').fill(title);
  await page.getByRole('button', { name: '2 小时' }).click();
  await page.getByLabel('地点').fill('村文化活动室');
  await page.getByLabel('负责人').fill('王秀英');
  await page.getByLabel('到场人数').fill('35');
  await page.getByLabel('活动内容').fill('为老人包饺子、量血压、表演节目。');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Adds volunteers by a pasted list. */
export async function addVolunteers(page: Page, names: readonly string[]): Promise<void> {
  await open(page, '志愿者');
  await page.getByRole('button', { name: '粘贴名单' }).first().click();
  await page.getByRole('textbox', { name: '一次添加很多人' }).fill(names.join('\n'));
  await page.getByRole('button', { name: `添加这 ${names.length} 人` }).click();
  await expect(page.getByText(`已添加 ${names.length} 人`)).toBeVisible();
}

/** Opens an activity from the list. */
export async function openActivity(page: Page, title: string): Promise<void> {
  await open(page, '活动');
  await page.getByText(title, { exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Registers the hours of all volunteers for the activity whose page is open; one of them with another duration. */
export async function registerHours(page: Page, people: number): Promise<void> {
  await page.getByRole('button', { name: '登记参加人员时长' }).click();
  await page.getByRole('button', { name: `全选（${people}）` }).click();
  await page.getByRole('button', { name: `保存 ${people} 人的时长` }).click();
  await expect(page.getByText(`已保存 ${people} 人的服务时长`)).toBeVisible();
}

/** Adds photo files to the activity whose page is open, and waits until each is kept on this machine. */
export async function addPhotos(page: Page, files: readonly string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '添加照片' }).first().click();
  await (await chooser).setFiles([...files]);
  await expect(page.getByRole('button', { name: /^打开照片/ })).toHaveCount(files.length, { timeout: 60_000 });
}

/** Twenty made-up people. */
export const TWENTY = ['王秀英', '李建国', '张桂兰', '刘志强', '陈玉梅', '杨海涛', '赵丽华', '黄文斌', '周淑珍', '吴国庆', '徐春燕', '孙立军', '马凤琴', '朱永生', '胡晓红', '郭德胜', '何彩霞', '高明远', '林玉兰', '罗振华'] as const;
