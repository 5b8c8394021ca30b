/**
 * A process of stations that come back after an outage: `node morning-load.ts URL FLEET RECORDS WITHIN_MS SEED`. Each begins
 * at a moment of its own, opens a session, pushes its records, pulls, and then listens to the news; what fails is tried
 * again after the wait that the sync itself would keep. It prints a {@link Morning}.
 */
import { KINDS } from '#shared/domain/record.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { addToDigest, EMPTY_DIGEST, type SetDigest } from '#shared/protocol/digest.ts';
import type { LinkError } from '#shared/protocol/errors.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { versionOf } from '#shared/schema/version.ts';
import { backoffMs } from '#shared/sync/backoff.ts';
import { Dice } from '../../../build/demo/dice.ts';
import { makeRecords } from '../data/make-records.ts';
import { readFleet } from './fleet.ts';
import { LoadStation, packBody, Refused } from './station.ts';

export interface Morning {
  /** From the first moment until the last receipt. */
  readonly totalMs: number;
  /** For each station, from its first word to the receipts of all its records. */
  readonly times: readonly number[];
  readonly accepted: number;
  readonly retries: number;
  /** News streams that were open at the end. */
  readonly listening: number;
  /** Digests of what was pushed, by kind. */
  readonly digests: Readonly<Record<string, SetDigest>>;
}

const [url = '', fleet = '', records = '1', within = '1', seed = '1'] = process.argv.slice(2);
const digests: Record<string, SetDigest> = {};
const random = seededRandom(Number(seed));
const dice = new Dice(Number(seed));

interface Returning {
  readonly station: LoadStation;
  readonly body: Buffer;
  readonly delay: number;
}

async function prepare(): Promise<Returning[]> {
  const from = Object.fromEntries(KINDS.map((kind) => [kind, {}]));
  const returning: Returning[] = [];
  for (const [index, key] of (await readFleet(fleet)).entries()) {
    const made = makeRecords({ seed: Number(seed) + index, site: key.site, count: Number(records) });
    for (const { kind, record } of made) digests[kind] = addToDigest(digests[kind] ?? EMPTY_DIGEST, kind, record.id, versionOf(record));
    const push = made.map(({ kind, record }) => ({ kind, base: null, record }));
    const body = await packBody({ protocol: PROTOCOL, push, pull: { from, limit: 2_000 } });
    returning.push({ station: new LoadStation(url, key), body, delay: dice.part() * Number(within) });
  }
  return returning;
}

const tally = { accepted: 0, retries: 0, listening: 0 };

/** A moment to come. The load is a process of its own, whose stations keep the waits that real ones keep. */
function after(milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, milliseconds);
  return promise;
}

async function comeBack({ station, body }: Returning, attempt: number): Promise<void> {
  try {
    await station.openSession();
    const { results } = await station.exchangePacked(body);
    const good = results.filter(({ status }) => status === 'accepted').length;
    if (good !== results.length) throw new TypeError(`${results.length - good} records were not accepted`);
    tally.accepted += good;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    tally.retries += 1;
    const fault: LinkError = error instanceof Refused ? error.error : { kind: 'offline', detail: String(error) };
    await after(backoffMs(fault, attempt, random));
    await comeBack({ station, body, delay: 0 }, attempt + 1);
  }
}

const returning = await prepare();
const times: number[] = [];
let last = 0;
const start = performance.now();
await Promise.all(
  returning.map(async (one) => {
    await after(one.delay);
    const began = performance.now();
    await comeBack(one, 1);
    last = performance.now();
    times.push(last - began);
    await one.station.openNews();
    tally.listening += 1;
  }),
);
const morning: Morning = { totalMs: last - start, times, ...tally, digests };
process.stdout.write(JSON.stringify(morning));
for (const { station } of returning) station.close();
