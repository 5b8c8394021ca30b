import { afterEach, expect, it } from 'vitest';
import { daysBefore } from '../../support/playground/seed-station.ts';
import { type AppWindow, openApp, PATIENT } from './open-app.tsx';

let app: AppWindow;

afterEach(() => app.close());

const pill = (): string => app.box.querySelector('.qy-pill')?.textContent ?? '';

const TEAM = { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' };

it('C1 says received only after the center’s receipt, through offline, sending and a refusal', async () => {
  app = await openApp();
  const { writer, clock, replica, sync } = await app.data();
  await expect.poll(pill, PATIENT).toBe('在线 · 全部已送达中心');
  const said: string[] = [];
  const listening = new MutationObserver(() => said.push(pill()));
  app.bridge.setConnection('offline', { lastContact: clock.now() - 3 * 86_400_000 });
  await expect.poll(pill, PATIENT).toBe('离线 3 天 · 此前内容均已送达');
  await writer.create('teams', TEAM);
  await expect.poll(pill, PATIENT).toBe('离线 3 天 · 1 条记录待送达');

  listening.observe(app.box, { subtree: true, childList: true, characterData: true });
  app.bridge.failWith('link.exchange', { kind: 'busy', retryAfterMs: 5 });
  app.bridge.setConnection('online');
  await expect.poll(pill, PATIENT).toBe('在线 · 正在送 1 条记录');
  expect(said.filter((text) => text.includes('全部已送达'))).toEqual([]);
  app.bridge.failWith('link.exchange', null);
  sync.now();
  await expect.poll(pill, PATIENT).toBe('在线 · 全部已送达中心');
  expect(await replica.local.pendings.count()).toBe(0);
  listening.disconnect();

  app.bridge.center.refuse = () => ({ code: 'tooLarge', field: '', detail: '' });
  await writer.create('teams', TEAM);
  await expect.poll(pill, PATIENT).toBe('在线 · 1 条要处理');
});

it('says that the center stopped this computer, and that the records are still here', async () => {
  app = await openApp({ state: 'revoked' });
  await app.data();
  await expect.poll(pill, PATIENT).toBe('本机已被中心停用，记录都还在本机');
});

it('leads from the first screen to what waits, without reading all there is', async () => {
  app = await openApp({ state: 'offline' });
  const { writer, clock } = await app.data();
  const today = clock.today();
  const activity = { kind: 'theory', startsAt: '', minutes: 60, place: '村部', organiser: '', inCharge: '', content: '', attendance: 0, served: [], teams: [], returnReason: '' } as const;
  await writer.create('activities', { ...activity, title: '逾期的宣讲', status: 'planned', occurredOn: daysBefore(today, 2) });
  await writer.create('activities', { ...activity, title: '以后的宣讲', status: 'planned', occurredOn: daysBefore(today, -20) });
  await writer.create('activities', { ...activity, title: '退回的宣讲', status: 'returned', occurredOn: today, returnReason: '缺照片' });
  const tasks = () => [...app.box.querySelectorAll('.qy-home-task__about')].map((task) => task.textContent);
  await expect.poll(tasks, PATIENT).toEqual(['退回的宣讲', '逾期的宣讲']);
  await app.seeing('缺照片');
});
