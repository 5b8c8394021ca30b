import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DataContext } from '../../../renderer/data/hooks/data-context.ts';
import { ImportTray, PhotoImport, PhotoStrip } from '../../../renderer/features/photos/index.ts';
import { withExif } from '../../support/exif.ts';
import { fileOf } from '../../support/photos.ts';
import { brokenFile, choose, openStage, photoFile, seeing, trayText, TODAY, type Stage } from './stage.tsx';

const ACTIVITY = '0192f0c1-0000-7000-8000-0000000000a1';
const PURPOSE = { item: '', activity: ACTIVITY, occurredOn: '2026-05-20', caption: '' };
/** An activity with nothing but what it must have. */
const ACTIVITY_FIELDS = { kind: 'service', status: 'held', startsAt: '', minutes: 0, place: '', organiser: '', inCharge: '', content: '', attendance: 0, served: [], teams: [], returnReason: '' } as const;
let stage: Stage;

beforeEach(async () => {
  stage = await openStage('import');
  stage.show(
    <>
      <PhotoImport purpose={PURPOSE} />
      <ImportTray />
    </>,
  );
  await seeing('选择照片');
});
afterEach(() => stage.close());

describe('importing photos', () => {
  it('keeps the good ones, links the one that was there, and names the broken one with a reason', async () => {
    const twice = await photoFile('一.jpg', 1);
    choose(document, [twice, await brokenFile('坏的.jpg'), await photoFile('二.jpg', 2), new File([await twice.arrayBuffer()], '又一次.jpg'), new File(['text'], '说明.txt')]);
    await seeing('已添加 2 张照片');
    const kept = await stage.photos();
    expect(new Set(kept.map(({ originalName, activity, occurredOn, takenSource }) => [originalName, activity, occurredOn, takenSource].join()))).toEqual(
      new Set([`一.jpg,${ACTIVITY},2026-05-20,none`, `二.jpg,${ACTIVITY},2026-05-20,none`]),
    );
    expect(await stage.data.replica.local.photos.where('state').equals('waiting').count()).toBe(4);
    expect(await stage.data.replica.local.pendings.count()).toBe(2);
    expect(kept.every(({ hash, thumbHash }) => stage.bridge.vault.has(hash) && stage.bridge.vault.has(thumbHash))).toBe(true);
    expect(trayText()).toContain('坏的.jpg照片不完整');
    expect(trayText()).toContain('说明.txt这不是照片文件');
    expect(trayText()).toContain('1 张以前添加过');
    await page.getByRole('button', { name: '查看每个文件的结果' }).click();
    await page.getByRole('button', { name: '查看已添加的那张' }).click();
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await page.getByRole('button', { name: '关闭（Esc）' }).click();
    await page.getByRole('button', { name: '全部知道了' }).click();
    await expect.poll(trayText).toBe('');
  });

  it('asks once for the day of photos that say none, and writes it on all of them', async () => {
    choose(document, [await photoFile('一.jpg', 1), await photoFile('二.jpg', 2)]);
    await seeing('已添加 2 张照片');
    await seeing('有 2 张照片没有拍摄时间');
    await page.getByRole('button', { name: '就是这天' }).click();
    await expect.poll(async () => (await stage.photos()).map(({ takenSource, occurredOn }) => `${takenSource} ${occurredOn}`)).toEqual(['given 2026-05-20', 'given 2026-05-20']);
  });

  it('stops after the photo at hand, keeps what is done, and goes on with the rest when asked', async () => {
    const files = await Promise.all(Array.from({ length: 6 }, (_, index) => photoFile(`${index}.jpg`, index + 1)));
    const third = holdPut(5);
    choose(document, files);
    await third.reached;
    await page.getByRole('button', { name: '停止' }).click();
    await seeing('正在停止');
    third.release();
    await seeing('已停止，还有 3 个文件没有添加');
    expect(await stage.photos()).toHaveLength(3);
    await page.getByRole('button', { name: '继续添加' }).click();
    await seeing('已添加 6 张照片');
    expect(await stage.photos()).toHaveLength(6);
  });

  it('stops at a full disk, says how much room it needs, and goes on once there is some', async () => {
    stage.bridge.failVault({ kind: 'diskFull', neededBytes: 34 * 1024 * 1024, freeBytes: 5 * 1024 * 1024 });
    choose(document, [await photoFile('一.jpg', 1), await photoFile('二.jpg', 2)]);
    await seeing('需要 34 MB，只剩 5 MB');
    expect(await stage.photos()).toHaveLength(0);
    expect(await stage.data.replica.local.pendings.count()).toBe(0);
    stage.bridge.failVault(null);
    await page.getByRole('button', { name: '继续添加' }).click();
    await seeing('已添加 2 张照片');
  });

  it('goes on when the person leaves the screen, and warns before the window closes meanwhile', async () => {
    const closing = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    choose(document, [await photoFile('一.jpg', 1), await photoFile('二.jpg', 2)]);
    stage.show(<ImportTray />);
    expect(closing()).toBe(true);
    await seeing('已添加 2 张照片');
    expect(closing()).toBe(false);
  });

  it('says how much room is missing before it begins, and adds what fits where a person wants that', async () => {
    stage.bridge.setFreeBytes(20_000);
    choose(document, [await photoFile('一.jpg', 1), await photoFile('二.jpg', 2)]);
    await seeing('磁盘空间不够，还没有开始添加');
    await seeing('还差');
    expect(await stage.photos()).toHaveLength(0);
    await page.getByRole('button', { name: '继续添加' }).click();
    await seeing('磁盘空间不够，还没有开始添加');
    await page.getByRole('button', { name: '先添加放得下的' }).click();
    await seeing('已添加 2 张照片');
  });

  it('names what is left at a disk that fills up in the middle', async () => {
    const files = await Promise.all(Array.from({ length: 4 }, (_, index) => photoFile(`${index}.jpg`, index + 1)));
    const second = holdPut(3);
    choose(document, files);
    await second.reached;
    stage.bridge.failVault({ kind: 'diskFull', neededBytes: 34 * 1024 * 1024, freeBytes: 5 * 1024 * 1024 });
    second.release();
    await seeing('还差 29 MB');
    const kept = await stage.photos();
    expect(trayText()).toContain(`还有 ${4 - kept.length} 个文件没有添加`);
    for (const { name } of files) expect(trayText().includes(name)).toBe(!kept.some(({ originalName }) => originalName === name));
  });

  it('names what was left when the program ended in the middle, and goes on once it is chosen again', async () => {
    const files = await Promise.all(Array.from({ length: 5 }, (_, index) => photoFile(`${index}.jpg`, index + 1)));
    const third = holdPut(5);
    choose(document, [...files, await brokenFile('坏的.jpg')]);
    await third.reached;
    await expect.poll(() => noted()).toBeGreaterThanOrEqual(2);
    // The window is killed: a new one opens over the same records.
    const after = { ...stage.data, photos: { ...stage.data.photos } };
    stage.show(
      <DataContext value={after}>
        <ImportTray />
      </DataContext>,
    );
    await seeing('上次的照片没有添加完');
    const kept = await stage.photos();
    expect(trayText()).toContain(`关掉之前添加的 ${kept.length} 张都在`);
    for (const { originalName } of kept) expect(trayText()).not.toContain(originalName);
    choose(document, files);
    await seeing('已添加 3 张照片');
    expect(trayText()).toContain('2 张以前添加过');
  });

  it('says of a file that vanished, and of one that is no photo, what to do; many of a kind in one line', async () => {
    const folder = await navigator.storage.getDirectory();
    const handle = await folder.getFileHandle('没了.jpg', { create: true });
    const writable = await handle.createWritable();
    await writable.write(await photoFile('没了.jpg', 9));
    await writable.close();
    const vanished = await handle.getFile();
    await folder.removeEntry('没了.jpg');
    const films = Array.from({ length: 8 }, (_, index) => new File([`film ${index}`], `VID_${index}.mp4`));
    choose(document, [await photoFile('一.jpg', 1), vanished, ...films]);
    await seeing('已添加 1 张照片');
    expect(trayText()).toContain('没了.jpg文件找不到了');
    expect(trayText()).toMatch(/VID_0.mp4、VID_1.mp4、VID_2.mp4 等 8 个文件这不是照片文件/);
    await expect.element(page.getByRole('button', { name: '再试这 1 个' })).toBeVisible();
  });

  it('takes what lies in a dropped folder, and in the folders within, without what systems put there', async () => {
    const photo = await photoFile('内.jpg', 1);
    const beside = await photoFile('旁.jpg', 2);
    const file = (of: File, fullPath: string) => ({ isDirectory: false, name: of.name, fullPath, file: (done: (file: File) => void) => done(of) });
    const directory = (name: string, portions: readonly (readonly object[])[]) => ({
      isDirectory: true,
      name,
      createReader: () => {
        const waiting = [...portions];
        return { readEntries: (done: (entries: readonly object[]) => void) => done(waiting.shift() ?? []) };
      },
    });
    const unreadable = { isDirectory: false, name: '读不了.jpg', fullPath: '/活动/读不了.jpg', file: (_: unknown, fail: (error: unknown) => void) => fail(new DOMException('', 'NotFoundError')) };
    const inner = directory('上午', [[file(photo, '/活动/上午/内.jpg')], [file(new File(['x'], 'Thumbs.db'), '/活动/上午/Thumbs.db')]]);
    const item = (entry: object) => ({ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null });
    const drop = (items: readonly object[]): void => {
      const event = new DragEvent('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items } });
      document.body.dispatchEvent(event);
    };
    drop([item(directory('空', []))]);
    await seeing('拖进来的文件夹里没有照片');
    drop([item(directory('活动', [[inner, unreadable]])), item(file(beside, '/旁.jpg'))]);
    await seeing('已添加 2 张照片');
    await seeing('有 1 个文件没能读出来：读不了.jpg');
    expect(trayText()).not.toContain('没能添加');
  });

  it('offers to file the photos of one morning together under the activity of that day, and forces nothing', async () => {
    const { data } = stage;
    const dumplings = await data.writer.create('activities', { ...ACTIVITY_FIELDS, title: '包饺子', occurredOn: '2026-05-20' });
    expect(dumplings.ok).toBe(true);
    stage.show(
      <>
        <PhotoImport purpose={{ ...PURPOSE, activity: '', item: 'place.room' }} />
        <ImportTray />
      </>,
    );
    const times = ['2026:05:20 08:10:00', '2026:05:20 09:05:00', '2026:05:20 15:00:00', '2026:05:21 09:00:00', '2026:05:21 09:10:00'];
    choose(document, await Promise.all(times.map(async (takenAt, index) => fileOf(withExif(new Uint8Array(await (await photoFile('x', index + 1)).arrayBuffer()), { takenAt }), `${index}.jpg`))));
    await seeing('已添加 5 张照片');
    await seeing('上午 08:10–09:05，2 张');
    // Nothing was held on the other day, and one photo is no group.
    expect(trayText()).not.toContain('5月21日');
    expect(trayText()).not.toContain('15:00');
    expect((await stage.photos()).every(({ activity }) => activity === '')).toBe(true);
    await page.getByRole('button', { name: '一起归入' }).click();
    await seeing('已归入：包饺子');
    const filed = (await stage.photos()).filter(({ activity }) => activity !== '');
    expect(filed.map(({ takenAt }) => takenAt).toSorted()).toEqual(['2026-05-20T08:10:00', '2026-05-20T09:05:00']);
  });

  it('takes photos dropped on the page and pasted', async () => {
    const transfer = new DataTransfer();
    transfer.items.add(await photoFile('拖.jpg', 1));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    await seeing('已添加 1 张照片');
    const clipboard = new DataTransfer();
    clipboard.items.add(await photoFile('贴.jpg', 2));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
    await expect.poll(async () => (await stage.photos()).length).toBe(2);
  });
});

describe('the viewer', () => {
  it('removes a photo, and brings it back with one click', async () => {
    stage.show(
      <>
        <PhotoStrip activity={ACTIVITY} occurredOn={TODAY} />
        <ImportTray />
      </>,
    );
    await expect.poll(() => document.querySelector('input[type=file]')).not.toBeNull();
    choose(document, [await photoFile('一.jpg', 1), await photoFile('二.jpg', 2)]);
    await seeing('已添加 2 张照片');
    await page.getByRole('button', { name: '打开照片：一.jpg' }).click();
    await page.getByRole('button', { name: '移除' }).click();
    await expect.poll(async () => (await stage.photos()).map(({ originalName }) => originalName)).toEqual(['二.jpg']);
    await page.getByRole('button', { name: '撤销' }).click();
    await expect.poll(async () => (await stage.photos()).length).toBe(2);
  });

  it('keeps a caption that was typed, saves it with Enter, and moves with the arrow keys', async () => {
    stage.show(<PhotoStrip activity={ACTIVITY} occurredOn={TODAY} />);
    await expect.poll(() => document.querySelector('input[type=file]')).not.toBeNull();
    choose(document, [await photoFile('一.jpg', 1), await photoFile('二.jpg', 2)]);
    await expect.poll(async () => (await stage.photos()).length).toBe(2);
    await page.getByRole('button', { name: '打开照片：二.jpg' }).click();
    await page.getByRole('textbox', { name: '说明' }).fill('包饺子');
    await userEvent.keyboard('{Enter}');
    await expect.poll(async () => (await stage.photos()).some(({ caption }) => caption === '包饺子')).toBe(true);
    const position = (): string => document.querySelector('.qy-viewer__position')?.textContent ?? '';
    const before = position();
    window.dispatchEvent(new KeyboardEvent('keydown', { key: before.startsWith('第 1') ? 'ArrowRight' : 'ArrowLeft' }));
    await expect.poll(position).not.toBe(before);
  });
});

/** How many files the notes say to be done. */
async function noted(): Promise<number> {
  const rows = await stage.data.replica.local.meta.where('key').startsWith('importMarks:').toArray();
  return rows.reduce((sum, { value }) => sum + String(value).replaceAll('-', '').length, 0);
}

/** Holds the vault at the so-manieth photo or thumbnail that is put into it. */
function holdPut(at: number): { readonly reached: Promise<void>; release(): void } {
  const { bridge } = stage;
  const invoke = bridge.invoke.bind(bridge);
  const gate = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  let puts = 0;
  bridge.invoke = async (channel, input) => {
    if (channel === 'photo.put') {
      puts += 1;
      if (puts === at) {
        reached.resolve();
        await gate.promise;
      }
    }
    return invoke(channel, input);
  };
  return { reached: reached.promise, release: gate.resolve };
}
