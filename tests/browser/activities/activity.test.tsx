import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { activityOf, openScreens, saved, SLOW, type Screens } from '../hours/screens.tsx';
import { seeing, TODAY } from '../photos-ui/stage.tsx';

let screens: Screens;

beforeEach(async () => {
  await page.viewport(1366, 768);
  screens = await openScreens('activities');
});
afterEach(() => screens.close());

const control = (name: string): HTMLElement => {
  const marked = document.querySelector<HTMLElement>(`[data-field="${name}"]`);
  const found = marked?.querySelector<HTMLElement>('input, textarea') ?? marked;
  if (found === null) throw new Error(`no field ${name}`);
  return found;
};
const errorsShown = (): number => document.querySelectorAll('.qy-field__error').length;

describe('an activity', () => {
  it('is reported only once nothing is missing; what is missing is said at its field, which gets the cursor', async () => {
    const id = await saved(screens, 'activities', activityOf('清洁家园', { place: '', attendance: 0 }));
    screens.open(`/activities/${id}`);
    await page.getByRole('button', { name: '上报', exact: true }).click();
    await expect.poll(errorsShown, SLOW).toBe(2);
    expect(document.activeElement).toBe(control('place'));
    expect((await screens.activities())[0]?.status).toBe('held');

    await page.elementLocator(control('place')).fill('村部');
    await expect.poll(errorsShown, SLOW).toBe(1);
    await page.elementLocator(control('attendance')).fill('35');
    await page.getByRole('button', { name: '上报', exact: true }).click();
    await expect.poll(async () => (await screens.activities())[0], SLOW).toMatchObject({ status: 'reported', place: '村部', attendance: 35 });
  });

  it('that was returned says why on top', async () => {
    const id = await saved(screens, 'activities', activityOf('清洁家园', { status: 'returned', returnReason: '照片看不清' }));
    screens.open(`/activities/${id}`);
    await seeing('照片看不清');
    await page.getByRole('button', { name: '改好了，重新上报' }).click();
    await expect.poll(async () => (await screens.activities())[0]?.status, SLOW).toBe('reported');
  });

  it('is saved once however often saving is asked for', async () => {
    screens.open('/activities/new');
    await expect.poll(() => document.querySelector('[data-field="title"]'), SLOW).not.toBeNull();
    await page.elementLocator(control('title')).fill('重阳节走访');
    const button = page.getByRole('button', { name: '保存', exact: true }).element() as HTMLButtonElement;
    button.click();
    button.click();
    await userEvent.keyboard('{Control>}s{/Control}');
    await seeing('登记参加人员时长');
    const all = await screens.activities();
    expect(all.map(({ title, status, occurredOn }) => ({ title, status, occurredOn }))).toEqual([{ title: '重阳节走访', status: 'held', occurredOn: TODAY }]);
    expect(await screens.data.replica.local.drafts.toArray()).toEqual([]);
  });

  it('keeps what was typed where the program ends before it is saved', async () => {
    screens.open('/activities/new');
    await expect.poll(() => document.querySelector('[data-field="title"]'), SLOW).not.toBeNull();
    await page.elementLocator(control('title')).fill('写到一半的活动');
    await expect.poll(async () => JSON.stringify(await screens.data.replica.local.drafts.toArray()), SLOW).toContain('写到一半的活动');
    screens.open('/nowhere');
    screens.open('/activities/new');
    await seeing('已找回上次没有保存的内容');
    expect((control('title') as HTMLInputElement).value).toBe('写到一半的活动');
  });

  it('can be made like an earlier one, without what came of that', async () => {
    const id = await saved(screens, 'activities', activityOf('清洁家园', { occurredOn: '2026-05-01' }));
    screens.open(`/activities/new?copy=${id}`);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect.poll(async () => (await screens.activities()).length, SLOW).toBe(2);
    const copy = (await screens.activities()).find((activity) => activity.id !== id);
    expect(copy).toMatchObject({ title: '清洁家园', place: '村文化广场', minutes: 120, occurredOn: TODAY, attendance: 0, content: '' });
  });

  it('shows in the list what others changed while a form is open, and saves only what was typed', async () => {
    const id = await saved(screens, 'activities', activityOf('清洁家园'));
    screens.open(`/activities/${id}`);
    await expect.poll(() => document.querySelector('[data-field="title"]'), SLOW).not.toBeNull();
    await page.elementLocator(control('title')).fill('清洁家园行动');
    await screens.data.writer.update('activities', id, { attendance: 88 });
    await expect.poll(() => (control('attendance') as HTMLInputElement).value, SLOW).toBe('88');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect.poll(async () => (await screens.activities())[0], SLOW).toMatchObject({ title: '清洁家园行动', attendance: 88 });
  });
});
