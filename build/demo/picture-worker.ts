import { parentPort } from 'node:worker_threads';
import { makePicture, type PictureSizes, type Scene } from './pictures.ts';

/** What the worker is asked for. */
export interface PictureOrder {
  readonly scene: Scene;
  readonly seed: number;
  readonly sizes: PictureSizes;
}

parentPort?.on('message', ({ scene, seed, sizes }: PictureOrder) => {
  parentPort?.postMessage(makePicture(scene, seed, sizes));
});
