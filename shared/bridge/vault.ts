import { z } from 'zod';
import { count, dayOrEmpty, sha256, text } from '../schema/fields.ts';

/** The largest number of references in one call. */
export const MAX_REFERENCES = 1_000;

/**
 * Something that names a photo's bytes. With a `record` it is an evidence record: its id, which of its two files it names,
 * and what a person knows it by. Without one it is a draft, a queue or a book: the bytes must stay, and that is all.
 */
export const referenceSchema = z.object({
  hash: sha256,
  record: z.union([z.literal(''), z.uuid()]),
  part: z.enum(['picture', 'thumb', 'other']),
  name: text(300),
  day: dayOrEmpty,
  /** The bytes were taken in on this machine, so that they must be in its vault; others may lie at the center alone. */
  here: z.boolean(),
});
export type Reference = z.infer<typeof referenceSchema>;

/**
 * A portion of all references of one replica. `from` is how many came before it; 0 begins a list anew. The list counts
 * for collection only if it ends as `whole`: every record was pulled, nothing failed. `partial` ends one that can name
 * records in a check and no more.
 */
export const referPortionSchema = z.object({
  replica: z.string().regex(/^[0-9A-Za-z_-]{1,100}$/),
  from: count(10_000_000),
  entries: z.array(referenceSchema).max(MAX_REFERENCES),
  end: z.enum(['more', 'partial', 'whole']),
});
export type ReferPortion = z.infer<typeof referPortionSchema>;

/** What became of a file that was found missing or altered: fetched from the center, or why not. */
const mendedSchema = z.enum(['mended', 'unreachable', 'notThere', 'notKept']);

const findingSchema = z.object({
  hash: sha256,
  /** `altered`: its bytes are not what they were; the file was set aside. */
  problem: z.enum(['missing', 'altered']),
  outcome: mendedSchema,
  records: z.array(referenceSchema.pick({ record: true, part: true, name: true, day: true })).max(20),
});
export type VaultFinding = z.infer<typeof findingSchema>;

/** How a check of the vault stands. */
export const vaultCheckSchema = z.object({
  state: z.enum(['idle', 'running', 'done', 'stopped', 'failed']),
  /** Files looked at, and files in all. */
  checked: count(100_000_000),
  total: count(100_000_000),
  /** The first of what was found; `found` counts all, `mended` those that were fetched again. */
  findings: z.array(findingSchema).max(500),
  found: count(100_000_000),
  mended: count(100_000_000),
});
export type VaultCheck = z.infer<typeof vaultCheckSchema>;
