import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** JPEG files of noise, each another picture, made by the page's own browser. Answers their paths. */
export async function photoFiles(page: Page, count: number, width = 1600, height = 1200): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'qiyou-e2e-photos-'));
  const files: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const base64 = await page.evaluate(drawJpeg, { seed: n + 1, width, height });
    const path = join(folder, `照片 ${n + 1}.jpg`);
    await writeFile(path, Buffer.from(base64, 'base64'));
    files.push(path);
  }
  return files;
}

/** Runs in the page. */
async function drawJpeg({ seed, width, height }: { readonly seed: number; readonly width: number; readonly height: number }): Promise<string> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  let state = seed * 7_919;
  for (let y = 0; y < height; y += 8) {
    for (let x = 0; x < width; x += 8) {
      state = (state * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff;
      context.fillStyle = `hsl(${(seed * 47 + y / 8) % 360} 60% ${20 + ((state >> 16) % 60)}%)`;
      context.fillRect(x, y, 8, 8);
    }
  }
  const url = canvas.toDataURL('image/jpeg', 0.92);
  return url.slice(url.indexOf(',') + 1);
}
