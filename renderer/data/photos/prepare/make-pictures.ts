import { luminanceOf } from '#shared/domain/likeness/luminance.ts';
import { LIKENESS_EDGE, pictureLikeness } from '#shared/domain/likeness/picture-likeness.ts';
import type { PixelSize } from './prepared-photo.ts';
import { differenceHash } from './difference-hash.ts';

const THUMB_EDGE = 320;
const PICTURE_QUALITY = 0.85;
const THUMB_QUALITY = 0.8;

/** The stored picture and its thumbnail as JPEG bytes. */
export interface Pictures extends PixelSize {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly thumb: Uint8Array<ArrayBuffer>;
  readonly phash: string;
  readonly likeness: string;
}

/** One canvas a purpose for all photos of a worker: their memory is kept, not asked for again. */
const canvases = { picture: new OffscreenCanvas(1, 1), thumb: new OffscreenCanvas(1, 1), hash: new OffscreenCanvas(1, 1), square: new OffscreenCanvas(1, 1) };

/** Scales an upright picture so that its longer edge is at most `edge` (never up), and makes thumbnail and what it is found by again. */
export async function makePictures(source: ImageBitmap, edge: number): Promise<Pictures> {
  const size = fit(source, edge);
  draw(canvases.picture, source, size);
  draw(canvases.thumb, canvases.picture, fit(size, THUMB_EDGE));
  const square = draw(canvases.square, canvases.thumb, { width: LIKENESS_EDGE, height: LIKENESS_EDGE });
  const hashed = draw(canvases.hash, canvases.thumb, { width: 9, height: 8 });
  return {
    ...size,
    bytes: await encode(canvases.picture, PICTURE_QUALITY),
    thumb: await encode(canvases.thumb, THUMB_QUALITY),
    phash: differenceHash(hashed.getImageData(0, 0, 9, 8).data),
    likeness: pictureLikeness(luminanceOf(square.getImageData(0, 0, LIKENESS_EDGE, LIKENESS_EDGE).data, LIKENESS_EDGE, LIKENESS_EDGE)),
  };
}

function fit({ width, height }: PixelSize, edge: number): PixelSize {
  const scale = Math.min(1, edge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** What is transparent becomes white, because JPEG knows no transparency and would show black. */
function draw(canvas: OffscreenCanvas, source: CanvasImageSource, { width, height }: PixelSize): OffscreenCanvasRenderingContext2D {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser has no 2D canvas in workers');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return context;
}

async function encode(canvas: OffscreenCanvas, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
}
