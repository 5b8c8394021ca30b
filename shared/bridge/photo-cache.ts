import { z } from 'zod';

const MIB = 1024 * 1024;

/** The least and the most that the photo cache may be told to take, bytes. */
export const LEAST_CACHE_LIMIT = 500 * MIB;
export const MOST_CACHE_LIMIT = 50 * 1024 * MIB;

const size = z.number().int().min(0);

/** How the photo cache stands. `freeBytes`: of the disk that holds it. */
export const photoCacheStateSchema = z.object({ bytes: size, files: size, limitBytes: size, freeBytes: size });
export type PhotoCacheState = z.infer<typeof photoCacheStateSchema>;

/** The cache of photos that an office looked at and that are not its own. Nothing is lost by clearing it: the center has them. */
export const photoCacheChannels = {
  'cache.state': { input: z.null(), output: photoCacheStateSchema },
  /** Takes effect at once: what is over a lower limit goes before it answers. */
  'cache.limit': { input: z.object({ bytes: z.number().int().min(LEAST_CACHE_LIMIT).max(MOST_CACHE_LIMIT) }), output: photoCacheStateSchema },
  'cache.clear': { input: z.null(), output: photoCacheStateSchema },
} as const;
