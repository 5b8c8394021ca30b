import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImportTray, PhotoImport, PhotoViewer } from '../../../renderer/features/photos/index.ts';
import { choose, openStage, photoFile, seeing, TODAY, type Stage } from './stage.tsx';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage('original');
  stage.show(
    <>
      <PhotoImport purpose={{ item: '', activity: '', occurredOn: TODAY, caption: '' }} />
      <ImportTray />
    </>,
  );
  await seeing('选择照片');
  choose(document, [await photoFile('一.jpg', 1)]);
  await seeing('已添加 1 张照片');
});
afterEach(() => stage.close());

describe('a photo whose original is not on this machine', () => {
  it('is shown as its thumbnail, says so, and becomes the original when the center is in reach', async () => {
    const [photo] = await stage.photos();
    if (photo === undefined) throw new Error('no photo was added');
    const original = stage.bridge.vault.get(photo.hash);
    if (original === undefined) throw new Error('the photo is not in the vault');
    stage.bridge.center.blobs.set(photo.hash, original);
    stage.bridge.vault.delete(photo.hash);
    stage.show(<PhotoViewer photos={[photo]} openId={photo.id} onClose={() => undefined} />);
    await seeing('只有缩略图，联网后可看原图');
    const shown = (): string => document.querySelector<HTMLImageElement>('.qy-viewer__frame img')?.src ?? '';
    const thumbnail = shown();
    expect(thumbnail).not.toBe('');
    stage.bridge.setConnection('online');
    await expect.poll(() => document.body.textContent).not.toContain('只有缩略图');
    expect(shown()).not.toBe(thumbnail);
  });
});
