import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { tellReferences } from '../../../renderer/data/photos/tell-references.ts';
import { ImportTray, PhotoImport, VaultCheckSection } from '../../../renderer/features/photos/index.ts';
import { STATION } from '../../support/fake-bridge.ts';
import { choose, openStage, photoFile, seeing, TODAY, type Stage } from './stage.tsx';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage('vault');
  stage.show(
    <>
      <PhotoImport purpose={{ item: '', activity: '', occurredOn: TODAY, caption: '' }} />
      <ImportTray />
    </>,
  );
  await seeing('选择照片');
  choose(document, [await photoFile('一.jpg', 1), await photoFile('二.jpg', 2)]);
  await seeing('已添加 2 张照片');
});
afterEach(() => stage.close());

const tell = (onlyWhole: boolean): Promise<boolean> => tellReferences({ replica: stage.data.replica, bridge: stage.bridge, device: STATION.device }, onlyWhole);
const beWhole = (whole: boolean): Promise<unknown> => stage.data.replica.engine.note(() => ({ whole }));

describe('telling the host what names photos', () => {
  it('names every picture and thumbnail with its record, removed ones too, and the ones that a draft names', async () => {
    await beWhole(true);
    const [first, second] = await stage.photos();
    await stage.data.writer.setRemoved('evidence', first?.id ?? '', true);
    await stage.data.replica.local.drafts.put({ key: 'x', value: { photos: ['f'.repeat(64)] } });
    expect(await tell(true)).toBe(true);
    const { entries, end } = stage.bridge.referred;
    expect(end).toBe('whole');
    const named = entries.map(({ hash }) => hash);
    expect(named).toEqual(expect.arrayContaining([first?.hash, first?.thumbHash, second?.hash, second?.thumbHash, 'f'.repeat(64)]));
    expect(entries).toContainEqual({ hash: second?.hash, record: second?.id, part: 'picture', name: second?.originalName, day: TODAY, here: true });
  });

  it('tells nothing for collection where the replica is not whole, and ends a list for a check as partial', async () => {
    expect(await tell(true)).toBe(false);
    expect(stage.bridge.referred.entries).toEqual([]);
    expect(await tell(false)).toBe(false);
    expect(stage.bridge.referred.end).toBe('partial');
    expect(stage.bridge.referred.entries.length).toBeGreaterThan(0);
  });

  it('never ends a list as whole where the replica stopped being whole, or the storage failed, in the middle', async () => {
    await beWhole(true);
    const { store } = stage.data.replica.engine;
    const scan = store.scan.bind(store);
    store.scan = async (...asked) => {
      await beWhole(false);
      return scan(...asked);
    };
    expect(await tell(true)).toBe(false);
    expect(stage.bridge.referred.end).toBe('partial');
    await beWhole(true);
    stage.bridge.referred.end = 'more';
    store.scan = () => Promise.reject(new Error('the storage is lost'));
    await expect(tell(true)).rejects.toThrow('the storage is lost');
    expect(stage.bridge.referred.end).toBe('more');
    store.scan = scan;
  });
});

describe('checking the photo files', () => {
  it('tells the host of the records, says how far it is, and names what is wrong with what to do', async () => {
    const [first] = await stage.photos();
    stage.bridge.check.status = { state: 'idle', checked: 0, total: 0, findings: [], found: 0, mended: 0 };
    stage.show(<VaultCheckSection />);
    await seeing('开始检查');
    stage.bridge.check.status = { ...stage.bridge.check.status, state: 'running', checked: 3, total: 10 };
    await page.getByRole('button', { name: '开始检查' }).click();
    await seeing('正在检查 3 / 10');
    expect(stage.bridge.referred.entries.length).toBeGreaterThan(0);
    const records = [{ record: first?.id ?? '', part: 'picture' as const, name: '一.jpg', day: TODAY }];
    stage.bridge.check.status = {
      state: 'done',
      checked: 10,
      total: 10,
      found: 2,
      mended: 1,
      findings: [
        { hash: 'a'.repeat(64), problem: 'altered', outcome: 'mended', records },
        { hash: 'b'.repeat(64), problem: 'missing', outcome: 'notThere', records },
      ],
    };
    await seeing('检查完成，2 个文件丢失或损坏，已取回 1 个');
    await seeing('中心也没有这个文件。请从相机或手机里找到原来的照片，重新添加。');
    await page.getByRole('button', { name: '查看' }).first().click();
    await expect.element(page.getByRole('dialog')).toBeVisible();
  });
});
