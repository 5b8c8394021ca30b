import { crc32, deflateSync } from 'node:zlib';
import type { Canvas } from './canvas.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Each row is stored as what differs from the row above, which in flat pictures is almost nothing. */
const FILTER_UP = 2;

/** The picture as PNG (8 bits a channel, RGB). The same picture gives the same bytes. */
export function pngOf({ width, height, pixels }: Canvas): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(filtered(pixels, width * 3, height), { level: 6 })), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat(parts));
}

function filtered(pixels: Uint8Array, stride: number, height: number): Buffer {
  const rows = Buffer.alloc((stride + 1) * height);
  let to = 0;
  for (let row = 0, from = 0; row < height; row += 1) {
    rows[to] = FILTER_UP;
    to += 1;
    for (let at = 0; at < stride; at += 1, from += 1, to += 1) rows[to] = (pixels[from] ?? 0) - (row === 0 ? 0 : (pixels[from - stride] ?? 0));
  }
  return rows;
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
