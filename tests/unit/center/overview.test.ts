import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_STANDARD } from '#shared/domain/seven-haves.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { overviewSchema } from '#shared/protocol/overview.ts';
import { loadDivisions } from '../../../center/access/divisions.ts';
import { openDataFolder, type DataFolder } from '../../../center/app/data-folder.ts';
import { OverviewReport } from '../../../center/reports/overview.ts';
import { noteBlob } from '../../../center/store/blob-facts.ts';
import { acceptedWrite, activity, CITY, COUNTY, edited, evidence, OTHER_VILLAGE, serviceRecord, standard, TOWN, VILLAGE } from '../../support/center-records.ts';
import { ENGINES, makePlace, type TestPlace } from '../../support/engines.ts';

const CSV = `code,level,name,parent
2111,city,盘锦市,
211122,county,盘山县,2111
211122001,town,太平街道,211122
${VILLAGE},village,太平社区,211122001
${OTHER_VILLAGE},village,西五社区,211122001
`;

describe.each(ENGINES)('the overview of a scope, on %s', (engine) => {
  let place: TestPlace;
  let folder: DataFolder;
  let report: OverviewReport;
  let clock: FakeClock;

  beforeEach(async () => {
    place = await makePlace(engine);
    clock = new FakeClock('2026-06-01T08:00:00.000Z');
    folder = await openDataFolder(place, clock);
    report = new OverviewReport(folder.access.db, clock);
    await loadDivisions(folder.access, folder.store, CSV);
  });
  afterEach(async () => {
    await folder.close();
    await place.remove();
  });

  const put = async (kind: string, record: AnyRecord, base: AnyRecord | null = null): Promise<AnyRecord> => {
    expect(await folder.store.write([acceptedWrite(kind, record, base)], { device: 'd', at: clock.now(), guarded: false }, '')).toMatchObject([{ status: 'accepted' }]);
    return record;
  };
  const of = async (code: string, scope = COUNTY) => (await report.sites(scope)).find((site) => site.code === code);

  it('has the scope itself and every division below, and no other', async () => {
    expect((await report.sites(TOWN)).map(({ code, tier, parent }) => [code, tier, parent])).toEqual([[TOWN, 'town', COUNTY], [VILLAGE, 'village', TOWN], [OTHER_VILLAGE, 'village', TOWN]]);
    const sites = await report.sites(CITY);
    expect(sites).toHaveLength(5);
    expect(() => overviewSchema.parse({ sites, serverTime: 1 })).not.toThrow();
  });

  it('counts records and minutes of a site and of all below it, corrections once', async () => {
    const first = await put('serviceRecords', serviceRecord(VILLAGE, { minutes: 60 }));
    await put('serviceRecords', serviceRecord(VILLAGE, { minutes: 90, corrects: first.id }));
    await put('serviceRecords', serviceRecord(`${OTHER_VILLAGE}01`, { minutes: 30 }));
    await put('activities', activity(TOWN));
    expect(await of(VILLAGE)).toMatchObject({ minutes: 90, records: { sites: 1, serviceRecords: 2 } });
    expect(await of(OTHER_VILLAGE)).toMatchObject({ minutes: 30 });
    expect(await of(TOWN)).toMatchObject({ minutes: 120, records: { sites: 3, serviceRecords: 3, activities: 1 } });
    expect(await of(COUNTY)).toMatchObject({ minutes: 120, records: { sites: 4 } });
  });

  it('tells photos that are here from those that are awaited', async () => {
    await put('evidence', evidence(VILLAGE, 'a'.repeat(64)));
    const gone = await put('evidence', evidence(OTHER_VILLAGE, 'b'.repeat(64)));
    await noteBlob(folder.access.db, { hash: 'a'.repeat(64), size: 10, site: VILLAGE }, clock.now());
    expect(await of(TOWN)).toMatchObject({ photosReceived: 1, photosAwaited: 1 });
    await put('evidence', edited(gone, { removed: true }), gone);
    expect(await of(TOWN)).toMatchObject({ photosReceived: 1, photosAwaited: 0 });
  });

  it('completes the default standard until the county issues its own, and counts again when photos and days change', async () => {
    const total = DEFAULT_STANDARD.items.length;
    expect(await of(VILLAGE)).toMatchObject({ havesDone: 0, havesTotal: total });
    const hours = await put('evidence', evidence(VILLAGE, 'a'.repeat(64), { item: 'place.hours', occurredOn: '2026-05-30' }));
    expect(await of(VILLAGE)).toMatchObject({ havesDone: 1, havesTotal: total });
    expect(await of(TOWN)).toMatchObject({ havesDone: 1, havesTotal: 2 * total });
    clock.move(366 * 86_400_000);
    expect(await of(VILLAGE)).toMatchObject({ havesDone: 0 });
    await put('standards', standard(COUNTY, COUNTY, { adoptedOn: '2027-01-01' }));
    await put('standards', standard(COUNTY, TOWN, { adoptedOn: '2026-01-01', items: [] }));
    await put('evidence', edited(hours, { item: 'door' }), hours);
    expect(await of(VILLAGE)).toMatchObject({ havesDone: 1, havesTotal: 1 });
  });

  it('a record that moved to another village counts there and no more where it was', async () => {
    const record = await put('evidence', evidence(VILLAGE, 'a'.repeat(64), { item: 'signs.door' }));
    expect((await of(VILLAGE))?.havesDone).toBe(1);
    await put('evidence', edited(record, { site: OTHER_VILLAGE }), record);
    const [left, there] = [await of(VILLAGE), await of(OTHER_VILLAGE)];
    expect([left?.havesDone, there?.havesDone]).toEqual([0, 1]);
    expect([left?.records['evidence'], there?.records['evidence']]).toEqual([undefined, 1]);
  });

  it('says when a site itself was last in contact, and how far off its clock was then', async () => {
    expect(await of(VILLAGE)).toMatchObject({ devices: 0, lastContact: null, clockSkewMs: null });
    const add = (id: string, site: string, last: number | null, revoked: number | null, skew: number | null = null): Promise<number> =>
      folder.access.db.run('INSERT INTO devices VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)', id, 'key', site, 'station', 'name', revoked, last, skew);
    await add('a', VILLAGE, 500, null, -7_000);
    await add('b', VILLAGE, 900, 950, 60_000);
    await add('c', TOWN, null, null);
    expect(await of(VILLAGE)).toMatchObject({ devices: 1, lastContact: 900, clockSkewMs: 60_000 });
    expect(await of(TOWN)).toMatchObject({ devices: 1, lastContact: null });
  });
});
