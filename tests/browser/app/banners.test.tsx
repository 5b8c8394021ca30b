import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { newStation, openApp, PATIENT, type AppWindow } from './open-app.tsx';

let app: AppWindow;

afterEach(async () => {
  await app.close();
  location.hash = '#/';
});

const HOUR = 3_600_000;
const main = (): string => app.box.querySelector('main')?.textContent ?? '';

it('says where this machine’s clock is off, is put away, and comes back once it is off by much more', async () => {
  app = await openApp();
  await app.data();
  app.bridge.setConnection('online', { skewMs: 74 * HOUR });
  await expect.poll(main, PATIENT).toContain('本机时钟比中心快 3 天 2 小时');
  await page.getByRole('button', { name: '知道了' }).click();
  await expect.poll(main, PATIENT).not.toContain('本机时钟比中心');
  location.hash = '#/activities/new';
  await expect.poll(main, PATIENT).toContain('自动填的日期可能不对，请核对');
  app.bridge.setConnection('online', { skewMs: -20 * 60_000 });
  await expect.poll(main, PATIENT).toContain('本机时钟比中心慢 20 分钟');
  expect(main()).not.toContain('请核对');
  app.bridge.setConnection('online', { skewMs: 0 });
  await expect.poll(main, PATIENT).not.toContain('本机时钟比中心');
});

it('L3 says once that the village belongs to another town now, and goes on with the same records', async () => {
  const before = newStation();
  app = await openApp({ enrolment: before });
  const { writer } = await app.data();
  await writer.create('teams', { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' });
  await app.seeing('七有');
  app.bridge.emit('link.enrolment', { ...before, site: before.site.replace('211122101', '211122102'), above: { '2111': '盘锦市', '211122': '盘山县', '211122102': '胡家镇' } });
  await expect.poll(main, PATIENT).toContain('本站已划归胡家镇');
  expect(app.box.querySelector('.qy-bar__above')?.textContent).toBe('盘山县 · 胡家镇');
  await page.getByRole('button', { name: '知道了' }).click();
  await expect.poll(main, PATIENT).not.toContain('本站已划归');
  location.hash = '#/teams';
  await expect.poll(main, PATIENT).toContain('秧歌队');
});
