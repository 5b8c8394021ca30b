import { z } from 'zod';

/** Why the center refused a whole request. */
export const REFUSED_CODES = [
  'badRequest',
  'badCode',
  'usedCode',
  'expiredCode',
  'unauthorized',
  'revoked',
  'outOfScope',
  'notFound',
  'notWanted',
  'hashMismatch',
  'tooLarge',
  'storageFull',
] as const;
export type RefusedCode = (typeof REFUSED_CODES)[number];

/**
 * All that can go wrong between a host and its center; a closed union, so that every caller says what the user can do.
 * - `offline`: nothing was reached; try again later
 * - `refused`: the center said no, and the same request will be refused again; a code that only a newer center knows reads as `badRequest`
 * - `tooOld` / `tooNew`: the protocol versions do not meet; update this program (or the center)
 * - `busy`: try again after `retryAfterMs`
 */
export const linkErrorSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('offline'), detail: z.string() }),
  z.looseObject({ kind: z.literal('refused'), code: z.enum(REFUSED_CODES).catch('badRequest'), detail: z.string() }),
  z.looseObject({ kind: z.literal('tooOld'), min: z.number().int() }),
  z.looseObject({ kind: z.literal('tooNew'), max: z.number().int() }),
  z.looseObject({ kind: z.literal('busy'), retryAfterMs: z.number() }),
]);
export type LinkError = z.infer<typeof linkErrorSchema>;

/** Body of every answer of the center that is not a success; the HTTP status goes with it (docs/sync.md). */
export const errorBodySchema = z.looseObject({ error: linkErrorSchema });

/** A value, or what went wrong. Bugs throw; what can be expected to happen does not. */
export type Result<T, E = LinkError> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const failed = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Schema of a {@link Result} of a link. */
export function resultOf<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: linkErrorSchema }),
  ]);
}
