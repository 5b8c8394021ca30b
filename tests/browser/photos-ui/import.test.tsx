import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ImportTray, PhotoImport, PhotoStrip } from '../../../renderer/features/photos/index.ts';
import { brokenFile, choose, openStage, photoFile, seeing, trayText, TODAY, type Stage } from './stage.tsx';

const ACTIVITY = '0192f0c1-0000-7000-8000-0000000000a1';
const PURPOSE = { item: '', activity: ACTIVITY, occurredOn: '2026-05-20', caption: '' };
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

  it('leaves a dropped folder aside, says so where nothing else was dropped, and takes the photos beside it', async () => {
    const folder = { kind: 'file', webkitGetAsEntry: () => ({ isDirectory: true }), getAsFile: () => new File([], '活动照片') };
    const photo = await photoFile('拖.jpg', 1);
    const drop = (items: readonly object[]): void => {
      const event = new DragEvent('drop', { bubbles: true, cancelable: true });
      Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], items } });
      document.body.dispatchEvent(event);
    };
    drop([folder]);
    await seeing('拖进来的不是照片文件');
    drop([folder, { kind: 'file', webkitGetAsEntry: () => ({ isDirectory: false }), getAsFile: () => photo }]);
    await seeing('已添加 1 张照片');
    expect(document.body.textContent).not.toContain('没能添加');
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
