import { z } from 'zod';

/** What the processes of a center tell each other. A process of another version may say what this one does not know. */
const signalSchema = z.discriminatedUnion('type', [
  /** Heads of the counties' logs that moved. */
  z.object({ type: z.literal('moved'), heads: z.record(z.string(), z.number().int()) }),
  z.object({ type: z.literal('blob'), hash: z.string(), sites: z.array(z.string()) }),
  z.object({ type: z.literal('contact'), site: z.string() }),
  z.object({ type: z.literal('held'), site: z.string() }),
]);
export type Signal = z.infer<typeof signalSchema>;

/** A message as it came, or null where it says nothing to this process. */
export function signalOf(message: unknown): Signal | null {
  const parsed = signalSchema.safeParse(message);
  return parsed.success ? parsed.data : null;
}
