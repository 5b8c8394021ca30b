import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { type AppWindow, openApp, PATIENT } from './open-app.tsx';

let app: AppWindow;

afterEach(async () => {
  await app.close();
  window.location.hash = '';
});

it('brings unsaved typing back after the window went away', async () => {
  app = await openApp({ state: 'offline' });
  const { replica } = await app.data();
  window.location.hash = '#/activities/new';
  await page.getByLabelText(/活动名称/).fill('包粽子送老人');
  await expect.poll(async () => JSON.stringify(await replica.local.drafts.toArray()), PATIENT).toContain('包粽子送老人');
  await app.close();
  app = await openApp({ bridge: app.bridge });
  await app.data();
  await expect.element(page.getByLabelText(/活动名称/)).toHaveValue('包粽子送老人');
  window.location.hash = '#/settings';
  await app.seeing('没填完的内容');
  await expect.element(page.getByRole('button', { name: '继续填写' })).toBeVisible();
});
