/**
 * A process that pushes records as fast as a center takes them: `node push-load.ts URL FLEET WARM BATCHES BATCH AT_ONCE [SEED]`.
 * Bodies are made and packed, and WARM batches pushed, before the clock starts. A BATCH of 0 pushes nothing and pulls what is
 * new, which is nothing. It prints `{ "ms", "accepted" }`.
 */
import { KINDS } from '#shared/domain/record.ts';
import type { ExchangeRequest } from '#shared/protocol/exchange.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { makeRecords } from '../data/make-records.ts';
import { readFleet } from './fleet.ts';
import { inFlight } from './in-flight.ts';
import { LoadStation, packBody } from './station.ts';

const [url = '', fleet = '', warm = '0', batches = '1', batch = '1', atOnce = '1', seed = '11'] = process.argv.slice(2);
const stations = (await readFleet(fleet)).map((key) => new LoadStation(url, key));
for (const station of stations) await station.openSession();

/** What a replica asks that has everything. */
function lookOf({ site }: LoadStation): ExchangeRequest['pull'] {
  const mark = { [site.slice(0, 6)]: 900_000_000, [`${site.slice(0, 4)}00`]: 900_000_000 };
  return { from: Object.fromEntries(KINDS.map((kind) => [kind, mark])), limit: 1_000 };
}

const jobs: { readonly station: LoadStation; readonly body: Buffer }[] = [];
for (let index = 0; index < Number(warm) + Number(batches); index += 1) {
  const station = stations[index % stations.length] as LoadStation;
  const push = makeRecords({ seed: Number(seed) + index, site: station.site, count: Number(batch) }).map(({ kind, record }) => ({ kind, base: null, record }));
  jobs.push({ station, body: await packBody({ protocol: PROTOCOL, push, pull: Number(batch) === 0 ? lookOf(station) : null }) });
}

let accepted = 0;
const push = async ({ station, body }: (typeof jobs)[number]): Promise<void> => {
  const { results } = await station.exchangePacked(body);
  accepted += results.filter(({ status }) => status === 'accepted').length;
};
await inFlight(jobs.slice(0, Number(warm)), Number(atOnce), push);
const before = accepted;
const start = performance.now();
await inFlight(jobs.slice(Number(warm)), Number(atOnce), push);
const ms = performance.now() - start;
for (const station of stations) station.close();
process.stdout.write(JSON.stringify({ ms, accepted: accepted - before }));
