/**
 * A process that pushes records as fast as a center takes them: `node push-load.ts URL FLEET WARM BATCHES BATCH AT_ONCE`.
 * Bodies are made and packed, and WARM batches pushed, before the clock starts. It prints `{ "ms", "accepted" }`.
 */
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { makeRecords } from '../data/make-records.ts';
import { readFleet } from './fleet.ts';
import { inFlight } from './in-flight.ts';
import { LoadStation, packBody } from './station.ts';

const [url = '', fleet = '', warm = '0', batches = '1', batch = '1', atOnce = '1'] = process.argv.slice(2);
const stations = (await readFleet(fleet)).map((key) => new LoadStation(url, key));
for (const station of stations) await station.openSession();

const jobs: { readonly station: LoadStation; readonly body: Buffer }[] = [];
for (let index = 0; index < Number(warm) + Number(batches); index += 1) {
  const station = stations[index % stations.length] as LoadStation;
  const push = makeRecords({ seed: 11 + index, site: station.site, count: Number(batch) }).map(({ kind, record }) => ({ kind, base: null, record }));
  jobs.push({ station, body: await packBody({ protocol: PROTOCOL, push, pull: null }) });
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
