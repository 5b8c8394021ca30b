import { S3Fault } from '../blobs/s3-fault.ts';
import { Fault } from './faults.ts';

/** What stores the photos is away: how soon it is worth asking again, milliseconds. */
export const AWAY_MS = 30_000;

/** Waits for what may be out of reach; a photo's sender or reader asks again then. */
export async function inReach<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof S3Fault ? new Fault({ kind: 'busy', retryAfterMs: AWAY_MS }) : error;
  }
}
