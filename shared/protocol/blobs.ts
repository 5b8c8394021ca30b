import { z } from 'zod';
import { sha256 } from '../schema/fields.ts';

/** The center's word that it holds these bytes, checked against their hash. */
export const blobReceiptSchema = z.looseObject({ hash: sha256, size: z.number().int() });
export type BlobReceipt = z.infer<typeof blobReceiptSchema>;

/** `POST /v1/blobs/have`: which of these does the center hold, of those that the device's scope refers to? */
export const blobsHaveRequestSchema = z.looseObject({ hashes: z.array(sha256).max(1_000) });
export const blobsHaveResponseSchema = z.looseObject({ have: z.array(sha256) });

/** Largest photo that is taken, in bytes. */
export const MAX_BLOB = 64 * 1024 * 1024;
