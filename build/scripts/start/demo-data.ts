import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../../center/app/system.ts';
import type { RunningCenter } from '../../../center/app/start-center.ts';
import { fillDevice, fillPhotos, fillRecords, fillStandard } from '../../demo/fill-center.ts';
import { makeStations, type StationData } from '../../demo/make-demo.ts';
import { threadPainter } from '../../demo/painter.ts';
import { PICTURE_SIZES } from '../../demo/pictures.ts';
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

export interface DemoWishes {
  /** The demo's data folder. */
  readonly data: string;
  /** Width of the photos, in pixels. */
  readonly photoWidth: number;
  /** The photos of the station that opens first should be there before it opens. */
  readonly homeFirst: boolean;
}

/**
 * Fills the center with the demo, once. The plan is written down before the first record, so that a start that was killed
 * half-way is gone on with by the next: the same plan makes the same ids, and nothing is doubled. Answers when the app
 * may open; the other photos go on in the background.
 */
export async function fillDemo(center: RunningCenter, wishes: DemoWishes, signal: AbortSignal): Promise<DemoRest> {
  const path = join(wishes.data, 'center', 'demo.json');
  const known = readSmall(path, stateSchema);
  if (known?.done === true) return { photos: Promise.resolve() };
  const state = known ?? { seed: SEED, today: systemClock.today(), done: false };
  writeSmall(path, state);
  say('正在准备盘山县的演示数据…', 'Making the demo data of Panshan county…');
  await loadCounty(center);
  const stations = makeStations(state);
  await fillStandard(center, state);
  for (const station of stations) {
    await fillRecords(center, station);
    await fillDevice(center, station);
  }
  const photos = async (): Promise<void> => {
    if (!(await fillAllPhotos(center, stations.slice(1), wishes.photoWidth, signal))) return;
    writeSmall(path, { ...state, done: true } satisfies z.infer<typeof stateSchema>);
    say('演示照片已全部生成。', 'All demo photos are there.');
  };
  const home = fillAllPhotos(center, stations.slice(0, 1), wishes.photoWidth, signal);
  if (wishes.homeFirst) await home;
  say(`演示数据已就绪（${stations.length} 个站），其余照片在后台生成。`, `The demo data is there (${stations.length} stations); more photos follow in the background.`);
  return { photos: home.then(photos) };
}

/** False where the signal stopped it. */
async function fillAllPhotos(center: RunningCenter, stations: readonly StationData[], width: number, signal: AbortSignal): Promise<boolean> {
  const painter = threadPainter({ picture: width, thumb: Math.min(width, PICTURE_SIZES.thumb) });
  try {
    for (const station of stations) await fillPhotos(center, station, painter, signal);
    return !signal.aborted;
  } finally {
    await painter.close();
  }
}
