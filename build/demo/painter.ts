import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PictureOrder } from './picture-worker.ts';
import { makePicture, PICTURE_SIZES, type Picture, type PictureSizes, type Scene } from './pictures.ts';

/** Makes the pictures of the demo, one after the other. */
export interface Painter {
  paint(scene: Scene, seed: number): Promise<Picture>;
  close(): Promise<void>;
}

/** Paints in a thread of its own, so that the center of this process goes on answering. */
export function threadPainter(sizes: PictureSizes = PICTURE_SIZES): Painter {
  const worker = new Worker(join(import.meta.dirname, 'picture-worker.ts'));
  return {
    async paint(scene, seed) {
      worker.postMessage({ scene, seed, sizes } satisfies PictureOrder);
      const [picture] = (await once(worker, 'message')) as [Picture];
      return picture;
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** Paints at once, for tests. */
export function directPainter(sizes: PictureSizes): Painter {
  return { paint: (scene, seed) => Promise.resolve(makePicture(scene, seed, sizes)), close: () => Promise.resolve() };
}
