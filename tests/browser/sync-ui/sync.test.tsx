import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { REFUSALS } from '#shared/protocol/exchange.ts';
import { hashOf } from '#shared/schema/version.ts';
import { sync as words } from '../../../renderer/locales/zh-CN/sync.ts';
import { createFakeBridge } from '../../support/fake-bridge.ts';
import { newStation, openApp, type AppWindow } from '../app/open-app.tsx';
import { encoded, noise } from '../../support/photos.ts';
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
const said = (): string => app.box.querySelector('.sync-status')?.textContent ?? '';
const press = (name: string): Promise<void> => page.getByRole('button', { name }).first().click();

/** Opens the app at an address, with a team that the center has. */
async function openWithTeam(address: string) {
  location.hash = '#/settings';
  app = await openApp();
  const data = await app.data();
  const saved = await data.writer.create('teams', TEAM);
  if (!saved.ok) throw new Error('not saved');
  await expect.poll(() => data.replica.local.pendings.count(), PATIENT).toBe(0);
  // Received; and the exchange that brought it there has ended and pulls nothing any more.
  const received = data.clock.now();
  data.sync.now();
  await expect.poll(async () => (await data.replica.engine.store.state()).agreement, PATIENT).toSatisfy((agreement: { equal: boolean; at: number } | null) => agreement?.equal === true && agreement.at >= received);
  location.hash = address;
  return { ...data, team: saved.record };
}

/** A photo as it comes out of the import; another number makes other pictures. */
async function newPhoto(number: number) {
  const [bytes, thumb] = [await encoded(noise(80, 60, number), 'image/jpeg'), await encoded(noise(20, 15, number), 'image/jpeg')];
  const facts = {
    hash: hashOf(bytes), size: bytes.length, type: 'image/jpeg', width: 80, height: 60, thumbHash: hashOf(thumb), thumbSize: thumb.length, originalHash: hashOf(bytes), originalSize: bytes.length,
    originalName: '门口.jpg', takenAt: '', takenSource: 'none', lat: null, lng: null, phash: '', software: '',
  } as const;
  return { facts, bytes, thumb };
}

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
    await press('原样再送');
    await seeing('没有被退回的记录');
    await expect.poll(() => replica.local.receiptPages.count(), PATIENT).toBe(1);
    await page.getByRole('tab', { name: '回执' }).click();
    await seeing('秧歌队');
    await page.getByRole('button', { name: /导出表格/ }).click();
    await expect.poll(() => document.body.textContent, PATIENT).toContain('已导出 1 条：回执-');
  });

  it('P2 leads to the field at fault, and is received once that is mended', async () => {
    const { writer, replica, team } = await openWithTeam('#/sync?tab=refused');
    app.bridge.center.refuse = ({ record }) => ((record as { readonly note: string }).note.length > 10 ? { code: 'invalid', field: 'note', detail: '' } : null);
    await writer.update('teams', team.id, { note: '这支队伍的备注写得太长太长了' });
    await press('去改好');
    await expect.poll(() => document.activeElement?.getAttribute('data-field'), PATIENT).toBe('note');
    await seeing('“备注”这一项中心看不懂');
    await page.getByRole('textbox', { name: '备注' }).fill('短');
    await press('保存');
    await expect.poll(() => replica.local.pendings.count(), PATIENT).toBe(0);
    expect(app.bridge.center.get('teams', team.id)).toMatchObject({ note: '短' });
  });

  it('P2 opens a refused photo itself, at the field at fault, and is received once that is mended there', async () => {
    const { writer, replica, photos } = await openWithTeam('#/sync?tab=refused');
    const photo = await newPhoto(7);
    const taken = await photos.take(photo, { item: '', activity: '', occurredOn: '2026-05-30', caption: '站牌' });
    expect(taken.ok).toBe(true);
    await expect.poll(() => replica.local.pendings.count(), PATIENT).toBe(0);
    const id = (await replica.local.photos.get(photo.facts.hash))?.evidence ?? '';
    app.bridge.center.refuse = ({ kind, record }) => (kind === 'evidence' && (record as { readonly caption: string }).caption.length > 5 ? { code: 'invalid', field: 'caption', detail: 'caption: too_big' } : null);
    await writer.update('evidence', id, { caption: '写得太长的说明' });
    await press('去改好');
    const viewer = page.getByRole('dialog');
    const text = (): string => viewer.element().textContent;
    await expect.poll(text, PATIENT).toContain('“说明”这一项中心看不懂');
    expect(text()).toContain('门口.jpg');
    const caption = viewer.getByRole('textbox', { name: '说明' });
    await expect.poll(() => document.activeElement === caption.element(), PATIENT).toBe(true);
    await caption.fill('短说明');
    await viewer.getByRole('button', { name: '保存说明' }).click();
    await expect.poll(() => replica.local.pendings.count(), PATIENT).toBe(0);
    expect(app.bridge.center.get('evidence', id)).toMatchObject({ caption: '短说明' });
    // It stays open, and says that all is well now.
    await expect.poll(text, PATIENT).not.toContain('中心看不懂');
    await viewer.getByRole('button', { name: '关闭（Esc）' }).click();
    await seeing('没有被退回的记录');
  });

  it('P2 lets the day of a refused photo be mended, which has no other place', async () => {
    const { replica, photos } = await openWithTeam('#/sync?tab=refused');
    const photo = await newPhoto(8);
    app.bridge.center.refuse = ({ kind, record }) => (kind === 'evidence' && (record as { readonly occurredOn: string }).occurredOn < '2000' ? { code: 'invalid', field: 'occurredOn', detail: '' } : null);
    expect((await photos.take(photo, { item: '', activity: '', occurredOn: '1980-01-01', caption: '' })).ok).toBe(true);
    await press('去改好');
    const day = page.getByRole('dialog').getByRole('textbox', { name: '日期' });
    await day.fill('2026-05-30');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => replica.local.pendings.count(), PATIENT).toBe(0);
    const id = (await replica.local.photos.get(photo.facts.hash))?.evidence ?? '';
    expect(app.bridge.center.get('evidence', id)).toMatchObject({ occurredOn: '2026-05-30' });
  });

  it('P2 can be given up for the center’s state, taken back by one click, and used again later', async () => {
    const { writer, replica, team } = await openWithTeam('#/sync?tab=refused');
    const leaderNow = async (): Promise<unknown> => (await replica.engine.store.records('teams', [team.id]))[0]?.['leader'];
    app.bridge.center.refuse = () => ({ code: 'readOnly', field: '', detail: '' });
    await writer.update('teams', team.id, { leader: '李建国' });
    await press('放弃修改');
    await seeing('没有被退回的记录');
    expect(await leaderNow()).toBe('');
    await press('撤销');
    await expect.poll(leaderNow, PATIENT).toBe('李建国');
    await expect.poll(() => replica.local.recovered.count(), PATIENT).toBe(0);

    await press('放弃修改');
    await page.getByRole('tab', { name: '换下的内容' }).click();
    await page.getByText('秧歌队').first().click();
    await expect.poll(() => document.querySelector('.sync-compare__differs')?.textContent, PATIENT).toBe('队长李建国（空）');
    app.bridge.center.refuse = () => null;
    await press('改用这一份');
    await seeing('没有换下的内容');
    await expect.poll(() => app.bridge.center.get('teams', team.id)?.['leader'], PATIENT).toBe('李建国');
  });

  it('D1 shows a held removal as waiting for the county, and brings the records back instead', async () => {
    const { writer, replica, team } = await openWithTeam('#/sync?tab=refused');
    app.bridge.center.heldWrites.above = 0;
    await writer.setRemoved('teams', team.id, true);
    await seeing('1 条删除，等县里确认');
    await press('不删了，恢复原样');
    await seeing('没有被退回的记录');
    expect((await replica.engine.store.records('teams', [team.id]))[0]?.removed).toBe(false);
    expect(await replica.local.pendings.count()).toBe(0);
  });

  const CHIEF = { person: '赵主任', deviceName: '所里的电脑', site: '211122101', siteName: '太平街道' };

  it('D1 tells the station at once that a removal was rejected, by whom, and brings the records back by itself', async () => {
    const { writer, replica, team } = await openWithTeam('#/sync?tab=refused');
    app.bridge.center.heldWrites.above = 0;
    await writer.setRemoved('teams', team.id, true);
    await seeing('1 条删除，等县里确认');
    const [push] = app.bridge.center.heldWrites.list();
    app.bridge.center.decideHeld(push?.id ?? '', 'reject', CHIEF);
    await seeing('太平街道赵主任在');
    await seeing('没有同意删除（志愿服务队 1 条）');
    await seeing('这些都还在，本机的 1 条也已恢复原样。真要删，请先和太平街道说好。');
    await seeing('没有被退回的记录');
    expect((await replica.engine.store.records('teams', [team.id]))[0]?.removed).toBe(false);
    expect(await replica.local.recovered.toArray()).toMatchObject([{ id: team.id, record: { removed: true } }]);
    await expect.poll(said, PATIENT).toContain('核对过，完全一致');

    await press('知道了');
    await expect.poll(() => document.querySelector('.qy-banner'), PATIENT).toBeNull();
    await seeing('以前对成批删除的答复');
    location.hash = '#/';
    await expect.poll(() => app.box.textContent, PATIENT).not.toContain('没有同意删除');
  });

  it('D1 tells the station that a removal was confirmed, and what was changed meanwhile and stays', async () => {
    const { writer, replica, team } = await openWithTeam('#/sync?tab=refused');
    const other = await writer.create('teams', { ...TEAM, name: '宣讲队' });
    await expect.poll(() => replica.local.pendings.count(), PATIENT).toBe(0);
    app.bridge.center.heldWrites.above = 0;
    await writer.setRemoved('teams', team.id, true);
    await seeing('1 条删除，等县里确认');
    app.bridge.center.put('teams', { ...team, note: '县里写的' });
    const [push] = app.bridge.center.heldWrites.list();
    location.hash = '#/teams';
    await seeing('宣讲队');
    app.bridge.center.decideHeld(push?.id ?? '', 'confirm');
    await expect.poll(() => document.body.textContent, PATIENT).toContain('上级已同意删除');
    location.hash = '#/sync?tab=refused';
    await seeing('县中心管理员在');
    await seeing('同意了删除（志愿服务队 1 条）');
    await seeing('现在：0 条已经删除；1 条后来又有人改过，没有删，还留着。');
    expect(other.ok).toBe(true);
  });

  it('D1 leaves a removal alone that became another edit before it was rejected', async () => {
    const { writer, replica, team } = await openWithTeam('#/sync?tab=refused');
    app.bridge.center.heldWrites.above = 0;
    await writer.setRemoved('teams', team.id, true);
    await seeing('1 条删除，等县里确认');
    app.bridge.failWith('link.exchange', { kind: 'offline', detail: '' });
    await writer.setRemoved('teams', team.id, false);
    await writer.update('teams', team.id, { note: '不删了，改一下' });
    const [push] = app.bridge.center.heldWrites.list();
    app.bridge.center.decideHeld(push?.id ?? '', 'reject', CHIEF);
    await seeing('现在：这些在中心都还在。');
    expect((await replica.engine.store.records('teams', [team.id]))[0]).toMatchObject({ removed: false, note: '不删了，改一下' });
    app.bridge.failWith('link.exchange', null);
    await expect.poll(() => app.bridge.center.get('teams', team.id)?.['note'], PATIENT).toBe('不删了，改一下');
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
    expect(said()).toMatch(/1 条记录，发送大约需要 \d+ B/);
    app.bridge.setConnection('online');
    await expect.poll(() => app.box.textContent, PATIENT).toContain('没有等待送出的记录');
  });

  it('T1 stays here while a person has paused it, and goes when it may', async () => {
    const { writer, replica } = await openWithTeam('#/sync?tab=waiting');
    await press('暂停收发');
    await expect.poll(said, PATIENT).toContain('收发已暂停');
    await writer.create('teams', { ...TEAM, name: '宣讲队' });
    await expect.poll(said, PATIENT).toContain('1 条记录等着送出');
    await expect.poll(() => app.box.querySelector('.qy-pill')?.textContent, PATIENT).toBe('收发已暂停 · 1 条记录待送达');
    await press('继续收发');
    await expect.poll(() => replica.local.pendings.count(), PATIENT).toBe(0);
    await expect.poll(said, PATIENT).toContain('核对过，完全一致');
  });

  it('T1 says why a photo is held back, as the settings of the line change', async () => {
    const { sync, replica } = await openWithTeam('#/sync?tab=photos');
    await sync.setBudget({ metered: true, photosOnMetered: 'none' });
    await replica.local.photos.put({ hash: 'a'.repeat(64), evidence: 'e', part: 'picture', size: 5_000_000, type: 'image/jpeg', state: 'waiting', reason: '', attempts: 0, order: 1 });
    await seeing('网络按流量收费，照片先不送');
    await page.getByText('只送小图').click();
    await seeing('网络按流量收费，只送小图');
    await expect.poll(said, PATIENT).toContain('发送大约需要 4.8 MB');
    expect(said()).not.toContain('完全一致');
  });
});

describe('comparing with the center', () => {
  it('C1 is green only once all was received and compared', async () => {
    const { writer } = await openWithTeam('#/sync?tab=check');
    await expect.poll(said, PATIENT).toContain('核对过，完全一致');
    app.bridge.center.refuse = () => ({ code: 'tooLarge', field: '', detail: '' });
    await writer.create('teams', { ...TEAM, name: '宣讲队' });
    await expect.poll(said, PATIENT).toContain('1 条被退回，要您看一看');
    expect(said()).not.toContain('完全一致');
  });

  it('C2 finds a record that this machine lost, puts it back and names it', async () => {
    const { replica, team } = await openWithTeam('#/sync?tab=check');
    await replica.engine.store.remove('teams', [team.id]);
    await press('与中心核对');
    await seeing('志愿服务队 本机缺 1 条，已补上');
    await seeing('是这些：秧歌队');
    await seeing('与中心完全一致');
    expect((await replica.engine.store.records('teams', [team.id]))[0]?.['name']).toBe('秧歌队');
    await seeing('以前核对发现并处理的');
    await seeing('有人点了“与中心核对”，从头逐条对了一遍。');
  });

  it('C2 says of what a restored center had lost that this was why it looked', async () => {
    const { sync, replica, team } = await openWithTeam('#/sync?tab=check');
    app.bridge.center.forget('teams', team.id);
    app.bridge.center.epoch = 'epoch-2';
    sync.now();
    await expect.poll(() => app.bridge.center.get('teams', team.id)?.['name'], PATIENT).toBe('秧歌队');
    await expect.poll(() => replica.local.repairs.count(), PATIENT).toBe(1);
    await page.getByText(/，处理了 1 条/).click();
    await seeing('县中心从备份恢复过，本机把它丢失的内容补送回去。');
  });

  it('T2 says so where the center is too old to compare, and is not green with it', async () => {
    location.hash = '#/sync?tab=check';
    const bridge = createFakeBridge({ enrolment: newStation() });
    const honest = bridge.center.exchange.bind(bridge.center);
    bridge.center.exchange = (request, scope) => {
      const { results, pull, serverTime } = honest(request, scope);
      return { protocol: 1, results, pull, serverTime };
    };
    app = await openApp({ bridge });
    await seeing('中心的软件旧，还不能逐条核对');
    await expect.poll(said, PATIENT).toContain('中心的软件旧，还不能核对');
    expect(app.box.querySelector('.qy-pill')?.textContent).toBe('在线 · 内容都已送出');
  });

  it('C2 tells that the center was restored while this machine gives back what it lost', async () => {
    const { sync } = await openWithTeam('#/sync');
    app.bridge.failWith('link.digest', { kind: 'busy', retryAfterMs: 5 });
    app.bridge.center.epoch = 'epoch-2';
    sync.now();
    await seeing('中心从备份恢复过');
    await expect.poll(said, PATIENT).toContain('正在把中心丢失的内容补送回去');
    app.bridge.failWith('link.digest', null);
    await expect.poll(said, PATIENT).toContain('核对过，完全一致');
    expect(document.querySelector('main')?.textContent).not.toContain('中心从备份恢复过');
  });

  it('says that it waits for the center where that is out of reach', async () => {
    location.hash = '#/sync?tab=check';
    app = await openApp({ state: 'offline' });
    await app.data();
    await press('与中心核对');
    await expect.poll(() => app.box.querySelector('.sync-check')?.textContent, PATIENT).toContain('连上以后会接着核对');
  });
});
