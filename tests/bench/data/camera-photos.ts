import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const [WIDTH, HEIGHT] = [4_000, 3_000];

/**
 * JPEG files of 12 megapixels, about 3 MB each, as a camera writes them: light and shade with fine noise over it, and when they
 * were taken. They are made once into the folder. Answers their paths.
 */
export async function cameraPhotos(folder: string, count: number): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const paths = Array.from({ length: count }, (_, index) => join(folder, `camera-${index}.jpg`));
  for (const [index, path] of paths.entries()) if ((await stat(path).catch(() => null)) === null) await makeOne(path, index);
  return paths;
}

async function makeOne(path: string, index: number): Promise<void> {
  const shade = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#7f8f6f', noise: { type: 'gaussian', mean: 120, sigma: 60 } } }).png().toBuffer();
  const grain = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 30 } } }).png({ compressionLevel: 0 }).toBuffer();
  const minute = String(index % 60).padStart(2, '0');
  const hour = String(8 + (Math.floor(index / 60) % 10)).padStart(2, '0');
  await sharp(shade)
    .resize(WIDTH, HEIGHT, { kernel: 'cubic' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .withExif({ IFD0: { Make: 'Bench', Model: 'Camera' }, IFD2: { DateTimeOriginal: `2026:05:01 ${hour}:${minute}:00` } })
    .jpeg({ quality: 88 })
    .toFile(path);
}
