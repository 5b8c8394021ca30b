/** Photos that tests make themselves, in the browser. */

export interface PhotoNotes {
  /** EXIF orientation, 1 to 8. */
  readonly orientation?: number;
  /** `YYYY:MM:DD HH:mm:ss`. */
  readonly takenAt?: string;
  /** Degrees. */
  readonly lat?: number;
  readonly lng?: number;
  readonly software?: string;
}

/** The colours of the corners of {@link corners}, clockwise from the top left. */
export const CORNERS = ['red', 'lime', 'blue', 'yellow'] as const;
export type Corner = (typeof CORNERS)[number] | 'other';

/** A canvas whose four quarters each have a colour of their own, so that one sees how it was turned. */
export function corners(width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  const places = [
    [0, 0],
    [width / 2, 0],
    [width / 2, height / 2],
    [0, height / 2],
  ] as const;
  for (const [index, [x, y]] of places.entries()) {
    context.fillStyle = CORNERS[index] ?? 'black';
    context.fillRect(x, y, width / 2, height / 2);
  }
  return canvas;
}

/** A canvas with nothing on it. */
export function transparent(width: number, height: number): OffscreenCanvas {
  return contextOf(new OffscreenCanvas(width, height)).canvas;
}

/** A canvas of noise over a gradient, as hard to encode as a photo; the same seed makes the same picture. */
export function noise(width: number, height: number, seed = 1): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  let state = seed;
  for (let at = 0; at < image.data.length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff;
    image.data[at] = at % 4 === 3 ? 255 : ((at / (width * 4)) * 200) / height + ((state >> 16) % 56);
  }
  contextOf(canvas).putImageData(image, 0, 0);
  return canvas;
}

/** A canvas as the bytes of a picture file. */
export async function encoded(canvas: OffscreenCanvas, type: string): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await canvas.convertToBlob({ type, quality: 0.9 });
  if (blob.type !== type) throw new Error(`this browser writes no ${type}`);
  return new Uint8Array(await blob.arrayBuffer());
}

/** The colours of a picture's corners, clockwise from the top left. */
export async function cornersOf(jpeg: Uint8Array<ArrayBuffer>): Promise<readonly Corner[]> {
  const pixels = await pixelsOf(jpeg);
  const { width, height } = pixels;
  const at = (x: number, y: number) => nameOf(pixels.data.subarray((y * width + x) * 4));
  const [right, bottom] = [width - 9, height - 9];
  return [at(8, 8), at(right, 8), at(right, bottom), at(8, bottom)];
}

/** The pixels of a picture file. */
export async function pixelsOf(bytes: Uint8Array<ArrayBuffer>): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const context = contextOf(new OffscreenCanvas(bitmap.width, bitmap.height));
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** How many of the 64 bits of two perceptual hashes differ. */
export function distance(one: string, other: string): number {
  return (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll('0', '').length;
}

/** Bytes as a file of any name. */
export function fileOf(bytes: Uint8Array<ArrayBuffer>, name: string): File {
  return new File([bytes], name);
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  return context;
}

function nameOf([red = 0, green = 0, blue = 0]: Uint8ClampedArray): Corner {
  const key = [red, green, blue].map((part) => (part > 190 ? '1' : part < 65 ? '0' : '?')).join('');
  return ({ '100': 'red', '010': 'lime', '001': 'blue', '110': 'yellow' } as const)[key] ?? 'other';
}
