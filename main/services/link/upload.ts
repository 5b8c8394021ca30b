import { z } from 'zod';
import { blobReceiptSchema, type BlobReceipt } from '#shared/protocol/blobs.ts';
import { failed, type Result } from '#shared/protocol/errors.ts';
import type { Vault } from '../vault/vault.ts';
import { readAs, type CenterRequest } from './request.ts';

export interface UploadOptions {
  readonly send: <T>(request: CenterRequest<T>) => Promise<Result<T>>;
  readonly vault: Pick<Vault, 'open'>;
  readonly timeouts: { readonly ask: number; readonly perKiB: number };
}

/** Below this it is quicker to send the whole than to ask how much of it the center has. */
const WORTH_ASKING = 32 * 1024;

/** What a machine's own buffers may still hold of a body when its last part was taken, bytes. */
const BUFFERED = 512 * 1024;

const receivedSchema = z.looseObject({ received: z.number().int().min(0) });

/**
 * Streams a photo from the vault, from where an upload that broke off ended. A receipt means that the center checked the
 * whole of it and stored it.
 */
export async function upload(options: UploadOptions, hash: string, type: string): Promise<Result<BlobReceipt>> {
  const { send, vault, timeouts } = options;
  const photo = await vault.open(hash);
  if (photo === null) return failed({ kind: 'refused', code: 'notFound', detail: 'the photo is not in the vault' });
  const from = photo.size > WORTH_ASKING ? await received(options, hash, photo.size) : 0;
  return send<BlobReceipt>({
    method: 'PUT',
    path: `/v1/blobs/${hash}`,
    body: () => ({
      bytes: ReadableStream.from(from === photo.size ? [] : photo.stream(from)) as ReadableStream<Uint8Array<ArrayBuffer>>,
      headers: {
        'content-type': type === '' ? 'application/octet-stream' : type,
        'content-length': String(photo.size - from),
        ...(from === 0 ? {} : { 'upload-offset': String(from) }),
      },
    }),
    timeoutMs: timeouts.ask + (Math.min(photo.size - from, BUFFERED) / 1024) * timeouts.perKiB,
    read: readAs(blobReceiptSchema),
  });
}

/** Bytes of it that the center kept of an upload that broke off, all where only its answer was lost; 0 also where it cannot say, as one of an earlier version. */
async function received({ send, timeouts }: UploadOptions, hash: string, size: number): Promise<number> {
  const answer = await send<z.infer<typeof receivedSchema>>({ method: 'GET', path: `/v1/blobs/${hash}/received`, timeoutMs: timeouts.ask, read: readAs(receivedSchema) });
  return answer.ok && answer.value.received <= size ? answer.value.received : 0;
}
