import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ACTIVITY_KINDS, type Activity } from '#shared/domain/activity.ts';
import type { Volunteer } from '#shared/domain/people.ts';
import { standingRecords, type ServiceRecord } from '#shared/domain/service-hours.ts';
import { completion, DEFAULT_STANDARD } from '#shared/domain/seven-haves.ts';
import type { Kind } from '#shared/domain/record.ts';
import { validate } from '#shared/schema/validate.ts';
import { hashOf } from '#shared/schema/version.ts';
import { listDevices } from '../../center/access/devices.ts';
import { readDivisions } from '../../center/access/divisions-csv.ts';
import { OverviewReport } from '../../center/reports/overview.ts';
import { startCenter, type RunningCenter } from '../../center/app/start-center.ts';
import { fillDevice, fillPhotos, fillRecords, fillStandard } from '../../build/demo/fill-center.ts';
import { makeStandard, makeStations, type StationData } from '../../build/demo/make-demo.ts';
import { evidenceOf } from '../../build/demo/make-shots.ts';
import { directPainter } from '../../build/demo/painter.ts';
import { drawScene, makePicture, SCENE_NAMES } from '../../build/demo/pictures.ts';
import { STATIONS } from '../../build/demo/stations.ts';
import { festivalsBetween } from '../../build/demo/words/calendar.ts';
import { loadCounty } from '../../build/scripts/start/demo-center.ts';

const PLAN = { seed: 7, today: '2026-11-23' };
const TINY = { picture: 40, thumb: 20 };

function recordsOf<T>(data: StationData, kind: Kind): T[] {
  return data.records.filter((one) => one.kind === kind).map((one) => one.record as unknown as T);
}

const doneOf = ({ shots }: StationData): number => completion(DEFAULT_STANDARD.items, shots, PLAN.today).done;

describe('the demo’s records', () => {
  const stations = makeStations(PLAN);

  it('are the same for the same plan, and others for another', () => {
    expect(makeStations(PLAN)).toEqual(stations);
    expect(makeStandard(PLAN)).toEqual(makeStandard(PLAN));
    const others = makeStations({ ...PLAN, seed: 8 });
    expect(others[0]?.records[0]?.record.id).not.toBe(stations[0]?.records[0]?.record.id);
  });

  it('are valid, each with an id of its own', () => {
    const picture = makePicture('hall', 1, TINY);
    const all = [
      { kind: 'standards', record: makeStandard(PLAN) },
      ...stations.flatMap(({ records, shots }) => [...records, ...shots.map((shot) => ({ kind: 'evidence', record: evidenceOf(shot, picture) }))]),
    ];
    for (const { kind, record } of all) expect(validate(kind, record)).toMatchObject({ ok: true });
    expect(new Set(all.map(({ record }) => record.id)).size).toBe(all.length);
  });

  it('stand at villages that the divisions file has', () => {
    const { rows } = readDivisions(readFileSync('center/data/divisions-2111.csv', 'utf8'));
    for (const { code, shortName } of STATIONS) expect(rows.find((row) => row.code === code)?.name).toContain(shortName);
    expect(new Set(STATIONS.map(({ code }) => code.slice(0, 9))).size).toBe(2);
  });

  it('tell of a station that is busy all the half-year: all nine kinds, something planned, one thing returned with a reason', () => {
    for (const data of stations) {
      const activities = recordsOf<Activity>(data, 'activities');
      expect(activities.length).toBeGreaterThanOrEqual(30);
      expect(activities.length).toBeLessThanOrEqual(60);
      expect(new Set(activities.map(({ kind }) => kind))).toEqual(new Set(ACTIVITY_KINDS));
      expect(activities.some(({ status, occurredOn }) => status === 'planned' && occurredOn > PLAN.today)).toBe(true);
      expect(activities.filter(({ status }) => status === 'returned').map(({ returnReason }) => returnReason)).toEqual([expect.stringMatching(/.+/)]);
    }
  });

  it('keep to the calendar', () => {
    const activities = stations.flatMap((data) => recordsOf<Activity>(data, 'activities'));
    expect(activities.filter(({ title }) => title.includes('中秋')).every(({ occurredOn }) => occurredOn === '2026-09-25')).toBe(true);
    expect(activities.some(({ title, occurredOn }) => title.includes('重阳') && occurredOn === '2026-10-18')).toBe(true);
    expect(festivalsBetween('2026-12-20', '2027-02-21').map(({ day }) => day)).toEqual(['2027-01-01', '2027-02-06', '2027-02-20']);
    for (const { createdAt, status } of activities) if (status !== 'planned') expect(createdAt.slice(0, 10) <= PLAN.today).toBe(true);
  });

  it('name people who are made up, with numbers that no telephone has', () => {
    for (const data of stations) {
      const volunteers = recordsOf<Volunteer>(data, 'volunteers');
      expect(new Set(volunteers.map(({ name }) => name)).size).toBe(volunteers.length);
      for (const { phone, birthYear } of volunteers) {
        expect(phone).toMatch(/^1000000\d{4}$/);
        expect(2026 - birthYear).toBeGreaterThanOrEqual(18);
      }
    }
  });

  it('give hours to those who were volunteers by then, no more people than came, and correct some', () => {
    const all = stations.flatMap((data) => recordsOf<ServiceRecord>(data, 'serviceRecords'));
    expect(all.some(({ corrects }) => corrects !== '')).toBe(true);
    for (const data of stations) {
      const joined = new Map(recordsOf<Volunteer>(data, 'volunteers').map((volunteer) => [volunteer.id, volunteer.joinedOn]));
      const standing = standingRecords(recordsOf<ServiceRecord>(data, 'serviceRecords'));
      for (const { volunteer, occurredOn } of standing) expect((joined.get(volunteer) ?? '9999') <= occurredOn).toBe(true);
      for (const activity of recordsOf<Activity>(data, 'activities')) {
        const people = standing.filter((record) => record.activity === activity.id);
        expect(people.length).toBeLessThanOrEqual(Math.min(20, activity.attendance));
        for (const { minutes } of people) expect(minutes).toBeLessThanOrEqual(activity.minutes);
      }
    }
  });

  it('leave the stations at different places on the seven haves: one nearly whole, one poor, one with expired photos', () => {
    const done = stations.map(doneOf);
    expect(new Set(done).size).toBeGreaterThanOrEqual(4);
    expect(Math.max(...done)).toBeGreaterThanOrEqual(15);
    expect(Math.min(...done)).toBeLessThanOrEqual(5);
    const expired = stations.map(({ shots }) => completion(DEFAULT_STANDARD.items, shots, PLAN.today).items.filter((item) => item.missing > 0 && item.expired > 0).length);
    expect(Math.max(...expired)).toBeGreaterThanOrEqual(4);
  });
});

describe('the demo’s pictures', () => {
  it('are PNG files of the sizes that were asked for, the same for the same seed', () => {
    const picture = makePicture('snow', 3, { picture: 64, thumb: 32 });
    expect(makePicture('snow', 3, { picture: 64, thumb: 32 }).hash).toBe(picture.hash);
    expect(makePicture('snow', 4, { picture: 64, thumb: 32 }).hash).not.toBe(picture.hash);
    expect(picture.hash).toBe(hashOf(picture.bytes));
    const view = Buffer.from(picture.bytes);
    expect(view.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([view.readUInt32BE(16), view.readUInt32BE(20)]).toEqual([64, 48]);
    const start = view.indexOf('IDAT') + 4;
    expect(inflateSync(view.subarray(start, start + view.readUInt32BE(start - 8))).length).toBe((64 * 3 + 1) * 48);
  });

  it.each(SCENE_NAMES)('draw something in every corner: %s', (scene) => {
    const { pixels } = drawScene(scene, 11, 48);
    const colours = new Set(Array.from({ length: pixels.length / 3 }, (_, index) => pixels.subarray(index * 3, index * 3 + 3).join()));
    expect(colours.size).toBeGreaterThan(100);
  });
});

describe('filling a center with the demo', () => {
  async function emptyCenter(): Promise<RunningCenter> {
    const dataDir = await mkdtemp(join(tmpdir(), 'qiyou-demo-'));
    const center = await startCenter({ dataDir, port: 0 });
    onTestFinished(async () => {
      await center.close();
      await rm(dataDir, { recursive: true, force: true });
    });
    await loadCounty(center);
    return center;
  }

  const ALL = makeStations(PLAN);

  async function fill(center: RunningCenter, stations = ALL, signal = new AbortController().signal): Promise<void> {
    await fillStandard(center, PLAN);
    for (const data of stations) {
      await fillRecords(center, data);
      await fillDevice(center, data);
      await fillPhotos(center, data, directPainter(TINY), signal);
    }
  }

  it('stores every record with the bytes of its photos, and a second time changes nothing', async () => {
    const center = await emptyCenter();
    await fill(center);
    const head = await center.store.head('211122');
    const overview = async () => (await new OverviewReport(center.access.db, { ...center.access.clock, today: () => PLAN.today }).sites('211122')).filter(({ code }) => STATIONS.some((station) => station.code === code));
    const before = await overview();
    expect(before).toHaveLength(5);
    for (const site of before) {
      expect(site.photosAwaited).toBe(0);
      expect(site.photosReceived).toBeGreaterThan(0);
      expect(site.minutes).toBeGreaterThan(10_000);
    }
    await fill(center);
    expect(await center.store.head('211122')).toBe(head);
    expect(await overview()).toEqual(before);
    expect(await listDevices(center.access.db, '211122')).toHaveLength(4);
  });

  it('goes on where it was cut off', async () => {
    const [whole, cut] = [await emptyCenter(), await emptyCenter()];
    const poor = ALL.slice(-1);
    await fill(whole, poor);
    await fill(cut, poor, AbortSignal.abort());
    await fill(cut, poor);
    const counts = async (center: RunningCenter): Promise<unknown> => Object.fromEntries(Object.entries(await center.store.digest('211122')).map(([kind, { count }]) => [kind, count]));
    expect(await counts(cut)).toEqual(await counts(whole));
  });

  it('leaves alone what a person has changed since', async () => {
    const center = await emptyCenter();
    const poor = ALL.slice(-1);
    await fill(center, poor);
    const activity = poor.flatMap((data) => recordsOf<Activity>(data, 'activities'))[0];
    const stored = await center.store.get('activities', activity?.id ?? '');
    if (stored === null) throw new Error('the activity is not there');
    const record = { ...stored.record, title: '改过的名称' };
    await center.store.write([{ kind: 'activities', base: stored.version, record, version: 'a'.repeat(64), county: '211122' }], { device: 'someone', at: 0, guarded: false }, '');
    await fill(center, poor);
    expect((await center.store.get('activities', record.id))?.record['title']).toBe('改过的名称');
  });
});
