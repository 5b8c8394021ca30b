import { blobsWanted, openToRead } from '../app/open-blobs.ts';
import { S3Fault } from '../blobs/s3-fault.ts';
import { verifyBlobs } from '../blobs/verify.ts';
import { storedPhotos } from '../store/blob-facts.ts';
import { CommandFault, none, placeOf, within, type CommandOptions } from './command.ts';
import type { Output } from './output.ts';

/** How often it is said how far it is, in photos. */
const SAY_EVERY = 1_000;

/** `verify-blobs [--quick] [--from HASH]`: reads the photos that the center gave receipts for, and names what is missing or altered. */
export async function verifyBlobsCommand(options: CommandOptions, rest: readonly string[], { out, err }: Output): Promise<number> {
  none(rest);
  const { from = '', quick = false } = options;
  if (!/^[0-9a-f]{0,64}$/.test(from)) throw new CommandFault('--from must be a hash, as this command says it where it is stopped.', 2);
  const stop = new AbortController();
  const stopping = (): void => stop.abort();
  process.once('SIGINT', stopping).once('SIGTERM', stopping);
  return await within(options, false, async ({ access }) => {
    const blobs = await openToRead(placeOf(options).dataDir, blobsWanted({}, process.env));
    let [upTo, told] = [from, 0];
    const progress = (checked: number, last: string): void => {
      upTo = last;
      if (checked - told < SAY_EVERY) return;
      told = checked;
      err(`${checked} photos, up to ${last}\n`);
    };
    const found = (hash: string, what: string): void => out(`${hash}  ${what}\n`);
    try {
      const { checked, bad } = await verifyBlobs({ photos: storedPhotos(access.db, from), blobs, quick, signal: stop.signal, found, progress });
      if (stop.signal.aborted) throw new CommandFault(`Stopped after ${checked} photos, ${bad} of them missing or altered. To go on: --from ${upTo}`);
      out(`${checked} photos in ${blobs.name}: ${bad === 0 ? `all ${quick ? 'there, as large as they were' : 'whole'}` : `${bad} missing or altered`}\n`);
      return bad === 0 ? 0 : 1;
    } catch (error) {
      if (error instanceof S3Fault) throw new CommandFault(`${blobs.name} does not answer (${error.message}). To go on: --from ${upTo}`);
      throw error;
    } finally {
      process.off('SIGINT', stopping).off('SIGTERM', stopping);
    }
  });
}
