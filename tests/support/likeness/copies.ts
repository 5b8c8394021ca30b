import { LIKENESS_EDGE, pictureLikeness } from '#shared/domain/likeness/picture-likeness.ts';
import { clamp, type Picture } from './made-scene.ts';

/** What people and programs do to a photo on its way to being used again. `random` decides where and how much. */
export type Copy = (picture: Picture, random: () => number) => Picture;

/** The part of a picture between these edges (pixels, may be broken), scaled; every pixel is the mean of what it covers. */
function scaled({ width, height, values }: Picture, [left, top, right, bottom]: readonly [number, number, number, number], toWidth: number, toHeight: number): Picture {
  const result = new Float32Array(toWidth * toHeight);
  const [dx, dy] = [(right - left) / toWidth, (bottom - top) / toHeight];
  for (let y = 0; y < toHeight; y += 1) {
    for (let x = 0; x < toWidth; x += 1) {
      const [x0, x1, y0, y1] = [left + dx * x, left + dx * (x + 1), top + dy * y, top + dy * (y + 1)];
      let sum = 0;
      let area = 0;
      for (let row = Math.floor(y0); row < Math.min(height, Math.ceil(y1)); row += 1) {
        const tall = Math.min(row + 1, y1) - Math.max(row, y0);
        for (let column = Math.floor(x0); column < Math.min(width, Math.ceil(x1)); column += 1) {
          const part = tall * (Math.min(column + 1, x1) - Math.max(column, x0));
          sum += part * (values[row * width + column] ?? 0);
          area += part;
        }
      }
      result[y * toWidth + x] = sum / area;
    }
  }
  return { width: toWidth, height: toHeight, values: result };
}

function resized(picture: Picture, factor: number): Picture {
  const { width, height } = picture;
  return scaled(picture, [0, 0, width, height], Math.round(width * factor), Math.round(height * factor));
}

/** Leaves these parts of the edges out: left, top, right, bottom. */
function cropped(picture: Picture, left: number, top: number, right: number, bottom: number): Picture {
  const { width, height } = picture;
  const edges = [Math.round(width * left), Math.round(height * top), Math.round(width * (1 - right)), Math.round(height * (1 - bottom))] as const;
  return scaled(picture, edges, edges[2] - edges[0], edges[3] - edges[1]);
}

/** Turned clockwise. */
function turned({ width, height, values }: Picture): Picture {
  const result = new Float32Array(values.length);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) result[x * height + (height - 1 - y)] = values[y * width + x] ?? 0;
  return { width: height, height: width, values: result };
}

function mirrored({ width, height, values }: Picture): Picture {
  return { width, height, values: values.map((_, at) => values[at - (at % width) + (width - 1 - (at % width))] ?? 0) };
}

function brightened(picture: Picture, factor: number, plus: number): Picture {
  return { ...picture, values: picture.values.map((value) => clamp(value * factor + plus)) };
}

/** Four lines of a watermark camera in a lower corner, on a darker box or without one. */
function watermarked(picture: Picture, random: () => number, boxed: boolean): Picture {
  const { width, height } = picture;
  const values = Float32Array.from(picture.values);
  const [wide, tall] = [0.38 * width, 0.16 * height];
  const [left, top] = [random() < 0.5 ? 0.02 * width : 0.98 * width - wide, 0.97 * height - tall];
  for (let y = Math.floor(top); y < top + tall; y += 1) {
    for (let x = Math.floor(left); x < left + wide; x += 1) {
      const line = ((y - top) / tall) * 4;
      const isText = line % 1 > 0.25 && line % 1 < 0.8 && (x * 7_919 + Math.floor(line) * 104_729) % 7 < 3;
      const before = values[y * width + x] ?? 0;
      values[y * width + x] = isText ? 245 : boxed ? before * 0.6 : before;
    }
  }
  return { width, height, values };
}

const WAVES = Array.from({ length: 8 }, (_, k) => Array.from({ length: 8 }, (_value, n) => Math.cos((Math.PI * k * (n + 0.5)) / 8) * (k === 0 ? Math.SQRT1_2 / 2 : 0.5)));

/** What JPEG does to brightness: the waves of each block of 8 by 8 are kept in steps, the finer the wave the coarser. */
function compressed({ width, height, values }: Picture, step: number): Picture {
  const result = Float32Array.from(values);
  for (let top = 0; top + 8 <= height; top += 8) for (let left = 0; left + 8 <= width; left += 8) compressBlock(result, width, top * width + left, step);
  return { width, height, values: result };
}

function compressBlock(values: Float32Array, width: number, start: number, step: number): void {
  const waves = transformed((row, column) => values[start + row * width + column] ?? 0, (wave, at) => WAVES[wave]?.[at] ?? 0);
  const kept = waves.map((value, at) => {
    const size = step * (1 + (Math.floor(at / 8) + (at % 8)) * 0.8);
    return Math.round(value / size) * size;
  });
  const back = transformed((row, column) => kept[row * 8 + column] ?? 0, (at, wave) => WAVES[wave]?.[at] ?? 0);
  for (let at = 0; at < 64; at += 1) values[start + Math.floor(at / 8) * width + (at % 8)] = clamp(back[at] ?? 0);
}

/** A transform of 8 by 8 values, first along the rows and then along the columns. */
function transformed(value: (row: number, column: number) => number, factor: (to: number, from: number) => number): Float64Array {
  const rows = new Float64Array(64);
  const result = new Float64Array(64);
  for (let row = 0; row < 8; row += 1) for (let to = 0; to < 8; to += 1) for (let from = 0; from < 8; from += 1) rows[row * 8 + to] = (rows[row * 8 + to] ?? 0) + value(row, from) * factor(to, from);
  for (let column = 0; column < 8; column += 1) for (let to = 0; to < 8; to += 1) for (let from = 0; from < 8; from += 1) result[to * 8 + column] = (result[to * 8 + column] ?? 0) + (rows[from * 8 + column] ?? 0) * factor(to, from);
  return result;
}

const side = (random: () => number): number => 0.05 + random() * 0.05;
const croppedAround: Copy = (picture, random) => cropped(picture, side(random), side(random), side(random), side(random));

/** The copies that are to be found again. */
export const FOUND_COPIES = {
  'rotated by 90°': turned,
  'rotated by 180°': (picture) => turned(turned(picture)),
  'rotated by 270°': (picture) => turned(turned(turned(picture))),
  mirrored,
  'recompressed hard': (picture) => compressed(picture, 12),
  'scaled to 40 %': (picture) => resized(picture, 0.4),
  'brightened, with clipping': (picture) => brightened(picture, 1.12, 12),
  'watermarked in a corner': (picture, random) => watermarked(picture, random, false),
  'watermarked on a darker box': (picture, random) => watermarked(picture, random, true),
  'cropped by 5 % a side': (picture) => cropped(picture, 0.05, 0.05, 0.05, 0.05),
  'cropped by 5 to 10 % a side, each its own': croppedAround,
  'cropped so, recompressed and rotated': (picture, random) => turned(compressed(croppedAround(picture, random), 10)),
  'watermarked, scaled to half, recompressed': (picture, random) => compressed(resized(watermarked(picture, random, true), 0.5), 10),
} as const satisfies Readonly<Record<string, Copy>>;

/** Copies beyond what the hash is made for; measured to be told, not promised. */
export const HARD_COPIES = {
  'cropped by 5 % on one side': (picture) => cropped(picture, 0, 0, 0.05, 0),
  'cropped by 10 % on one side': (picture) => cropped(picture, 0.1, 0, 0, 0),
  'cropped by 20 % a side': (picture) => cropped(picture, 0.2, 0.2, 0.2, 0.2),
  'cropped by 5 to 10 % a side and watermarked': (picture, random) => watermarked(croppedAround(picture, random), random, true),
} as const satisfies Readonly<Record<string, Copy>>;

/** A picture's likeness, scaled as the photo worker scales it. */
export function likenessOf(picture: Picture): string {
  return pictureLikeness(scaled(picture, [0, 0, picture.width, picture.height], LIKENESS_EDGE, LIKENESS_EDGE));
}
