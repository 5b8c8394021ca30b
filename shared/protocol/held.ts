import { z } from 'zod';
import { kind } from './exchange.ts';
import { text } from '../schema/fields.ts';

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
export const heldDecisionSchema = z.looseObject({ protocol: z.number().int(), id: z.uuid(), decision: z.enum(['confirm', 'reject']) });

/** How many were written, and how many not because the record moved on meanwhile. */
export const heldDecidedSchema = z.looseObject({ written: z.number().int(), outdated: z.number().int() });
