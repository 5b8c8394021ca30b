import { z } from 'zod';

/** Validators without `eval`: the renderer's content security policy forbids generated code. */
z.config({ jitless: true });

/** Text with a bound, so that no field can grow without limit. */
export const text = (max: number) => z.string().max(max);

/** A UUIDv7 or, in text that may be empty, a reference to one. */
const id = z.uuid();
export const reference = z.union([z.literal(''), z.uuid()]);
export const references = z.array(z.uuid()).max(2_000);

/** A calendar day by the user, `YYYY-MM-DD`, one that exists. */
export const day = z.iso.date();
export const dayOrEmpty = z.union([z.literal(''), z.iso.date()]);

/** A device's clock, ISO 8601 with `Z`. */
const instant = z.iso.datetime();

/** A division code, or a position below a village (further digits). */
export const siteCode = z.string().regex(/^\d{4,18}$/);

/** A SHA-256 in lower-case hex. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const sha256OrEmpty = z.string().regex(/^([0-9a-f]{64})?$/);

export const count = (max: number) => z.number().int().min(0).max(max);

const author = z.looseObject({ device: text(64), person: text(64) });

const conflict = z.looseObject({
  field: text(64),
  base: z.unknown(),
  mine: z.unknown(),
  theirs: z.unknown(),
  who: author,
  when: text(40),
});

const settlement = z.looseObject({ conflict, before: z.unknown(), value: z.unknown(), who: author, when: text(40) });

/** The shape that every record has. */
export const base = {
  id,
  site: siteCode,
  v: z.number().int().min(1),
  createdAt: instant,
  updatedAt: instant,
  by: author,
  removed: z.boolean(),
  conflicts: z.array(conflict).max(1_000),
  settled: z.array(settlement).max(1_000).optional(),
};

/** What any record must have, whatever its kind: kinds from a newer version are checked by this alone, and kept. */
export const anyRecord = z.looseObject(base);
