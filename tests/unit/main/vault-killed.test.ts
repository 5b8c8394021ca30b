import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { seededRandom, type Random } from '#shared/ports/random.ts';
import { openVault } from '../../../main/services/vault/vault.ts';
import { MemoryLog, temporaryFolder } from '../../support/host.ts';
import { between, faultRounds } from '../../support/kill-loop.ts';

const WRITER = fileURLToPath(new URL('../../support/vault-writer.ts', import.meta.url));

/** Lets a process write, and kills it at a moment that it does not know of: after so many photos were acknowledged, in the middle of the next ones. */
async function writeUntilKilled(folder: string, seed: number, random: Random): Promise<readonly string[]> {
  const writer = spawn(process.execPath, [WRITER, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(writer, 'exit');
  const acknowledged: string[] = [];
  const enough = between(random, 1, 40);
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line !== 'ready') acknowledged.push(line);
    if (acknowledged.length === enough) setTimeout(() => writer.kill('SIGKILL'), between(random, 0, 6));
  }
  await ended;
  return acknowledged.filter((line) => line.length === 64);
}

it('a vault whose process is killed at any moment has every photo that it acknowledged, none that is not whole, and nothing left over', async () => {
  const folder = await temporaryFolder();
  const random = seededRandom(Number(process.env['QIYOU_FAULT_SEED'] ?? '1'));
  const promised: string[] = [];
  for (let round = 0; round < faultRounds(4); round += 1) promised.push(...(await writeUntilKilled(folder, round + 1, random)));
  const log = new MemoryLog();
  const vault = await openVault({ folder, log });
  expect(promised.length).toBeGreaterThan(0);
  const lost: string[] = [];
  for (const hash of promised) if ((await vault.check(hash)) !== 'whole') lost.push(hash);
  expect(lost).toEqual([]);
  const broken: string[] = [];
  for await (const hashes of vault.hashes()) for (const hash of hashes) if ((await vault.check(hash)) !== 'whole') broken.push(hash);
  expect(broken).toEqual([]);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  expect(log.lines).toEqual([]);
}, 60_000);
