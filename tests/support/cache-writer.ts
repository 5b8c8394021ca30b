/**
 * A process that puts photos into a cache as fast as it can, several at a time, until it is killed:
 * `node cache-writer.ts FOLDER SEED`. It prints a line for each.
 */
import { createHash } from 'node:crypto';
import { seededRandom } from '#shared/ports/random.ts';
import { PhotoCache, type PhotoCacheOptions } from '../../main/services/photo-cache/photo-cache.ts';

const [folder = '', seed = '1'] = process.argv.slice(2);
const silent = (): void => undefined;
const clock: PhotoCacheOptions['clock'] = { now: () => Date.now(), today: () => '2026-05-20' };
const cache = new PhotoCache({ folder, clock, log: { info: silent, warn: silent, error: silent }, freeBytes: () => Promise.resolve(1e12) });
await cache.setLimit(2_000_000);
const random = seededRandom(Number(seed));

async function put(): Promise<never> {
  for (;;) {
    const bytes = random.bytes(20_000 + (random.bytes(1)[0] ?? 0) * 2_000);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (await cache.put(hash, bytes)) process.stdout.write(`${hash}\n`);
  }
}

await Promise.all([put(), put(), put()]);
