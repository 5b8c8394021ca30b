import { z } from 'zod';
import { text } from '../schema/fields.ts';

/** What was raised for a photo (`shared/domain/photo-flags.ts`); a flag that is not raised is left out. A newer center may know more words. */
const photoFlagsSchema = z.looseObject({
  reused: z
    .array(
      z.looseObject({
        id: z.uuid(),
        site: z.string(),
        /** `same` bytes or camera's file, or `near`. */
        match: text(40),
        /** `activity`, `item`, `station`, `year`. */
        differs: z.array(text(40)),
        /** Bits of the hash that differ, how this other photo lies, and whether one is an inner part of the other. */
        alike: z.looseObject({ distance: z.number().int(), transform: text(40), part: text(40) }),
      }),
    )
    .optional(),
  takenFarFromEvent: z.looseObject({ days: z.number().int() }).optional(),
  farFromStation: z.looseObject({ metres: z.number().int() }).optional(),
  noExifTime: z.literal(true).optional(),
  edited: z.looseObject({ software: text(200) }).optional(),
});

const flaggedPhotoSchema = z.looseObject({ id: z.uuid(), site: z.string(), flags: photoFlagsSchema });
export type FlaggedPhotoAnswer = z.infer<typeof flaggedPhotoSchema>;

/**
 * `GET /v1/photo-flags?before=<next>&limit=<n>`: the scope's photos, those written last first, for institutes and above; since
 * protocol 2. Only photos with flags are answered, so that a page can be empty and not the last.
 */
export const photoFlagsPageSchema = z.looseObject({
  photos: z.array(flaggedPhotoSchema),
  /** Photos that this page looked at. */
  looked: z.number().int(),
  /** Where the next page begins; null after the last. */
  next: z.string().nullable(),
  /** Positions of the logs that the index of alike photos has not taken in yet; 0: all that is alike is found. */
  behind: z.number().int(),
});
export type PhotoFlagsPage = z.infer<typeof photoFlagsPageSchema>;

/** `GET /v1/photo-flags/:id`: the same of one photo of the scope, with or without flags. */
export const photoFlagsOfOneSchema = z.looseObject({ photo: flaggedPhotoSchema, behind: z.number().int() });
export type PhotoFlagsOfOne = z.infer<typeof photoFlagsOfOneSchema>;
