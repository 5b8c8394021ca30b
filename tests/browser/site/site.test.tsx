import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { AnyRecord } from '#shared/domain/record.ts';
import { activity } from '../../support/make-record.ts';
import { openApp, type AppWindow } from '../app/open-app.tsx';
import { seeing } from '../photos-ui/stage.tsx';

let app: AppWindow;

/** A busy machine takes its time; nothing here depends on how long. */
const PATIENT = { timeout: 15_000 };

beforeEach(async () => {
  await page.viewport(1366, 768);
  location.hash = '#/site';
});
afterEach(async () => {
  await app.close();
  location.hash = '#/';
});

/** The profile as a center makes it for a site. */
function profile(site: string, fields: object = {}): AnyRecord {
  const { id, v, createdAt, updatedAt, by, removed } = activity();
  const blank = { address: '', head: '', headTitle: '', phone: '', staff: [], openingHours: '', capacity: 0, area: 0, residents: 0, lat: null, lng: null, note: '' };
  return { id, site, v, createdAt, updatedAt, by, removed, conflicts: [], name: '三河村委会', type: 'station', ...blank, ...fields };
}

it('waits for the profile that the center makes, then lets it be filled in and sent', async () => {
  app = await openApp();
  const { enrolment, replica } = await app.data();
  await seeing('站点档案还没有到');
  const made = profile(enrolment.site);
  app.bridge.center.put('sites', made);
  await seeing('七有要求公示开放时间，这里还没有填');
  await page.getByLabelText('站长（负责人）').fill('王秀英');
  await page.getByLabelText('活动室可容纳人数').fill('12');
  await seeing('现在不到 20 人');
  await seeing('有改动还没有保存');

  app.bridge.center.put('sites', { ...made, phone: '0427-3550000' });
  await expect.element(page.getByLabelText('联系电话')).toHaveValue('0427-3550000');
  await userEvent.keyboard('{Control>}s{/Control}');
  await expect.poll(() => app.bridge.center.get('sites', made.id), PATIENT).toMatchObject({ head: '王秀英', capacity: 12, phone: '0427-3550000', conflicts: [] });
  expect(await replica.local.drafts.toArray()).toEqual([]);
});

it('M1 shows both values where two people changed the same thing, and keeps the chosen one', async () => {
  app = await openApp();
  const { enrolment } = await app.data();
  const entry = { field: 'head', base: '', mine: '李建国', theirs: '王秀英', who: { device: 'd2', person: '李建国' }, when: '2026-03-01T09:00:00.000Z' };
  const made = profile(enrolment.site, { head: '王秀英', conflicts: [entry] });
  app.bridge.center.put('sites', made);
  await seeing('两个人改了不同的内容');
  await page.getByRole('button', { name: '改用此值' }).click();
  await expect.poll(() => app.bridge.center.get('sites', made.id), PATIENT).toMatchObject({ head: '李建国', conflicts: [] });
});
