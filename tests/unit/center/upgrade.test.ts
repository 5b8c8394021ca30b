import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../center/access/audit.ts';
import { findDevice, listDevices } from '../../../center/access/devices.ts';
import { findDivision } from '../../../center/access/divisions.ts';
import { openDataFolder } from '../../../center/app/data-folder.ts';
import { OverviewReport } from '../../../center/reports/overview.ts';
import { STEPS } from '../../../center/store/steps.ts';
import type { AnyRecord } from '#shared/domain/record.ts';
import { addToDigest, EMPTY_DIGEST, monthOf, type SetDigest } from '#shared/protocol/digest.ts';
import { FakeClock } from '#shared/ports/clock.ts';
import { acceptedWrite, CITY, COUNTY, edited, OTHER_VILLAGE, TOWN, VILLAGE } from '../../support/center-records.ts';

/**
 * A database as the first release made it: two stations and a county, records that were edited, moved between villages and
 * counties, removed and addressed down, a kind that is not known, an id that carries no time.
 */
const RELEASED = resolve(import.meta.dirname, '../../fixtures/center-v1.db');

const WRITER = { device: 'later', at: 1, guarded: false };

type Rows = Record<string, unknown>[];

describe('a database of version 1', () => {
  let dataDir: string;
  let before: (sql: string) => Rows;
  let old: DatabaseSync;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'qiyou-upgrade-'));
    await copyFile(RELEASED, join(dataDir, 'center.db'));
    await copyFile(RELEASED, join(dataDir, 'before.db'));
    old = new DatabaseSync(join(dataDir, 'before.db'), { readOnly: true });
    before = (sql) => old.prepare(sql).all().map((row) => ({ ...row }));
  });
  afterEach(async () => {
    old.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('opens with every division, code, device, session, key, photo and line of its trail', async () => {
    expect(before('PRAGMA user_version')).toEqual([{ user_version: 1 }]);
    const folder = await openDataFolder(dataDir);
    const { db } = folder.access;
    for (const table of ['codes', 'sessions', 'county_keys', 'audit', 'blobs', 'counties']) {
      expect([table, await db.all(`SELECT * FROM ${table}`)]).toEqual([table, before(`SELECT * FROM ${table}`)]);
    }
    const named = before("SELECT b.hash, e.site FROM blobs b JOIN evidence e ON b.hash IN (e.hash, e.thumb_hash) GROUP BY b.hash, e.site ORDER BY b.hash, e.site");
    expect(named.length).toBeGreaterThan(0);
    expect(await db.all('SELECT hash, site FROM blob_sites ORDER BY hash, site')).toEqual(named);
    const [device] = before('SELECT id, last_contact FROM devices WHERE role = \'county\'');
    expect(await findDevice(db, String(device?.['id']))).toMatchObject({ site: COUNTY, role: 'county', name: '村站电脑', clockSkewMs: null, lastContact: device?.['last_contact'] });
    expect((await listDevices(db)).map(({ id }) => id).toSorted()).toEqual(before('SELECT id FROM devices ORDER BY id').map(({ id }) => id));
    expect(await findDivision(db, VILLAGE)).toMatchObject({ name: '太平社区', successor: '' });
    expect(await verifyAudit(db)).toEqual({ ok: true, entries: 9 });
    await folder.close();
  });

  it('has every record and all of its history, with digests that fit', async () => {
    const folder = await openDataFolder(dataDir);
    const { store } = folder;
    const digests: Record<string, SetDigest> = {};
    for (const { kind, id, version, county, position, body, site } of before('SELECT * FROM records')) {
      expect(await store.get(String(kind), String(id))).toEqual({ kind, version, county, position, record: JSON.parse(String(body)) });
      if (String(site).startsWith(CITY)) digests[String(kind)] = addToDigest(digests[String(kind)] ?? EMPTY_DIGEST, String(kind), String(id), String(version));
      const versions = before(`SELECT version FROM history WHERE kind = '${String(kind)}' AND id = '${String(id)}' ORDER BY written`);
      expect((await store.history(String(kind), String(id))).map((entry) => entry.version)).toEqual(versions.map((entry) => entry['version']));
    }
    expect(await store.digest(CITY)).toMatchObject(digests);
    const ofVillage = before(`SELECT id FROM records WHERE kind = 'activities' AND site LIKE '${VILLAGE}%'`).map(({ id }) => monthOf(String(id)));
    expect(Object.keys((await store.digest(VILLAGE))['activities']?.months ?? {}).toSorted()).toEqual([...new Set(ofVillage)].toSorted());
    await folder.close();
  });

  it('goes on: reads, writes, receipts of before, and figures', async () => {
    const clock = new FakeClock('2026-10-06T08:00:00.000Z');
    const folder = await openDataFolder(dataDir, clock);
    const { store } = folder;
    const page = await store.read(COUNTY, { activities: {}, evidence: {}, serviceRecords: {}, marvels: {}, standards: {} }, 1_000);
    expect(page.changes.flatMap((change) => ('record' in change ? [change.record['title'] ?? change.kind] : []))).toContain('端午节包粽子');
    const [row] = before(`SELECT county, position, version, body FROM records WHERE kind = 'activities' AND site = '${OTHER_VILLAGE}' AND removed = 0`);
    const record = JSON.parse(String(row?.['body'])) as AnyRecord;
    const again = await store.write([{ ...acceptedWrite('activities', record), base: null }], WRITER, '');
    expect(again).toMatchObject([{ status: 'accepted', receipt: { county: row?.['county'], position: row?.['position'], version: row?.['version'] } }]);
    const head = await store.head(COUNTY);
    expect(await store.write([acceptedWrite('activities', edited(record, { title: '改' }), record)], WRITER, '')).toMatchObject([{ status: 'accepted', receipt: { position: head + 1 } }]);
    const sites = await new OverviewReport(folder.access.db, clock).sites(TOWN);
    expect(sites.find(({ code }) => code === VILLAGE)).toMatchObject({ minutes: 90, photosReceived: 1, photosAwaited: 1, devices: 1, clockSkewMs: null });
    expect(await folder.access.db.get('PRAGMA user_version')).toEqual({ user_version: STEPS.sqlite.length });
    await folder.close();
    await (await openDataFolder(dataDir)).close();
  });
});
