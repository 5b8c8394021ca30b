import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { seededRandom, type Random } from '#shared/ports/random.ts';
import { PhotoCache } from '../../../main/services/photo-cache/photo-cache.ts';
import { MemoryLog, temporaryFolder } from '../../support/host.ts';
import { between, faultRounds } from '../../support/kill-loop.ts';

const WRITER = fileURLToPath(new URL('../../support/cache-writer.ts', import.meta.url));

/** Lets a process write, well past the limit at times, and kills it in the middle. */
async function writeUntilKilled(folder: string, seed: number, random: Random): Promise<void> {
  const writer = spawn(process.execPath, [WRITER, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(writer, 'exit');
  const enough = between(random, 1, 40);
  let written = 0;
  for await (const _ of createInterface({ input: writer.stdout })) {
    written += 1;
    if (written === enough) setTimeout(() => writer.kill('SIGKILL'), between(random, 0, 6));
  }
  await ended;
}

it('a cache whose process is killed at any moment stays within its limit, counts what is there, and has no file that is not whole', async () => {
  const folder = join(await temporaryFolder(), 'photo-cache');
  const random = seededRandom(Number(process.env['QIYOU_FAULT_SEED'] ?? '1'));
  for (let round = 0; round < faultRounds(4); round += 1) await writeUntilKilled(folder, round + 1, random);
  const log = new MemoryLog();
  const cache = new PhotoCache({ folder, clock: { now: () => 0, today: () => '2026-05-20' }, log, freeBytes: () => Promise.resolve(1e12) });
  const { bytes, files, limitBytes } = await cache.state();
  expect(limitBytes).toBe(2_000_000);
  expect(bytes).toBeLessThanOrEqual(limitBytes);
  expect(files).toBeGreaterThan(0);
  const names = (await readdir(folder, { recursive: true })).flatMap((name) => /[0-9a-f]{64}$/.exec(name)?.[0] ?? []);
  expect(names.length).toBe(files);
  const sizes = await Promise.all(names.map(async (hash) => (await cache.read(hash))?.length ?? -1));
  expect(sizes.reduce((total, size) => total + size, 0)).toBe(bytes);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  expect(log.lines).toEqual([]);
}, 60_000);
