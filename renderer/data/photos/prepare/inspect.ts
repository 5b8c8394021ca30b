import { inspectHeic } from './inspect-heic.ts';
import { inspectJpeg } from './inspect-jpeg.ts';
import { inspectPng } from './inspect-png.ts';
import { inspectWebp } from './inspect-webp.ts';
import type { PixelSize } from './prepared-photo.ts';
import type { PhotoType } from './sniff.ts';

/**
 * Checks that a picture is whole and says how large it is, without decoding it; null where only the decoder can say (HEIC).
 * @throws PhotoRefused `truncated` or `unreadable`
 */
export function inspect(bytes: Uint8Array, type: PhotoType): PixelSize | null {
  switch (type) {
    case 'image/jpeg':
      return inspectJpeg(bytes);
    case 'image/png':
      return inspectPng(bytes);
    case 'image/webp':
      return inspectWebp(bytes);
    case 'image/heic':
      inspectHeic(bytes);
      return null;
  }
}
