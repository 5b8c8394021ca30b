import { z } from 'zod';
import { anyRecord, sha256, text } from '../schema/fields.ts';
import { kind } from './exchange.ts';

/** The largest number of records that one request compares. */
export const MAX_COMPARED = 2_000;

/**
 * `POST /v1/reconcile`, since protocol 2 (rule C2): the replica names what it has of one kind and month, in a range of
 * ids; the center answers where the two differ. Local edits that wait are named with the version of their base, and not
 * at all where they have none.
 */
export const reconcileRequestSchema = z.looseObject({
  protocol: z.number().int(),
  kind,
  /** `YYYY-MM` of the ids, or `0000-00`. */
  month: z.string().regex(/^\d{4,5}-\d{2}$/),
  /** Ids above this one are compared, in the order of their text; '' from the first. */
  after: text(36),
  /** And up to this one; null to the last. */
  until: text(36).nullable(),
  have: z.array(z.looseObject({ id: z.uuid(), version: sha256 })).max(MAX_COMPARED),
});
export type ReconcileRequest = z.infer<typeof reconcileRequestSchema>;

/**
 * How a record differs, as the replica sees it.
 * - `missing`: the center has it, the replica does not
 * - `stale`: the replica has a version that the center had before
 * - `altered`: the replica has a version that the center never accepted
 * - `extra`: the center has no such record; it is to be pushed
 * - `left`: the center has it outside of the scope (rule L3)
 * - `unknown`: a difference that only a newer center knows; no center of this version says it. Where it carries the center's
 *   record it is dealt with as `altered`: what is here is kept aside, and no value is lost; without one nothing is done.
 */
export const DIFFERENCES = ['missing', 'stale', 'altered', 'extra', 'left', 'unknown'] as const;
export type Difference = (typeof DIFFERENCES)[number];

export const reconcileResponseSchema = z.looseObject({
  differing: z.array(
    z.looseObject({
      id: z.uuid(),
      state: z.enum(DIFFERENCES).catch('unknown'),
      /** The center's record, where it is missing, stale or altered here. */
      record: anyRecord.optional(),
      /** The center's record was written after its log was restored last. */
      sinceRestore: z.boolean().optional(),
      /** What the center had of such a record when its log was restored; left out where it had none. */
      atRestore: anyRecord.optional(),
    }),
  ),
  /** Compared up to this id; null where everything asked for was. Go on after it. */
  through: text(36).nullable(),
});
export type ReconcileResponse = z.infer<typeof reconcileResponseSchema>;
