/**
 * A process of connected stations, each with an open news stream, that exchange in turns: `node exchange-load.ts URL FLEET
 * EXCHANGES AT_ONCE SEED`. An exchange pushes one record and pulls what is new. It prints `{ "times": [milliseconds…] }`.
 */
import { KINDS } from '#shared/domain/record.ts';
import { PROTOCOL } from '#shared/protocol/protocol-version.ts';
import type { Checkpoint } from '#shared/protocol/exchange.ts';
import { makeRecords } from '../data/make-records.ts';
import { readFleet } from './fleet.ts';
import { inFlight } from './in-flight.ts';
import { LoadStation } from './station.ts';

const [url = '', fleet = '', exchanges = '1', atOnce = '1', seed = '1'] = process.argv.slice(2);
const stations = (await readFleet(fleet)).map((key) => new LoadStation(url, key));
const through = new Map<LoadStation, Checkpoint>();

async function exchange(station: LoadStation, index: number): Promise<number> {
  const at = through.get(station) ?? {};
  const push = makeRecords({ seed: Number(seed) + index, site: station.site, count: 3 }).slice(2).map(({ kind, record }) => ({ kind, base: null, record }));
  const start = performance.now();
  const answer = await station.exchange({ protocol: PROTOCOL, push, pull: { from: Object.fromEntries(KINDS.map((kind) => [kind, at])), limit: 1_000 } });
  const ms = performance.now() - start;
  if (answer.results[0]?.status !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer.results[0])}`);
  through.set(station, answer.pull?.through ?? {});
  return ms;
}

await inFlight(stations, 32, async (station, index) => {
  await station.openSession();
  await station.openNews();
  await exchange(station, 1_000_000 + index);
});
const times: number[] = [];
const turns = Array.from({ length: Number(exchanges) }, (_, index) => stations[index % stations.length] as LoadStation);
await inFlight(turns, Math.min(Number(atOnce), stations.length), async (station, index) => void times.push(await exchange(station, index)));
for (const station of stations) station.close();
process.stdout.write(JSON.stringify({ times }));
