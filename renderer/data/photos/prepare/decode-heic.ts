import wasmUrl from 'libheif-js/libheif-wasm/libheif.wasm?url';
import { MAX_PIXELS, PhotoRefused } from './prepared-photo.ts';

/** A value of the library's that only it can look into. */
interface Opaque {
  readonly code?: unknown;
}

interface Channel {
  readonly id: unknown;
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly data: Uint8Array;
}

/** The part of libheif's C interface that is used. What fails comes back as an object with a `code`. */
interface LibHeif {
  readonly heif_error_code: { readonly heif_error_Ok: unknown };
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
  readonly heif_channel: { readonly heif_channel_interleaved: unknown };
  heif_context_alloc(): Opaque;
  heif_context_free(context: Opaque): void;
  heif_context_read_from_memory(context: Opaque, bytes: Uint8Array): Opaque;
  heif_js_context_get_primary_image_handle(context: Opaque): Opaque | null;
  heif_image_handle_get_width(handle: Opaque): number;
  heif_image_handle_get_height(handle: Opaque): number;
  heif_image_handle_release(handle: Opaque): void;
  heif_js_decode_image2(handle: Opaque, space: unknown, chroma: unknown): (Opaque & { readonly image: Opaque; readonly channels: readonly Channel[] }) | null;
  heif_image_release(image: Opaque): void;
}

let library: Promise<LibHeif> | null = null;

/** The library is large and seldom needed: its code and its wasm, two files apart from ours, are fetched with the first HEIC. */
async function load(): Promise<LibHeif> {
  const [{ default: create }, wasmBinary] = await Promise.all([import('libheif-js/libheif-wasm/libheif.js'), fetchWasm()]);
  return create({ wasmBinary }) as unknown as LibHeif;
}

async function fetchWasm(): Promise<ArrayBuffer> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`the HEIC decoder did not load: ${response.status}`);
  return response.arrayBuffer();
}

/**
 * Decodes the primary picture of a HEIC. The library applies the file's own rotation and mirroring; EXIF's orientation,
 * which says the same once more, must not be applied on top.
 * @param profile name of the file's colour profile: phones write Display P3, which would look pale as sRGB
 * @throws PhotoRefused `tooLarge` or `unreadable`
 */
export async function decodeHeic(bytes: Uint8Array, profile: string): Promise<ImageBitmap> {
  library ??= load();
  try {
    const image = decodeWith(await library, bytes, profile.includes('P3') ? 'display-p3' : 'srgb');
    return await createImageBitmap(image);
  } catch (error) {
    // After a fault inside, such as memory that ran out, the instance is not to be trusted with the next photo.
    if (!(error instanceof PhotoRefused)) library = null;
    throw error;
  }
}

function decodeWith(lib: LibHeif, bytes: Uint8Array, colorSpace: PredefinedColorSpace): ImageData {
  const context = lib.heif_context_alloc();
  try {
    const read = lib.heif_context_read_from_memory(context, bytes);
    if (read.code !== lib.heif_error_code.heif_error_Ok) throw new PhotoRefused('unreadable');
    const handle = lib.heif_js_context_get_primary_image_handle(context);
    if (handle === null || handle.code !== undefined) throw new PhotoRefused('unreadable');
    try {
      const pixels = lib.heif_image_handle_get_width(handle) * lib.heif_image_handle_get_height(handle);
      if (pixels > MAX_PIXELS) throw new PhotoRefused('tooLarge');
      return pixelsOf(lib, handle, colorSpace);
    } finally {
      lib.heif_image_handle_release(handle);
    }
  } finally {
    lib.heif_context_free(context);
  }
}

function pixelsOf(lib: LibHeif, handle: Opaque, colorSpace: PredefinedColorSpace): ImageData {
  const decoded = lib.heif_js_decode_image2(handle, lib.heif_colorspace.heif_colorspace_RGB, lib.heif_chroma.heif_chroma_interleaved_RGBA);
  if (decoded === null || decoded.code !== undefined) throw new PhotoRefused('unreadable');
  try {
    const channel = decoded.channels.find(({ id }) => id === lib.heif_channel.heif_channel_interleaved);
    if (channel === undefined) throw new PhotoRefused('unreadable');
    const { width, height, stride, data } = channel;
    const image = new ImageData(width, height, { colorSpace });
    for (let row = 0; row < height; row += 1) image.data.set(data.subarray(row * stride, row * stride + width * 4), row * width * 4);
    return image;
  } finally {
    lib.heif_image_release(decoded.image);
  }
}
