import { z } from 'zod';
import { kind } from '../protocol/exchange.ts';
import { anyRecord, sha256 } from '../schema/fields.ts';

/** The largest number of entries in one call. */
export const MAX_UNSENT = 1_000;

/** Length of a record's JSON at most, as the center's limit for one. */
export const MAX_UNSENT_TEXT = 256 * 1024;

const bounded = anyRecord.refine((record) => JSON.stringify(record).length <= MAX_UNSENT_TEXT, 'too large');

/** Names one version of a record that waits. */
export const unsentKeySchema = z.object({ kind, id: z.uuid(), version: sha256 });
export type UnsentKey = z.infer<typeof unsentKeySchema>;

/** An edit that waits to be sent, with all that is needed to send it from an empty replica. */
export const unsentEntrySchema = unsentKeySchema.extend({
  /** The center's state that the edit started from, and its version; null where the center knows of none. */
  base: bounded.nullable(),
  baseVersion: sha256.nullable(),
  /** Versions since the base that may have been sent, see `Pending`. */
  earlier: z.array(sha256).max(100),
  record: bounded,
});
export type UnsentEntry = z.infer<typeof unsentEntrySchema>;
