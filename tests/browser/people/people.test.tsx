import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openScreens, saved, SLOW, volunteerOf, type Screens } from '../hours/screens.tsx';
import { seeing } from '../photos-ui/stage.tsx';

let screens: Screens;

beforeEach(async () => {
  await page.viewport(1366, 768);
  screens = await openScreens('people');
});
afterEach(() => screens.close());

/** A number with a right check digit. */
const ID_NUMBER = '11010519491231002X';

describe('an ID number', () => {
  it('goes to the host alone: neither the record nor a draft has it', async () => {
    const id = await saved(screens, 'volunteers', volunteerOf('王秀英'));
    screens.open(`/volunteers/${id}`);
    await page.getByLabelText('身份证号').fill(ID_NUMBER);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await seeing('110105********002X');
    const [record] = await screens.volunteers();
    expect(record).toMatchObject({ idMasked: '110105********002X', idHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    const { local, collections } = screens.data.replica;
    const kept = JSON.stringify([await local.drafts.toArray(), await local.pendings.toArray(), (await collections.volunteers.find().exec()).map((doc) => doc.toJSON())]);
    expect(kept).not.toContain(ID_NUMBER);
    expect(await screens.bridge.invoke('identity.read', { volunteer: id })).toEqual({ number: ID_NUMBER });
  });

  it('is shown whole only on demand', async () => {
    const id = await saved(screens, 'volunteers', volunteerOf('王秀英', { idMasked: '110105********002X' }));
    await screens.bridge.invoke('identity.keep', { volunteer: id, number: ID_NUMBER });
    screens.open(`/volunteers/${id}`);
    await seeing('110105********002X');
    expect(document.body.textContent).not.toContain(ID_NUMBER);
    await page.getByRole('button', { name: '显示全部号码' }).click();
    await seeing(ID_NUMBER);
  });

  it('that looks wrong is said to, and saved all the same', async () => {
    const id = await saved(screens, 'volunteers', volunteerOf('王秀英'));
    screens.open(`/volunteers/${id}`);
    await page.getByLabelText('身份证号').fill('110105194912310021');
    await seeing('这个号码好像不对');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await seeing('110105********0021');
    expect((await screens.volunteers())[0]?.idMasked).toBe('110105********0021');
  });
});

describe('adding people', () => {
  it('takes one after the other with Enter, and asks where somebody is there already', async () => {
    screens.open('/volunteers');
    await page.getByRole('textbox', { name: '姓名' }).fill('王秀英');
    await userEvent.keyboard('{Enter}');
    await expect.poll(async () => (await screens.volunteers()).map(({ name }) => name), SLOW).toEqual(['王秀英']);
    await expect.poll(() => document.activeElement?.getAttribute('aria-label'), SLOW).toBe('姓名');
    await page.getByRole('textbox', { name: '姓名' }).fill('王秀英');
    await userEvent.keyboard('{Enter}');
    await seeing('已经有这个人了');
    await page.getByRole('button', { name: '不添加' }).click();
    expect(await screens.volunteers()).toHaveLength(1);
  });

  it('takes a pasted list, without those who are there', async () => {
    await saved(screens, 'volunteers', volunteerOf('王秀英', { phone: '13800000001' }));
    screens.open('/volunteers');
    await page.getByRole('button', { name: '粘贴名单' }).click();
    await page.getByRole('textbox', { name: '一次添加很多人' }).fill('1. 王秀英 13800000001\n2. 李建国\t13800000002\n3. 张 丽 女 13800000003');
    await page.getByRole('button', { name: '添加这 2 人' }).click();
    await expect.poll(async () => (await screens.volunteers()).map(({ name, phone, gender }) => `${name} ${phone} ${gender}`).toSorted(), SLOW).toEqual([
      '张丽 13800000003 female',
      '李建国 13800000002 ',
      '王秀英 13800000001 ',
    ]);
  });

  it('removes one, and one click brings them back', async () => {
    const id = await saved(screens, 'volunteers', volunteerOf('王秀英'));
    screens.open(`/volunteers/${id}`);
    await page.getByRole('button', { name: '删除' }).click();
    await expect.poll(async () => (await screens.volunteers()).length, SLOW).toBe(0);
    await page.getByRole('button', { name: '撤销' }).click();
    await expect.poll(async () => (await screens.volunteers()).length, SLOW).toBe(1);
  });
});

describe('a team', () => {
  it('gets many members at once', async () => {
    const team = await saved(screens, 'teams', { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' });
    await screens.data.writer.createAll('volunteers', ['王秀英', '李建国', '张丽'].map((name) => volunteerOf(name)));
    screens.open(`/teams?team=${team}`);
    await page.getByRole('button', { name: '添加队员' }).click();
    await page.getByRole('button', { name: '全选（3）' }).click();
    await page.getByRole('button', { name: '添加 3 人' }).click();
    await seeing('队员（3 人）');
    expect((await screens.volunteers()).filter(({ teams }) => teams.includes(team))).toHaveLength(3);
  });
});
