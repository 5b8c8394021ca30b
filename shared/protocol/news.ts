import { z } from 'zod';

/** One event of `GET /v1/news`: something within the device's scope moved. It carries no records; a pull gets them. Readers pass over types that they do not know. */
export const newsSchema = z.discriminatedUnion('type', [
  /** The county's log moved to this position. */
  z.looseObject({ type: z.literal('moved'), county: z.string(), position: z.number().int() }),
  /** Bytes of a photo within the scope arrived. */
  z.looseObject({ type: z.literal('blob'), hash: z.string(), site: z.string() }),
  /** A device within the scope was in contact. */
  z.looseObject({ type: z.literal('contact'), site: z.string() }),
  /** A push of a device of this site was held, or one was decided on (rule D1). Since protocol 2. */
  z.looseObject({ type: z.literal('held'), site: z.string() }),
]);
export type News = z.infer<typeof newsSchema>;
