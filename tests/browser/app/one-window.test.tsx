import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { createWindowGuard } from '../../../renderer/app/window-guard.ts';
import { type AppWindow, openApp, PATIENT } from './open-app.tsx';

const windows: AppWindow[] = [];
const open = async (options: Parameters<typeof openApp>[0]): Promise<AppWindow> => {
  const window = await openApp(options);
  windows.push(window);
  return window;
};

afterEach(async () => {
  await Promise.all(windows.splice(0).map((window) => window.close()));
});

describe('one window at a time', () => {
  it('lets a second window take over, after the first has put its records away', async () => {
    const first = await open({ lockName: 'take-over' });
    const { writer, replica } = await first.data();
    await writer.create('teams', { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' });
    const second = await open({ lockName: 'take-over', bridge: first.bridge });
    await second.seeing('已经在另一个窗口打开了');
    expect(first.session.snapshot().name).toBe('open');
    await page.elementLocator(second.box).getByRole('button', { name: '在这里使用' }).click();
    const taken = await second.data();
    expect(first.session.snapshot().name).toBe('elsewhere');
    expect(replica.collections.teams.closed).toBe(true);
    expect(await taken.replica.collections.teams.count().exec()).toBe(1);
    await first.seeing('已经在另一个窗口打开了');
    await page.elementLocator(first.box).getByRole('button', { name: '在这里使用' }).click();
    await first.data();
    expect(second.session.snapshot().name).toBe('elsewhere');
  });

  it('takes the place by force from a window that does not answer', async () => {
    const robbed = Promise.withResolvers<string>();
    void navigator.locks.request('hung', () => new Promise(() => undefined)).catch((error: unknown) => robbed.resolve((error as Error).name));
    const guard = createWindowGuard({ locks: navigator.locks, name: 'hung', onYield: () => Promise.resolve() });
    await expect.poll(() => guard.enter(), PATIENT).toBe(false);
    await guard.takeOver();
    expect(await robbed.promise).toBe('AbortError');
    guard.close();
  });

  it('puts its records away at once where its place was taken by force', async () => {
    let yielded = false;
    const guard = createWindowGuard({ locks: navigator.locks, name: 'robbed', onYield: async () => void (yielded = true) });
    expect(await guard.enter()).toBe(true);
    void navigator.locks.request('robbed', { steal: true }, () => Promise.resolve());
    await expect.poll(() => yielded, PATIENT).toBe(true);
    guard.close();
  });
});
