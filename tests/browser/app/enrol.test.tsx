import { afterEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { REFUSED_CODES, type LinkError } from '#shared/protocol/errors.ts';
import { type AppWindow, newStation, openApp, PATIENT } from './open-app.tsx';

let app: AppWindow;

afterEach(() => app.close());

const ERRORS: readonly LinkError[] = [
  { kind: 'offline', detail: '' },
  { kind: 'tooOld', min: 9 },
  { kind: 'tooNew', max: 0 },
  { kind: 'busy', retryAfterMs: 1 },
  ...REFUSED_CODES.map((code) => ({ kind: 'refused' as const, code, detail: '' })),
];

const send = () => page.getByRole('button', { name: '登记' }).click();

async function fill(code: string): Promise<void> {
  await page.getByLabelText(/县中心的地址/).fill('192.168.1.10:8787');
  await page.getByLabelText(/一次性登记码/).fill(code);
}

describe('the first screen of a new machine', () => {
  it('has words and advice for whatever the center or the network answers', async () => {
    app = await openApp({ enrolment: null });
    await app.seeing('把这台电脑登记到县中心');
    await fill('7k2m9qxt4b');
    const titles = new Set<string>();
    for (const error of ERRORS) {
      app.bridge.failWith('link.enrol', error);
      await send();
      await expect.poll(() => app.box.querySelector('.ant-alert-description')?.textContent ?? '', PATIENT).toMatch(/请/);
      titles.add(app.box.querySelector('.ant-alert-title')?.textContent ?? '');
      // Typing takes the refusal off, so that the next one is not mistaken for it.
      await page.getByLabelText(/一次性登记码/).fill('7k2m9qxt4c');
      await expect.poll(() => app.box.querySelector('.ant-alert-description'), PATIENT).toBeNull();
      await page.getByLabelText(/一次性登记码/).fill('7k2m9qxt4b');
    }
    // Offline, old, new, busy, three kinds of bad code, a bad address, and the rest.
    expect(titles.size).toBe(9);
  });

  it('asks for what is missing before it asks the center', async () => {
    app = await openApp({ enrolment: null });
    await app.seeing('把这台电脑登记到县中心');
    await send();
    await app.seeing('请填写县中心的地址');
    await app.seeing('请填写登记码');
    expect(app.session.snapshot().name).toBe('enrol');
  });

  it('groups the code as it is typed, and opens the station once it is taken', async () => {
    app = await openApp({ enrolment: null, person: '' });
    app.bridge.codes.set('7K2M9QXT4B', newStation());
    await app.seeing('把这台电脑登记到县中心');
    await fill(' 7k2m 9qxt4b');
    await expect.element(page.getByLabelText(/一次性登记码/)).toHaveValue('7K2M-9QXT-4B');
    await userEvent.keyboard('{Enter}');
    await app.data();
    await expect.poll(() => document.body.textContent, PATIENT).toContain('现在是哪一位在用？');
    await page.getByLabelText('您的姓名').fill('张春梅');
    await userEvent.keyboard('{Enter}');
    await app.seeing('张春梅');
  });

  it('goes on with the same records when the computer is enrolled anew, and with the new device', async () => {
    app = await openApp({ state: 'revoked' });
    const before = await app.data();
    await before.writer.create('teams', { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' });
    app.bridge.codes.set('NEWDEVICE1', { ...before.enrolment, device: '0192f0c1-0000-7000-8000-00000000d0ff' });
    await app.bridge.invoke('link.enrol', { center: before.enrolment.center, code: 'NEWDEVICE1', deviceName: 'x' });
    await expect.poll(() => app.box.querySelector('.qy-pill')?.textContent, PATIENT).toBe('在线 · 全部已送达中心');
    const after = await app.data();
    expect(after.enrolment.device).toMatch(/d0ff$/);
    expect(before.replica.collections.teams.closed).toBe(true);
    expect(await after.replica.collections.teams.count().exec()).toBe(1);
  });
});
