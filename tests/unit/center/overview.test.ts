import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_STANDARD } from '#shared/domain/seven-haves.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { overviewSchema } from '#shared/protocol/overview.ts';
import { loadDivisions } from '../../../center/access/divisions.ts';
import { openDataFolder, type DataFolder } from '../../../center/app/data-folder.ts';
import { OverviewReport } from '../../../center/reports/overview.ts';
import { noteBlob } from '../../../center/store/sqlite/blob-facts.ts';
import { acceptedWrite, activity, CITY, COUNTY, edited, evidence, OTHER_VILLAGE, serviceRecord, standard, TOWN, VILLAGE } from '../../support/center-records.ts';

const CSV = `code,level,name,parent
2111,city,盘锦市,
211122,county,盘山县,2111
211122001,town,太平街道,211122
${VILLAGE},village,太平社区,211122001
${OTHER_VILLAGE},village,西五社区,211122001
`;

describe('the overview of a scope', () => {
  let dataDir: string;
  let folder: DataFolder;
  let report: OverviewReport;
  let clock: FakeClock;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'qiyou-overview-'));
    clock = new FakeClock('2026-06-01T08:00:00.000Z');
    folder = openDataFolder(dataDir, clock);
    report = new OverviewReport(folder.access.db, clock);
    await loadDivisions(folder.access, folder.store, CSV);
  });
  afterEach(async () => {
    folder.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const put = async (kind: string, record: AnyRecord, base: AnyRecord | null = null): Promise<AnyRecord> => {
    expect(await folder.store.write([acceptedWrite(kind, record, base)], { device: 'd' }, '')).toMatchObject([{ status: 'accepted' }]);
    return record;
  };
  const of = (code: string, scope = COUNTY) => report.sites(scope).find((site) => site.code === code);

  it('has the scope itself and every division below, and no other', () => {
    expect(report.sites(TOWN).map(({ code, tier, parent }) => [code, tier, parent])).toEqual([[TOWN, 'town', COUNTY], [VILLAGE, 'village', TOWN], [OTHER_VILLAGE, 'village', TOWN]]);
    expect(report.sites(CITY)).toHaveLength(5);
    expect(() => overviewSchema.parse({ sites: report.sites(CITY), serverTime: 1 })).not.toThrow();
  });

  it('counts records and minutes of a site and of all below it, corrections once', async () => {
    const first = await put('serviceRecords', serviceRecord(VILLAGE, { minutes: 60 }));
    await put('serviceRecords', serviceRecord(VILLAGE, { minutes: 90, corrects: first.id }));
    await put('serviceRecords', serviceRecord(`${OTHER_VILLAGE}01`, { minutes: 30 }));
    await put('activities', activity(TOWN));
    expect(of(VILLAGE)).toMatchObject({ minutes: 90, records: { sites: 1, serviceRecords: 2 } });
    expect(of(OTHER_VILLAGE)).toMatchObject({ minutes: 30 });
    expect(of(TOWN)).toMatchObject({ minutes: 120, records: { sites: 3, serviceRecords: 3, activities: 1 } });
    expect(of(COUNTY)).toMatchObject({ minutes: 120, records: { sites: 4 } });
  });

  it('tells photos that are here from those that are awaited', async () => {
    await put('evidence', evidence(VILLAGE, 'a'.repeat(64)));
    const gone = await put('evidence', evidence(OTHER_VILLAGE, 'b'.repeat(64)));
    noteBlob(folder.access.db, 'a'.repeat(64), 10, clock.now());
    expect(of(TOWN)).toMatchObject({ photosReceived: 1, photosAwaited: 1 });
    await put('evidence', edited(gone, { removed: true }), gone);
    expect(of(TOWN)).toMatchObject({ photosReceived: 1, photosAwaited: 0 });
  });

  it('completes the default standard until the county issues its own, and counts again when photos and days change', async () => {
    const total = DEFAULT_STANDARD.items.length;
    expect(of(VILLAGE)).toMatchObject({ havesDone: 0, havesTotal: total });
    const hours = await put('evidence', evidence(VILLAGE, 'a'.repeat(64), { item: 'place.hours', occurredOn: '2026-05-30' }));
    expect(of(VILLAGE)).toMatchObject({ havesDone: 1, havesTotal: total });
    expect(of(TOWN)).toMatchObject({ havesDone: 1, havesTotal: 2 * total });
    clock.move(366 * 86_400_000);
    expect(of(VILLAGE)).toMatchObject({ havesDone: 0 });
    await put('standards', standard(COUNTY, COUNTY, { adoptedOn: '2027-01-01' }));
    await put('standards', standard(COUNTY, TOWN, { adoptedOn: '2026-01-01', items: [] }));
    await put('evidence', edited(hours, { item: 'door' }), hours);
    expect(of(VILLAGE)).toMatchObject({ havesDone: 1, havesTotal: 1 });
  });

  it('a record that moved to another village counts there and no more where it was', async () => {
    const record = await put('evidence', evidence(VILLAGE, 'a'.repeat(64), { item: 'signs.door' }));
    expect(of(VILLAGE)?.havesDone).toBe(1);
    await put('evidence', edited(record, { site: OTHER_VILLAGE }), record);
    expect([of(VILLAGE)?.havesDone, of(OTHER_VILLAGE)?.havesDone]).toEqual([0, 1]);
    expect([of(VILLAGE)?.records['evidence'], of(OTHER_VILLAGE)?.records['evidence']]).toEqual([undefined, 1]);
  });

  it('says when a site itself was last in contact', () => {
    expect(of(VILLAGE)).toMatchObject({ devices: 0, lastContact: null });
    const add = (id: string, site: string, last: number | null, revoked: number | null): number =>
      folder.access.db.run('INSERT INTO devices VALUES (?, ?, ?, ?, ?, 1, ?, ?)', id, 'key', site, 'station', 'name', revoked, last);
    add('a', VILLAGE, 500, null);
    add('b', VILLAGE, 900, 950);
    add('c', TOWN, null, null);
    expect(of(VILLAGE)).toMatchObject({ devices: 1, lastContact: 900 });
    expect(of(TOWN)).toMatchObject({ devices: 1, lastContact: null });
  });
});
