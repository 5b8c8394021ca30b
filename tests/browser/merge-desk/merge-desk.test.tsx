import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnyRecord, Conflict } from '#shared/domain/record.ts';
import { EMPTY_PROFILE } from '#shared/domain/site.ts';
import { activity } from '../../support/make-record.ts';
import type { MemoryCenter } from '../../support/memory-center.ts';
import { openApp, type AppWindow } from '../app/open-app.tsx';
import { countyBridge, newCounty } from '../county/county-window.ts';
import { seeing } from '../photos-ui/stage.tsx';

let app: AppWindow | null = null;

beforeEach(() => page.viewport(1366, 768));
afterEach(async () => {
  await app?.close();
  app = null;
  location.hash = '#/';
});

/** The center that the window syncs with. */
function center(): MemoryCenter {
  if (app === null) throw new Error('no window is open');
  return app.bridge.center;
}

const PATIENT = { timeout: 15_000 };

const conflict = (field: string, mine: unknown, theirs: unknown, base: unknown = null): Conflict => ({ field, base, mine, theirs, who: { device: 'd2', person: '李建国' }, when: '2026-03-01T09:00:00.000Z' });

const desk = (): string => document.querySelector('.desk')?.textContent ?? '';
const listed = (): string[] => [...document.querySelectorAll('.desk-list__title')].map((title) => title.textContent);
const opened = (): string => document.querySelector('.desk-record__title')?.textContent ?? '';

/** Opens the desk of a county over these records of its village. */
async function openDesk(make: (village: string) => readonly AnyRecord[]): Promise<AppWindow> {
  const county = newCounty();
  location.hash = '#/merge';
  const opening = await openApp({ bridge: countyBridge(county), person: '赵主任' });
  // The profile comes last, as it may: its name is shown once it is there.
  for (const record of make(county.village)) opening.bridge.center.put('activities', record);
  const { id, v, createdAt, updatedAt, by, removed, conflicts } = activity();
  opening.bridge.center.put('sites', { ...EMPTY_PROFILE, id, v, createdAt, updatedAt, by, removed, conflicts, site: county.village, name: '三河村委会', type: 'station' });
  return opening;
}

describe('M1 the merge desk', () => {
  it('M1 lists what waits, shows where both started from, and takes the other by one key', async () => {
    const record = (site: string) => activity({ site, title: '重阳节敬老', attendance: 30, occurredOn: '2026-03-05', conflicts: [conflict('attendance', 42, 30, 12)] });
    let id = '';
    app = await openDesk((site) => [record(site)].map((one) => ((id = one.id), one)));
    await expect.poll(listed, PATIENT).toEqual(['重阳节敬老']);
    await expect.poll(opened, PATIENT).toContain('三河村委会');
    expect(desk()).toMatch(/原来12现在的内容30.*李建国.*42/);
    await userEvent.keyboard('2');
    await expect.poll(() => center().get('activities', id), PATIENT).toMatchObject({ attendance: 42, conflicts: [], settled: [{ value: 42, before: 30, who: { person: '赵主任' } }] });
    await seeing('没有待定的分歧');
  });

  it('M1 goes on from record to record by keys, and takes the last back', async () => {
    const records: AnyRecord[] = [];
    app = await openDesk((site) => {
      records.push(
        activity({ site, title: '第一个', occurredOn: '2026-03-07', place: '', conflicts: [conflict('place', '村部', '')] }),
        activity({ site, title: '第二个', occurredOn: '2026-03-06', content: '演节目', conflicts: [conflict('content', '包饺子', '演节目')] }),
        activity({ site, title: '第三个', occurredOn: '2026-03-05', attendance: 5, conflicts: [conflict('attendance', 9, 5)] }),
      );
      return records;
    });
    await expect.poll(listed, PATIENT).toEqual(['第一个', '第二个', '第三个']);
    await seeing('建议改用这一份：有一份是空的');
    await userEvent.keyboard('{Enter}');
    await expect.poll(opened, PATIENT).toContain('第二个');
    await userEvent.keyboard('3');
    await expect.poll(opened, PATIENT).toContain('第三个');
    await userEvent.keyboard('1');
    await expect.poll(listed, PATIENT).toEqual([]);
    const at = (index: number): AnyRecord | null => center().get('activities', records[index]?.id ?? '');
    await expect.poll(() => [at(0)?.['place'], at(1)?.['content'], at(2)?.['attendance']], PATIENT).toEqual(['村部', '演节目\n包饺子', 5]);

    await userEvent.keyboard('z');
    await expect.poll(listed, PATIENT).toEqual(['第三个']);
    await expect.poll(() => at(2), PATIENT).toMatchObject({ attendance: 5, conflicts: [{ field: 'attendance', mine: 9 }], settled: [] });
  });

  it('M1 takes a third value, and lets any decision be taken back later', async () => {
    let id = '';
    app = await openDesk((site) => [activity({ site, title: '重阳演出', conflicts: [conflict('title', '重阳茶话会', '重阳演出')] })].map((one) => ((id = one.id), one)));
    await expect.poll(listed, PATIENT).toEqual(['重阳演出']);
    await userEvent.keyboard('4');
    const field = page.getByLabelText(/自己写/);
    await field.fill('重阳节演出和茶话会');
    await page.getByRole('button', { name: '用这个' }).click();
    await expect.poll(() => center().get('activities', id)?.['title'], PATIENT).toBe('重阳节演出和茶话会');

    await page.getByText('已定', { exact: true }).click();
    await expect.poll(listed, PATIENT).toEqual(['重阳节演出和茶话会']);
    await seeing('没有选：重阳演出、重阳茶话会');
    await page.getByRole('button', { name: '撤回', exact: true }).click();
    await expect.poll(() => center().get('activities', id), PATIENT).toMatchObject({ title: '重阳演出', conflicts: [{ mine: '重阳茶话会' }] });
  });

  it('M1 narrows the list by words, and says where nothing fits', async () => {
    app = await openDesk((site) => ['清理河道', '读书会'].map((title) => activity({ site, title, conflicts: [conflict('attendance', 1, 2)] })));
    await expect.poll(() => listed().length, PATIENT).toBe(2);
    const words = page.getByLabelText('搜索标题或站点');
    await words.fill('河道');
    await expect.poll(listed, PATIENT).toEqual(['清理河道']);
    await words.fill('没有这个');
    await seeing('没有符合条件的记录');
  });
});
