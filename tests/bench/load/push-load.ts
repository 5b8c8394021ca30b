/**
 * A process that pushes records as fast as a center takes them: `node push-load.ts URL FLEET BATCHES BATCH AT_ONCE SEED`.
 * Bodies are made and packed before the clock starts. It prints `{ "ms", "accepted" }`.
 */
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import { makeRecords } from '../data/make-records.ts';
import { readFleet } from './fleet.ts';
import { inFlight } from './in-flight.ts';
import { LoadStation, packBody } from './station.ts';

const [url = '', fleet = '', batches = '1', batch = '1', atOnce = '1', seed = '1'] = process.argv.slice(2);
const stations = (await readFleet(fleet)).map((key) => new LoadStation(url, key));
for (const station of stations) await station.openSession();

const jobs: { readonly station: LoadStation; readonly body: Buffer }[] = [];
for (let index = 0; index < Number(batches); index += 1) {
  const station = stations[index % stations.length] as LoadStation;
  const push = makeRecords({ seed: Number(seed) + index, site: station.site, count: Number(batch) }).map(({ kind, record }) => ({ kind, base: null, record }));
  jobs.push({ station, body: await packBody({ protocol: PROTOCOL, push, pull: null }) });
}

let accepted = 0;
const start = performance.now();
await inFlight(jobs, Number(atOnce), async ({ station, body }) => {
  const { results } = await station.exchangePacked(body);
  accepted += results.filter(({ status }) => status === 'accepted').length;
});
const ms = performance.now() - start;
for (const station of stations) station.close();
process.stdout.write(JSON.stringify({ ms, accepted }));
