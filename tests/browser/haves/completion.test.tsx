import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { HavesPage } from '../../../renderer/features/haves/index.ts';
import { ImportTray } from '../../../renderer/features/photos/index.ts';
import { choose, openStage, photoFile, seeing, type Stage } from '../photos-ui/stage.tsx';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage('haves');
  stage.show(
    <>
      <HavesPage />
      <ImportTray />
    </>,
  );
  await seeing('已完成 0 / 16 项');
});
afterEach(() => stage.close());

const item = (key: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-item="${key}"]`);
  if (found === null) throw new Error(`no item ${key}`);
  return found;
};

describe('the seven haves', () => {
  it('follow the photos: one more, one less, and the item is complete or not', async () => {
    expect(item('place.room').textContent).toContain('还差 2 张照片');
    choose(item('place.room'), [await photoFile('一.jpg', 1)]);
    await expect.poll(() => item('place.room').textContent).toContain('还差 1 张照片');
    choose(item('place.room'), [await photoFile('二.jpg', 2)]);
    await expect.poll(() => item('place.room').textContent).toContain('已齐');
    await seeing('已完成 1 / 16 项');
    await seeing('得分 8 / 100');
    const [first] = await stage.photos();
    await stage.data.writer.setRemoved('evidence', first?.id ?? '', true);
    await seeing('已完成 0 / 16 项');
  });

  it('do not count a photo that is too old, and say why', async () => {
    const [photo] = await addPhotos('activities.festival', 1);
    await stage.data.writer.update('evidence', photo?.id ?? '', { occurredOn: '2025-01-01' });
    await expect.poll(() => item('activities.festival').textContent).toContain('已过期');
    expect(item('activities.festival').textContent).toContain('还差 1 张近半年的照片');
  });

  it('take a photo out of the album as evidence without queueing its bytes a second time', async () => {
    await addPhotos('', 1);
    const queued = await stage.data.replica.local.photos.toArray();
    await page.elementLocator(item('signs.door')).getByRole('button', { name: '从相册选' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /^0\.jpg/ }).click();
    await page.getByRole('button', { name: '用这 1 张' }).click();
    await expect.poll(() => item('signs.door').textContent).toContain('已齐');
    const [one, two] = await stage.photos();
    expect([one?.item, two?.item]).toEqual(['', 'signs.door']);
    expect(two?.hash).toBe(one?.hash);
    expect(await stage.data.replica.local.photos.toArray()).toEqual(queued);
  });

  it('show only what is missing when asked', async () => {
    await addPhotos('signs.door', 1);
    await seeing('已完成 1 / 16 项');
    await page.getByRole('switch').click();
    await expect.poll(() => document.querySelector('[data-item="signs.door"]')).toBeNull();
    expect(document.querySelectorAll('[data-item]')).toHaveLength(15);
  });
});

describe('the album', () => {
  it('shows each photo under its month and finds it by its caption', async () => {
    const [first] = await addPhotos('signs.door', 2);
    await stage.data.writer.update('evidence', first?.id ?? '', { caption: '新站牌' });
    await page.getByRole('tab', { name: '相册' }).click();
    await seeing('2026 年 6 月');
    await expect.poll(() => document.querySelectorAll('.qy-album__photo')).toHaveLength(2);
    await page.getByRole('searchbox').fill('xzp');
    await expect.poll(() => document.querySelectorAll('.qy-album__photo')).toHaveLength(1);
  });
});

/** Photos for an item, entered through the screen where it has a place there. */
async function addPhotos(key: string, count: number) {
  const { createPhotoPreparer } = await import('../../../renderer/data/photos/prepare/photo-preparer.ts');
  const files = await Promise.all(Array.from({ length: count }, (_, index) => photoFile(`${index}.jpg`, index + 1)));
  for await (const photo of createPhotoPreparer().prepare(files)) {
    if (photo.ok) await stage.data.photos.take(photo, { item: key, activity: '', occurredOn: stage.data.clock.today(), caption: '' });
  }
  return stage.photos();
}
