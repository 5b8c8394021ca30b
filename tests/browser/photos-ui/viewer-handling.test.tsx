import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Evidence } from '#shared/domain/evidence.ts';
import { ImportTray, PhotoImport, PhotoViewer } from '../../../renderer/features/photos/index.ts';
import { choose, openStage, photoFile, seeing, TODAY, type Stage } from './stage.tsx';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage('handling');
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

async function addedPhoto(): Promise<Evidence> {
  const [photo] = await stage.photos();
  if (photo === undefined) throw new Error('no photo was added');
  return photo;
}

describe('who handled a photo', () => {
  it('names who added it while nobody changed its entry', async () => {
    const photo = await addedPhoto();
    stage.show(<PhotoViewer photos={[photo]} openId={photo.id} onClose={() => undefined} />);
    await seeing('由王秀英添加');
    expect(document.body.textContent).not.toContain('最后修改');
  });
});
