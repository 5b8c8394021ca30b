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
export async function sayWho(page: Page, person: string): Promise<void> {
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

/** Enters a new activity and saves it. */
export async function addActivity(page: Page, title: string): Promise<void> {
  await open(page, '活动');
  await page.getByRole('button', { name: '新建活动' }).or(page.getByRole('link', { name: '新建活动' })).first().click();
  await page.getByLabel('活动名称').fill(title);
  await page.getByLabel('地点').fill('村文化活动室');
  await page.getByLabel('负责人').fill('王秀英');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('已保存在本机').first()).toBeVisible();
}

/** Adds volunteers by the quick form, one after the other. */
export async function addVolunteers(page: Page, names: readonly string[]): Promise<void> {
  await open(page, '志愿者');
  for (const name of names) {
    await page.getByLabel('姓名', { exact: true }).fill(name);
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('姓名', { exact: true })).toHaveValue('');
  }
}
