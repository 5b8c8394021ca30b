import { z } from 'zod';
import { kind } from './exchange.ts';
import { sha256, text } from '../schema/fields.ts';

/**
 * A push that would have removed or emptied much, kept by the center until a person confirms it (rule D1). `GET /v1/held`
 * lists those of the scope, oldest first, for institutes and above; since protocol 2.
 */
export const heldPushSchema = z.looseObject({
  id: z.uuid(),
  device: z.string(),
  deviceName: text(120),
  site: z.string(),
  siteName: text(120),
  /** Milliseconds since 1970 by the center's clock: the first and the last record of it. */
  since: z.number(),
  last: z.number(),
  /** How many records wait, by kind. */
  counts: z.record(kind, z.number().int()),
  /** Names of some of them, for a person to know what it is about. */
  examples: z.array(text(200)),
});
export type HeldPush = z.infer<typeof heldPushSchema>;

export const heldResponseSchema = z.looseObject({ held: z.array(heldPushSchema) });

/** `POST /v1/held`: `confirm` writes what was held where nothing newer is there; `reject` drops it, and the records stay. */
export const heldDecisionSchema = z.looseObject({
  protocol: z.number().int(),
  id: z.uuid(),
  decision: z.enum(['confirm', 'reject']),
  /** Who decides, for the device whose push it is. */
  person: text(60).optional(),
});

/** How many were written, and how many not because the record moved on meanwhile. */
export const heldDecidedSchema = z.looseObject({ written: z.number().int(), outdated: z.number().int() });

/** What a person decided on a push of the device that asks. */
export const heldOutcomeSchema = z.looseObject({
  /** The push. */
  id: z.uuid(),
  decision: z.enum(['confirm', 'reject']),
  /** Milliseconds since 1970 by the center's clock: when it was decided (rises from one decision to the next), and when its first record was held. */
  at: z.number(),
  since: z.number(),
  /** Who decided; all '' where that was done at the center's own machine. */
  by: z.looseObject({ person: text(60), deviceName: text(120), site: z.string(), siteName: text(120) }),
  counts: z.record(kind, z.number().int()),
  /** As in {@link heldDecidedSchema}. */
  written: z.number().int(),
  outdated: z.number().int(),
  /** What was held, by the very versions. */
  records: z.array(z.looseObject({ kind, id: z.uuid(), version: sha256 })),
});
export type HeldOutcome = z.infer<typeof heldOutcomeSchema>;

/**
 * `GET /v1/held/decided?after=<at>`: decisions of the last 90 days on pushes of this very device, later than `after`, oldest
 * first; `more` where there are further ones. A center of before this answers `notFound`.
 */
export const heldOutcomesSchema = z.looseObject({ decided: z.array(heldOutcomeSchema), more: z.boolean() });
export type HeldOutcomes = z.infer<typeof heldOutcomesSchema>;
