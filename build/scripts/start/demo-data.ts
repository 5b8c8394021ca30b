import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../../center/app/system.ts';
import type { RunningCenter } from '../../../center/app/start-center.ts';
import { fillDevice, fillPhotos, fillRecords, fillStandard } from '../../demo/fill-center.ts';
import { makeStations } from '../../demo/make-demo.ts';
import { loadCounty } from './demo-center.ts';
import { say } from './say.ts';
import { readSmall, writeSmall } from './small-file.ts';

const SEED = 20_261;

const stateSchema = z.object({ seed: z.number().int(), today: z.iso.date(), done: z.boolean() });

/** What is still to be made after the app may open. */
export interface DemoRest {
  /** Settles when every picture is at the center, or the signal has stopped it. */
  readonly photos: Promise<void>;
}

/**
 * Fills the center with the demo, once. The plan is written down before the first record, so that a start that was killed
 * half-way is gone on with by the next: the same plan makes the same ids, and nothing is doubled. Answers when the app
 * may open: all records are there, and the photos of the station that opens first.
 */
export async function fillDemo(center: RunningCenter, data: string, signal: AbortSignal): Promise<DemoRest> {
  const path = join(data, 'center', 'demo.json');
  const known = readSmall(path, stateSchema);
  if (known?.done === true) return { photos: Promise.resolve() };
  const state = known ?? { seed: SEED, today: systemClock.today(), done: false };
  writeSmall(path, state);
  say('首次启动：正在准备盘山县的演示数据…', 'First start: making the demo data of Panshan county…');
  await loadCounty(center);
  const stations = makeStations(state);
  await fillStandard(center, state);
  for (const station of stations) {
    await fillRecords(center, station);
    fillDevice(center, station);
  }
  const [home, ...others] = stations;
  if (home !== undefined) await fillPhotos(center, home, signal);
  say(`演示数据已就绪（${stations.length} 个站），其余照片在后台生成。`, `The demo data is there (${stations.length} stations); more photos follow in the background.`);
  return { photos: finish(async () => {
    for (const station of others) await fillPhotos(center, station, signal);
    if (!signal.aborted) writeSmall(path, { ...state, done: true } satisfies z.infer<typeof stateSchema>);
  }) };
}

/** Begins after the caller went on, so that the app opens first. */
async function finish(work: () => Promise<void>): Promise<void> {
  await new Promise((go) => setImmediate(go));
  await work();
}
