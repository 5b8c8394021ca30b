import { expect, test } from '@playwright/test';
import { photoFiles } from './support/photo-files.ts';
import { addActivity, addPhotos, addVolunteers, enrol, openActivity, pill, registerHours, TWENTY } from './support/steps.ts';
import { Center, Machine } from './support/world.ts';

const STATION = '211122001003';
const TITLE = '清明祭扫志愿服务';

let center: Center;
let machine: Machine;

test.beforeEach(async () => {
  center = await Center.open();
  machine = await Machine.open(center);
});

test.afterEach(async () => {
  await machine.close();
  await center.close();
});

test('P1 the center is stopped in the middle of a push, and again in the middle of a photo: nothing lost, nothing twice', async () => {
  test.setTimeout(240_000);
  await enrol(machine, center, STATION, 'station');
  machine.link.cut();
  await addVolunteers(machine.page, TWENTY);
  await addActivity(machine.page, TITLE);
  await registerHours(machine.page, 20);
  await openActivity(machine.page, TITLE);
  await addPhotos(machine.page, await photoFiles(machine.page, 3));
  await expect(pill(machine.page)).toContainText('44 条记录、3 张照片待送达');

  await machine.link.restoreUntil(4_000);
  await center.kill();
  await expect(pill(machine.page)).toContainText('离线');
  await expect(pill(machine.page)).toContainText('待送达');
  await center.start();

  await machine.link.restoreUntil(150_000);
  await center.kill();
  await expect(pill(machine.page)).toContainText('张照片待送达');
  await center.start();
  machine.link.restore();

  await expect(pill(machine.page)).toContainText('全部已送达中心', { timeout: 90_000 });
  const counted = Object.fromEntries(center.query('SELECT kind, count(*) AS n FROM records WHERE village = ? GROUP BY kind', STATION).map((row) => [row['kind'], row['n']]));
  expect(counted).toEqual({ sites: 1, volunteers: 20, activities: 1, serviceRecords: 20, evidence: 3 });
  const positions = center.query("SELECT position FROM history WHERE county = '211122' ORDER BY position").map((row) => Number(row['position']));
  expect(positions).toEqual(positions.map((_, index) => index + 1));
  expect(center.query("SELECT count(*) AS n FROM history WHERE kind = 'serviceRecords'")[0]?.['n']).toBe(20);
  const photos = await center.photosOnDisk();
  expect(photos).toHaveLength(6);
  for (const photo of photos) expect(photo.hash).toBe(photo.name);
});
