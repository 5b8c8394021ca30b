import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { addToDigest, EMPTY_DIGEST } from '#shared/protocol/digest.ts';
import { REFUSALS } from '#shared/protocol/exchange.ts';
import { sync as words } from '../../../renderer/locales/zh-CN/sync.ts';
import { openApp, type AppWindow } from '../app/open-app.tsx';
import { seeing } from '../photos-ui/stage.tsx';

let app: AppWindow;

/** A busy machine takes its time; nothing here depends on how long. */
const PATIENT = { timeout: 15_000 };

beforeEach(() => page.viewport(1366, 768));
afterEach(async () => {
  await app.close();
  location.hash = '#/';
});

const TEAM = { name: '秧歌队', leader: '', phone: '', specialty: '', foundedOn: '', note: '' };

describe('what the center returned', () => {
  it('P2 says why and what to do, and can be sent again as it is', async () => {
    location.hash = '#/sync?tab=refused';
    app = await openApp();
    const { writer, replica } = await app.data();
    app.bridge.center.refuse = () => ({ code: 'invalid', field: 'note', detail: 'note: too_big' });
    await writer.create('teams', TEAM);
    await seeing('“备注”这一项中心看不懂');
    await seeing('改好“备注”再保存');
    await seeing('志愿服务队 · 秧歌队');

    app.bridge.center.refuse = () => null;
    await page.getByRole('button', { name: '原样再送' }).click();
    await seeing('没有被退回的记录');
    expect(await replica.local.receipts.count()).toBe(1);
    await page.getByRole('tab', { name: '回执' }).click();
    await seeing('秧歌队');
    await page.getByRole('button', { name: /导出表格/ }).click();
    await expect.poll(() => document.body.textContent, PATIENT).toContain('已导出 1 条：回执-');
  });

  it('has words and advice for every reason that there is', async () => {
    app = await openApp();
    expect(Object.keys(words.refused.reason)).toEqual(expect.arrayContaining([...REFUSALS]));
    expect(Object.keys(words.refused.advice)).toEqual(expect.arrayContaining([...REFUSALS]));
  });
});

describe('what waits', () => {
  it('is listed by its name and leaves the list with its receipt', async () => {
    location.hash = '#/sync?tab=waiting';
    app = await openApp({ state: 'offline' });
    const { writer } = await app.data();
    await writer.create('teams', TEAM);
    await seeing('现在没有连上');
    await seeing('秧歌队');
    app.bridge.setConnection('online');
    await expect.poll(() => app.box.textContent, PATIENT).toContain('没有等待送出的记录');
  });
});

describe('comparing with the center', () => {
  it('C2 finds a planted difference and names it; where all is equal it says so', async () => {
    location.hash = '#/sync?tab=check';
    app = await openApp();
    const { writer, replica } = await app.data();
    await writer.create('teams', TEAM);
    await expect.poll(() => replica.local.pendings.count(), PATIENT).toBe(0);
    const compare = page.getByRole('button', { name: '与中心核对' });
    await compare.click();
    await seeing('与中心完全一致');

    const { center } = app.bridge;
    const honest = center.digest.bind(center);
    center.digest = (scope) => {
      const { kinds } = honest(scope);
      return { kinds: { ...kinds, activities: addToDigest(EMPTY_DIGEST, 'activities', 'lost', 'lost'), teams: addToDigest(EMPTY_DIGEST, 'teams', 'other', 'other') } };
    };
    await compare.click();
    await seeing('与中心不一致');
    const found = [...app.box.querySelectorAll('.sync-check li')].map((item) => item.textContent);
    expect(found).toEqual(['活动 本机少 1 条 (本机 0 条，中心 1 条)', '志愿服务队 条数一样，内容不同 (本机 1 条，中心 1 条)']);
  });

  it('says that it needs the center where that is out of reach', async () => {
    location.hash = '#/sync?tab=check';
    app = await openApp({ state: 'offline' });
    await app.data();
    await page.getByRole('button', { name: '与中心核对' }).click();
    await expect.poll(() => app.box.querySelector('.sync-check')?.textContent, PATIENT).toContain('没有连上中心，核对不了');
  });
});
