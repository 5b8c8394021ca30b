import { z } from 'zod';

/** What a county sees of one of its sites. */
export const siteOverviewSchema = z.looseObject({
  code: z.string(),
  name: z.string(),
  tier: z.enum(['city', 'county', 'town', 'village']),
  parent: z.string(),
  /** Milliseconds since 1970 by the center's clock; null where no device of the site was ever in contact. */
  lastContact: z.number().nullable(),
  devices: z.number().int(),
  /**
   * By how much the clock of the site's device that was in contact last was off then, milliseconds (positive: ahead of the
   * center's); null where it is not known. Since protocol 2.
   */
  clockSkewMs: z.number().nullable().optional(),
  /** Records held, by kind. */
  records: z.record(z.string(), z.number().int()),
  /** Photos whose bytes are here, and photos whose record is here and whose bytes are not yet. */
  photosReceived: z.number().int(),
  photosAwaited: z.number().int(),
  /** Items of the standard in force that are complete, and items in all. */
  havesDone: z.number().int(),
  havesTotal: z.number().int(),
  /** Standing service minutes. */
  minutes: z.number().int(),
});
export type SiteOverview = z.infer<typeof siteOverviewSchema>;

/** `GET /v1/overview`: the scope's towns and villages. */
export const overviewSchema = z.looseObject({
  sites: z.array(siteOverviewSchema),
  serverTime: z.number(),
});
export type Overview = z.infer<typeof overviewSchema>;
