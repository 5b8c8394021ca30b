import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newsSchema } from '#shared/protocol/news.ts';
import { openDataFolder } from '../../center/app/data-folder.ts';
import { acceptedWrite, activity, CITY, COUNTY, evidence, OTHER_VILLAGE, standard, VILLAGE } from '../support/center-records.ts';
import { ENGINES } from '../support/engines.ts';
import { enrolDevice, hashOfBytes, startTestCenter, type NewsStream, type RawDevice, type TestCenter } from '../support/center.ts';

/** What issue and users ask for: within a second. */
const SOON = { timeout: 1_000, interval: 10 };

/** What no message tells of is found by looking. */
const UNTOLD = { timeout: 3_000, interval: 10 };

describe.each(ENGINES)('news from the center, on %s', (engine) => {
  let center: TestCenter;
  let county: RawDevice;
  let station: RawDevice;
  const open: NewsStream[] = [];

  const newsOf = async (device: RawDevice): Promise<NewsStream> => {
    const stream = await device.news();
    open.push(stream);
    return stream;
  };
  const movedIn = ({ events }: NewsStream) => events.filter(({ type }) => type === 'moved');

  beforeEach(async () => {
    center = await startTestCenter({}, engine);
    county = await enrolDevice(center, COUNTY, 'county');
    station = await enrolDevice(center, VILLAGE, 'station');
  });
  afterEach(async () => {
    for (const stream of open.splice(0)) stream.close();
    await center.stop();
  });

  it('a push is told within a second to those whose scope it lies in, and to nobody else', async () => {
    const other = await enrolDevice(center, OTHER_VILLAGE, 'station');
    const [up, own, aside] = [await newsOf(county), await newsOf(station), await newsOf(other)];
    await station.push('activities', activity());
    const head = await center.store.head(COUNTY);
    await vi.waitFor(() => expect(movedIn(up)).toEqual([{ type: 'moved', county: COUNTY, position: head }]), SOON);
    await vi.waitFor(() => expect(movedIn(own)).toHaveLength(1), SOON);
    await other.push('activities', activity(OTHER_VILLAGE));
    await vi.waitFor(() => expect(movedIn(aside)).toEqual([{ type: 'moved', county: COUNTY, position: head + 1 }]), SOON);
    expect(movedIn(own)).toHaveLength(1);
    for (const event of up.events) expect(() => newsSchema.parse(event)).not.toThrow();
  });

  it('what is addressed down to a scope is told there', async () => {
    const city = await enrolDevice(center, CITY, 'city');
    const own = await newsOf(station);
    await city.push('standards', standard(CITY, CITY));
    await vi.waitFor(() => expect(movedIn(own)).toMatchObject([{ county: '211100' }]), SOON);
    await county.push('standards', standard(COUNTY, VILLAGE));
    await vi.waitFor(() => expect(movedIn(own)).toMatchObject([{ county: '211100' }, { county: COUNTY }]), SOON);
  });

  it('what another process wrote to the database is told too', async () => {
    const own = await newsOf(station);
    const beside = await openDataFolder(center.place);
    try {
      await beside.store.write([acceptedWrite('activities', activity())], { device: 'restore', at: 0, guarded: false }, '');
    } finally {
      await beside.close();
    }
    await vi.waitFor(() => expect(movedIn(own)).toHaveLength(1), UNTOLD);
  });

  it('the arrival of a photo and the contact of a device are told', async () => {
    const photo = randomBytes(100);
    const up = await newsOf(county);
    center.clock.move(60_000);
    await station.push('evidence', evidence(VILLAGE, hashOfBytes(photo)));
    await station.putBlob(photo);
    await vi.waitFor(() => {
      expect(up.events).toContainEqual({ type: 'contact', site: VILLAGE });
      expect(up.events).toContainEqual({ type: 'blob', hash: hashOfBytes(photo), site: VILLAGE });
    }, SOON);
  });

  it('a center that stops ends its streams', async () => {
    const up = await newsOf(county);
    await center.close();
    await expect(up.ended).resolves.toBeUndefined();
  });
});
