/**
 * A process of stations that do nothing but listen: `node streams-load.ts URL FLEET PID COUNT COUNT…`. It opens news streams
 * up to each count in turn, and prints `{ "kib": [resident memory of PID at each count…] }`.
 */
import { readFile } from 'node:fs/promises';
import { readFleet } from './fleet.ts';
import { inFlight } from './in-flight.ts';
import { LoadStation } from './station.ts';

const [url = '', fleet = '', pid = '', ...counts] = process.argv.slice(2);
const keys = await readFleet(fleet);
const open: LoadStation[] = [];
const kib: number[] = [];
for (const count of counts.map(Number)) {
  await inFlight(keys.slice(open.length, count), 16, async (key) => {
    const station = new LoadStation(url, key);
    await station.openSession();
    await station.openNews();
    open.push(station);
  });
  if (open.length !== count) throw new Error(`${open.length} of ${count} streams`);
  kib.push(Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0));
}
for (const station of open) station.close();
process.stdout.write(JSON.stringify({ kib }));
