import { beforeAll, describe, expect, it } from 'vitest';
import { compareLikeness, formsOf, LIKENESS_RADIUS, type Alike } from '#shared/domain/likeness/compare.ts';
import { hashesOf } from '#shared/domain/likeness/likeness-text.ts';
import { madeScene } from '../../support/likeness/made-scene.ts';
import { fileOf } from '../../support/photos.ts';
import { preparedOf } from '../../support/prepare-photos.ts';
import { sharedPhotos } from '../../support/shared-photos.ts';

/** Draws a copy: `picture` draws the source over the rectangle given. */
type Draw = (context: OffscreenCanvasRenderingContext2D, picture: (x: number, y: number, width: number, height: number) => void, width: number, height: number) => void;

const whole: Draw = (_context, picture, width, height) => picture(0, 0, width, height);

/** Copies as a browser's own scaling, turning and JPEG make them: by the size of the copy in parts of the source's, and its quality. */
const COPIES: readonly (readonly [name: string, transform: Alike['transform'], scale: number, quality: number, draw: Draw])[] = [
  ['scaled to a third and recompressed hard', 'none', 0.35, 0.3, whole],
  ['turned on its head', 'rotated180', 1, 0.8, (context, picture, width, height) => {
    context.setTransform(-1, 0, 0, -1, width, height);
    picture(0, 0, width, height);
  }],
  ['mirrored', 'mirrored', 1, 0.8, (context, picture, width, height) => {
    context.setTransform(-1, 0, 0, 1, width, 0);
    picture(0, 0, width, height);
  }],
  ['cropped by 6 to 8 % a side', 'none', 1, 0.7, (_context, picture, width, height) => picture(-0.08 * width, -0.06 * height, width * 1.15, height * 1.13)],
  ['marked in a corner', 'none', 0.8, 0.7, (context, picture, width, height) => {
    picture(0, 0, width, height);
    context.fillStyle = 'rgb(0 0 0 / 40%)';
    context.fillRect(width * 0.02, height * 0.8, width * 0.36, height * 0.17);
    context.fillStyle = 'white';
    context.font = `${height * 0.05}px sans-serif`;
    for (const [line, words] of ['太平社区 文明实践站', '2026-06-01 09:30', '端午节包粽子'].entries()) context.fillText(words, width * 0.03, height * (0.86 + line * 0.05), width * 0.33);
  }],
  ['brightened', 'none', 1, 0.8, (context, picture, width, height) => {
    context.filter = 'brightness(1.15)';
    picture(0, 0, width, height);
  }],
];

async function copyOf(file: Blob, scale: number, quality: number, draw: Draw): Promise<File> {
  const source = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(Math.round(source.width * scale), Math.round(source.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  draw(context, (...place) => context.drawImage(source, ...place), canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return fileOf(new Uint8Array(await blob.arrayBuffer()), 'copy.jpg');
}

/** A made picture as a camera's file. */
async function madeFile(seed: number): Promise<File> {
  const { width, height, values } = madeScene(seed);
  const image = new ImageData(width, height);
  for (const [at, value] of values.entries()) image.data.set([value, value, value, 255], at * 4);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return fileOf(new Uint8Array(await blob.arrayBuffer()), `${seed}.jpg`);
}

async function likenessOf(file: File): Promise<readonly Uint32Array[]> {
  return hashesOf((await preparedOf(file)).facts.likeness) ?? [];
}

describe('the likeness that the photo worker gives', () => {
  let files: readonly File[] = [];
  let known: readonly (readonly Uint32Array[])[] = [];

  beforeAll(async () => {
    const real = (await sharedPhotos()).filter(({ name }) => /^(DSCN00|landscape_1|jolla|portrait_3)/.test(name));
    files = [...(await Promise.all([1, 2, 3, 4, 5].map(madeFile))), ...real];
    known = await Promise.all(files.map(likenessOf));
  });

  it.each(COPIES)('finds photos again that were %s', async (_name, transform, scale, quality, draw) => {
    let found = 0;
    for (const [index, file] of files.entries()) {
      const alike = compareLikeness(formsOf(known[index] ?? []), await likenessOf(await copyOf(file, scale, quality, draw)));
      if (alike.distance <= LIKENESS_RADIUS && alike.transform === transform) found += 1;
    }
    expect(found / files.length).toBeGreaterThanOrEqual(0.8);
  });

  it('takes no two of them for alike', () => {
    const distances = known.flatMap((one, index) => known.slice(0, index).map((other) => compareLikeness(formsOf(one), other).distance));
    expect(Math.min(...distances)).toBeGreaterThan(LIKENESS_RADIUS);
  });
});
