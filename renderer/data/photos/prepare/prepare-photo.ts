import { decodeHeic } from './decode-heic.ts';
import { readExif } from './exif-facts.ts';
import { inspect } from './inspect.ts';
import { makePictures } from './make-pictures.ts';
import { MAX_FILE_BYTES, MAX_PIXELS, PhotoRefused, type Preparation, type PreparedPhoto, type PrepareRequest } from './prepared-photo.ts';
import { sniff, type PhotoType } from './sniff.ts';

/** Enough to see the kind of a file. */
const HEAD_BYTES = 512;

/** Makes one file into a photo that can be kept, or says why it is none. Never throws. */
export async function preparePhoto({ file, edge }: PrepareRequest): Promise<Preparation> {
  try {
    return await prepare(file, edge);
  } catch (error) {
    const reason = error instanceof PhotoRefused ? error.reason : 'unreadable';
    return { ok: false, name: file.name, reason, detail: String(error) };
  }
}

async function prepare(file: File, edge: number): Promise<PreparedPhoto> {
  if (file.size === 0) throw new PhotoRefused('empty');
  // The beginning first: a film is no photo, and need not be read to its end to see that.
  const type = sniff(await read(file.slice(0, HEAD_BYTES)));
  if (type === null) throw new PhotoRefused('notAPhoto');
  if (file.size > MAX_FILE_BYTES) throw new PhotoRefused('tooLarge');
  const original = await read(file);
  const size = inspect(original, type);
  if (size !== null && size.width * size.height > MAX_PIXELS) throw new PhotoRefused('tooLarge');
  // Time and place are read first: encoding drops them.
  const { profile, ...exif } = await readExif(original, type);
  const source = await decode(original, type, profile);
  const { width, height, bytes, thumb, phash, likeness } = await makePictures(source, edge).finally(() => source.close());
  const facts = {
    hash: await sha256(bytes),
    size: bytes.length,
    type: 'image/jpeg',
    width,
    height,
    thumbHash: await sha256(thumb),
    thumbSize: thumb.length,
    originalHash: await sha256(original),
    originalSize: original.length,
    originalName: file.name.slice(0, 300).toWellFormed(),
    phash,
    likeness,
    ...exif,
  };
  return { ok: true, name: file.name, facts, bytes, thumb };
}

/** A browser says by the error's name whether a chosen file is gone or cannot be read. */
async function read(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new PhotoRefused(error instanceof DOMException && error.name === 'NotFoundError' ? 'gone' : 'locked');
  }
}

function decode(original: Uint8Array<ArrayBuffer>, type: PhotoType, profile: string): Promise<ImageBitmap> {
  if (type === 'image/heic') return decodeHeic(original, profile);
  return createImageBitmap(new Blob([original], { type }), { imageOrientation: 'from-image' });
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
