/**
 * A process that puts photos into a vault as fast as it can, several at a time, until it is killed:
 * `node vault-writer.ts FOLDER SEED`. It prints the hashes that were acknowledged.
 */
import { createHash } from 'node:crypto';
import { seededRandom } from '#shared/ports/random.ts';
import { openVault } from '../../main/services/vault/vault.ts';

const [folder = '', seed = '1'] = process.argv.slice(2);
const silent = (): void => undefined;
const vault = await openVault({ folder, log: { info: silent, warn: silent, error: silent } });
const random = seededRandom(Number(seed));
process.stdout.write('ready\n');

async function put(): Promise<never> {
  for (;;) {
    const bytes = random.bytes(20_000 + (random.bytes(1)[0] ?? 0) * 2_000);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const answer = await vault.put(hash, bytes);
    if (answer.ok) process.stdout.write(`${hash}\n`);
  }
}

await Promise.all([put(), put(), put()]);
