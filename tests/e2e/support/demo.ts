import { startCenter } from '../../../center/app/start-center.ts';
import { fillDevice, fillPhotos, fillRecords, fillStandard } from '../../../build/demo/fill-center.ts';
import { makeStations, type DemoPlan } from '../../../build/demo/make-demo.ts';
import { threadPainter } from '../../../build/demo/painter.ts';
import { PICTURE_SIZES } from '../../../build/demo/pictures.ts';
import { loadCounty } from '../../../build/scripts/start/demo-center.ts';
import { Center } from './world.ts';

/** How much of the demo to make, and how fine. */
export interface DemoWishes {
  readonly today: string;
  /** Width of the photos, in pixels. */
  readonly photoWidth: number;
  /** How many of the demo's stations get their photos; the first is the one that `npm start` opens. */
  readonly stationsWithPhotos: number;
}

const SEED = 20_261;

/** A real center that holds the demo county. It is filled by this process before its own starts: one process owns the data at a time. */
export async function openDemoCenter(wishes: DemoWishes): Promise<Center> {
  const center = await Center.open();
  await center.kill();
  await fill(center.folder, wishes);
  await center.start();
  return center;
}

async function fill(dataDir: string, { today, photoWidth, stationsWithPhotos }: DemoWishes): Promise<void> {
  const plan: DemoPlan = { seed: SEED, today };
  const filling = await startCenter({ dataDir, port: 0, name: '盘山县新时代文明实践中心' });
  const painter = threadPainter({ picture: photoWidth, thumb: Math.min(photoWidth, PICTURE_SIZES.thumb) });
  try {
    await loadCounty(filling);
    await fillStandard(filling, plan);
    for (const [index, station] of makeStations(plan).entries()) {
      await fillRecords(filling, station);
      await fillDevice(filling, station);
      if (index < stationsWithPhotos) await fillPhotos(filling, station, painter, AbortSignal.timeout(120_000));
    }
  } finally {
    await painter.close();
    await filling.close();
  }
}
