import { expect, it, onTestFinished } from 'vitest';
import { seededRandom } from '#shared/ports/random.ts';
import { BadLine, WINDOW, WORST } from '../support/bad-line.ts';
import { endProcess, startCenterProcess } from '../support/center-process.ts';
import { activity, COUNTY, VILLAGE } from '../support/center-records.ts';
import { CenterPrograms } from '../support/center-programs.ts';
import { ownFolder } from '../support/data-folders.ts';
import { heldBy, recount, saidDigests } from '../support/ledger.ts';
import { NodeStation } from '../support/node-station.ts';

/** CI carries less over the same line; `QIYOU_SLOW_LINE=full` carries what a village has. */
const FULL = process.env['QIYOU_SLOW_LINE'] === 'full';
const LOAD = FULL ? { records: 200, photos: 5, size: 250_000 } : { records: 40, photos: 1, size: 70_000 };

it('T1 P1 C1 a station sends all it has over 64 kbit/s with a fifth lost and 800 ms, whatever breaks in between: each session gets further, nothing twice, nothing lost', { timeout: 900_000 }, async () => {
  const dataDir = await ownFolder('slow-center');
  const programs = new CenterPrograms(dataDir);
  await programs.loadDivisions();
  const center = await startCenterProcess(dataDir);
  onTestFinished(async () => void (await endProcess(center.child, 'SIGKILL')));
  const county = await programs.enrol(center.url, COUNTY, 'county');
  const random = seededRandom(Number(process.env['QIYOU_FAULT_SEED'] ?? '1'));
  const line = await BadLine.open(() => Number(new URL(center.url).port), WORST, random);
  onTestFinished(() => line.close());
  const station = await NodeStation.enrol({ data: await ownFolder('slow-station'), center: line.url, code: await programs.code(VILLAGE, 'station') });

  await station.save('activities', Array.from({ length: LOAD.records }, () => activity(VILLAGE)));
  const photos: string[] = [];
  for (let n = 0; n < LOAD.photos; n += 1) photos.push(await station.addPhoto(random.bytes(LOAD.size)));

  const began = performance.now();
  const before = { ...line.figures };
  // Besides what breaks by chance, the line goes dead for good once in each photo.
  const breaking = breakEvery(line, LOAD.size * 0.6, LOAD.photos);
  await station.sendAll();
  breaking.stop();
  const seconds = (performance.now() - began) / 1000;
  const up = line.figures.up - before.up;

  expect(breaking.count).toBeGreaterThan(0);
  expect(await station.agrees()).toBe(true);
  const held = await heldBy(county);
  expect([...held.keys()].filter((key) => key.startsWith('activities:'))).toHaveLength(LOAD.records);
  expect([...held.keys()].filter((key) => key.startsWith('evidence:'))).toHaveLength(LOAD.photos);
  expect(await saidDigests(county)).toEqual(recount(held));
  for (const hash of photos) expect((await county.getBlob(hash)).status).toBe(200);
  // What arrived before a break is not sent again: a break costs what was on the line then, and its request's head.
  const payload = LOAD.photos * LOAD.size;
  const breaks = line.figures.resets - before.resets + breaking.count;
  expect(up).toBeLessThan(payload + 500 * LOAD.records + 20_000 + breaks * (WINDOW + 12_000));
  console.warn(`${LOAD.records} records and ${LOAD.photos} photos (${payload} bytes) in ${seconds.toFixed(0)} s; ${up} bytes up, ${line.figures.down - before.down} down, ${line.figures.lost} segments lost, ${line.figures.connections} connections, ${line.figures.resets} broken by chance and ${breaking.count} by cuts`);
});

/** Cuts the line each time that so many more bytes have gone up, at most so often. */
function breakEvery(line: BadLine, bytes: number, times: number): { readonly count: number; stop(): void } {
  let next = line.figures.up + bytes;
  const state = { count: 0, stop: () => clearInterval(watch) };
  const watch = setInterval(() => {
    if (line.figures.up < next || state.count >= times) return;
    state.count += 1;
    next = line.figures.up + bytes;
    line.cut();
    line.restore();
  }, 50);
  return state;
}
