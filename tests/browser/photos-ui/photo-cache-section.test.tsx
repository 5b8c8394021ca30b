import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { PhotoCacheSection } from '../../../renderer/features/settings/photo-cache-section.tsx';
import { openStage, seeing, type Stage } from './stage.tsx';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage('cache');
  stage.show(<PhotoCacheSection />);
});
afterEach(() => stage.close());

describe('the photo cache in the settings', () => {
  it('says how much it holds, and that clearing it loses nothing', async () => {
    await seeing('已用 300 MB，共 1200 个文件');
    await seeing('清空不会丢失任何照片');
    expect(document.body.textContent).toContain('磁盘还剩');
  });

  it('is cleared once the person agreed, and not before', async () => {
    await seeing('已用 300 MB');
    await page.getByRole('button', { name: '清空缓存' }).click();
    await seeing('清空照片缓存？');
    expect(await stage.bridge.invoke('cache.state', null)).toMatchObject({ files: 1_200 });
    await page.getByRole('dialog').getByRole('button', { name: '清空缓存' }).click();
    await seeing('已用 0 B，共 0 个文件');
    expect(await stage.bridge.invoke('cache.state', null)).toMatchObject({ bytes: 0, files: 0 });
    await expect.element(page.getByRole('button', { name: '清空缓存' }).first()).toBeDisabled();
  });

  it('takes another limit', async () => {
    await seeing('已用 300 MB');
    await page.getByRole('combobox', { name: '最多占用' }).click();
    await page.getByTitle('5 GB', { exact: true }).click();
    await expect.poll(async () => (await stage.bridge.invoke('cache.state', null)).limitBytes).toBe(5 * 1024 ** 3);
  });
});
