import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { seeing } from '../photos-ui/stage.tsx';
import { activityOf, openScreens, saved, SLOW, volunteerOf, type Screens } from './screens.tsx';

let screens: Screens;

beforeEach(async () => {
  await page.viewport(1366, 768);
  screens = await openScreens('hours');
});
afterEach(() => screens.close());

const names = Array.from({ length: 20 }, (_, index) => `志愿者${String(index + 1).padStart(2, '0')}`);

async function activityWithPeople(): Promise<string> {
  await screens.data.writer.createAll('volunteers', names.map((name) => volunteerOf(name)));
  return saved(screens, 'activities', activityOf('清洁家园'));
}

describe('registering a whole activity', () => {
  it('makes one record a person with one save, the odd one with other minutes', async () => {
    const activity = await activityWithPeople();
    screens.open(`/hours?register=${activity}`);
    await page.getByRole('button', { name: '全选（20）' }).click();
    await page.getByRole('spinbutton', { name: '志愿者02 的时长' }).fill('3');
    await seeing('20 人，合计 41 小时');
    await page.getByRole('button', { name: '保存 20 人的时长' }).click();
    await expect.poll(async () => (await screens.hours()).length, SLOW).toBe(20);
    const records = await screens.hours();
    expect(new Set(records.map((record) => record.volunteer)).size).toBe(20);
    expect(records.filter((record) => record.minutes === 120)).toHaveLength(19);
    expect(records.find((record) => record.minutes === 180)?.name).toBe('志愿者02');
    expect(records.every((record) => record.activity === activity && record.place === '村文化广场' && record.content === '清洁家园' && record.inCharge === '李建国')).toBe(true);
  });

  it('registers nobody twice for the same activity', async () => {
    const activity = await activityWithPeople();
    screens.open(`/hours?register=${activity}`);
    await page.getByRole('button', { name: '全选（20）' }).click();
    await page.getByRole('button', { name: '保存 20 人的时长' }).click();
    await expect.poll(async () => (await screens.hours()).length, SLOW).toBe(20);
    screens.open(`/hours?register=${activity}`);
    await seeing('有 20 人登记过了');
    await expect.element(page.getByRole('button', { name: '全选（0）' })).toBeDisabled();
  });

  it('shows what is missing where it is, also far above the button that was pressed', async () => {
    await page.viewport(1366, 500);
    await activityWithPeople();
    const activity = await saved(screens, 'activities', { ...activityOf('没写时长的活动'), minutes: 0 });
    screens.open(`/hours?register=${activity}`);
    await page.getByRole('button', { name: '全选（20）' }).click();
    await page.getByRole('button', { name: '保存 20 人的时长' }).click();
    await seeing('没有保存，请看标红的地方');
    await expect.element(page.getByText('请填写这一项')).toBeInViewport();
    expect(await screens.hours()).toEqual([]);
  });

  it('finds people by pinyin initials, and Enter chooses the first', async () => {
    const activity = await saved(screens, 'activities', activityOf('清洁家园'));
    await screens.data.writer.createAll('volunteers', [volunteerOf('王秀英'), volunteerOf('李建国')]);
    screens.open(`/hours?register=${activity}`);
    await seeing('李建国');
    await page.getByRole('searchbox').fill('wxy');
    await userEvent.keyboard('{Enter}');
    await seeing('已选 1 人');
    await page.getByRole('button', { name: '保存 1 人的时长' }).click();
    await expect.poll(async () => (await screens.hours()).map((record) => record.name), SLOW).toEqual(['王秀英']);
  });

  it('keeps who was chosen where the program ends before it is saved', async () => {
    const activity = await activityWithPeople();
    screens.open(`/hours?register=${activity}`);
    await page.getByRole('button', { name: '全选（20）' }).click();
    await seeing('已选 20 人');
    await expect.poll(async () => (await screens.data.replica.local.drafts.toArray()).length, SLOW).toBe(1);
    screens.open('/nowhere');
    screens.open(`/hours?register=${activity}`);
    await seeing('已找回上次没有保存的内容');
    await seeing('已选 20 人');
    expect(await screens.hours()).toEqual([]);
  });
});

describe('a correction', () => {
  async function oneRecord(): Promise<{ readonly volunteer: string; readonly record: string }> {
    const volunteer = await saved(screens, 'volunteers', volunteerOf('王秀英'));
    const record = await saved(screens, 'serviceRecords', {
      volunteer,
      name: '王秀英',
      activity: '',
      occurredOn: '2026-05-30',
      minutes: 120,
      place: '',
      beneficiary: '',
      content: '护路',
      quality: '',
      inCharge: '',
      recorder: '',
      corrects: '',
      reason: '',
    });
    screens.open(`/volunteers/${volunteer}`);
    await expect.poll(total, SLOW).toBe('2 小时');
    await page.getByText('护路').click();
    await page.getByRole('button', { name: '更正', exact: true }).click();
    return { volunteer, record };
  }
  const total = (): string | undefined => document.querySelector('[data-testid="volunteer-total"]')?.textContent ?? undefined;
  const field = (name: string): HTMLInputElement => {
    const input = document.querySelector<HTMLInputElement>(`.ant-modal input[data-field="${name}"]`);
    if (input === null) throw new Error(`no field ${name}`);
    return input;
  };

  it('is a new record that names the wrong one, which stays as it was; the total follows', async () => {
    const { record } = await oneRecord();
    await page.elementLocator(field('minutes')).fill('1.5');
    await page.elementLocator(field('reason')).fill('多算了半小时');
    await page.getByRole('button', { name: '保存更正' }).click();
    await expect.poll(total, SLOW).toBe('1 小时 30 分');
    const all = await screens.hours();
    expect(all).toHaveLength(2);
    expect(all.find(({ id }) => id === record)).toMatchObject({ minutes: 120, corrects: '', reason: '' });
    expect(all.find(({ id }) => id !== record)).toMatchObject({ minutes: 90, corrects: record, reason: '多算了半小时', content: '护路', occurredOn: '2026-05-30' });
    await expect.poll(() => document.querySelector('.ant-table-row del')?.textContent, SLOW).toBe('2 小时');
  });

  it('wants a reason', async () => {
    await oneRecord();
    await page.elementLocator(field('minutes')).fill('1');
    await page.getByRole('button', { name: '保存更正' }).click();
    await seeing('请填写这一项');
    expect(await screens.hours()).toHaveLength(1);
  });

  it('takes a record back with no minutes at all', async () => {
    await oneRecord();
    await page.elementLocator(field('reason')).fill('记错人了');
    await page.getByRole('button', { name: '撤回这条时长' }).click();
    await page.getByRole('button', { name: '撤回这条时长' }).last().click();
    await expect.poll(total, SLOW).toBe('0 分钟');
    await seeing('已撤回');
  });
});
