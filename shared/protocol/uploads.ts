import { z } from 'zod';
import { sha256 } from '../schema/fields.ts';
import { blobReceiptSchema } from './blobs.ts';

/** The version of the tus protocol by which photos are uploaded (`/v1/uploads`); its 1.0.0, with creation and creation-with-upload. */
export const TUS = '1.0.0';

/** Photos in one offer. */
export const MAX_OFFERED = 200;

/**
 * `POST /v1/blobs/offer`: what of these has to travel? The answer is the same for bytes that are not here and for bytes that
 * only others have, so that asking tells nothing; the nonce is good for this device and a few minutes.
 */
export const offerRequestSchema = z.looseObject({ hashes: z.array(sha256).min(1).max(MAX_OFFERED) });
export const offerResponseSchema = z.looseObject({
  nonce: z.string().min(16).max(200),
  blobs: z.array(
    z.looseObject({
      hash: sha256,
      /** `have`: here and known to the scope, nothing to do; `wanted`: prove it or send it; `notWanted`: no record of the scope names it (yet). */
      state: z.enum(['have', 'wanted', 'notWanted']).catch('wanted'),
      /** Bytes of an upload of this site's that broke off; the whole size where `have`. */
      received: z.number().int().min(0),
    }),
  ),
});
export type OfferResponse = z.infer<typeof offerResponseSchema>;

/**
 * `POST /v1/blobs/prove`: who has the bytes shows it without sending them, by `mac`: HMAC-SHA-256 (hex) over the whole of the
 * bytes, keyed with the UTF-8 text of the nonce. The answer names those that are received by it; the rest has to be sent.
 */
export const proveRequestSchema = z.looseObject({
  nonce: z.string().min(16).max(200),
  proofs: z.array(z.looseObject({ hash: sha256, mac: z.string().regex(/^[0-9a-f]{64}$/) })).min(1).max(MAX_OFFERED),
});
export const proveResponseSchema = z.looseObject({ receipts: z.array(blobReceiptSchema) });

/** The media type of {@link MAX_BATCH} bytes of small photos: each is its hash (32 bytes), its size (4 bytes, big-endian), its bytes. */
export const BATCH_TYPE = 'application/vnd.qiyou.blobs';
/** Bytes of one batch, its frames included, and photos in it. */
export const MAX_BATCH = 8 * 1024 * 1024;
export const MAX_IN_BATCH = 500;
/** The largest photo that may travel in a batch, bytes. */
export const MAX_SMALL = 256 * 1024;

/**
 * `POST /v1/blobs/batch`: small photos (the thumbnails of a day) in one request. Each is stored as soon as it has come, also
 * where the request breaks off after it; one that is refused holds up none of the others.
 */
export const batchResponseSchema = z.looseObject({
  receipts: z.array(blobReceiptSchema),
  refused: z.array(z.looseObject({ hash: sha256, code: z.enum(['notWanted', 'hashMismatch', 'tooLarge', 'storageFull', 'badRequest', 'busy']).catch('badRequest') })),
});
export type BatchResponse = z.infer<typeof batchResponseSchema>;
