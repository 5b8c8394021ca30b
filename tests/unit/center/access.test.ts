import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { validate } from '#shared/schema/validate.ts';
import { AnonymousRefusals, audit, auditTrail, verifyAudit, type AuditVerdict } from '../../../center/access/audit.ts';
import { hashOfCode, makeCode } from '../../../center/access/codes.ts';
import { findDivision, loadDivisions } from '../../../center/access/divisions.ts';
import { listDevices, noteSkew } from '../../../center/access/devices.ts';
import { Nonces } from '../../../center/access/nonces.ts';
import { openDataFolder, type DataFolder } from '../../../center/app/data-folder.ts';
import { acceptedWrite, CITY, COUNTY, edited, TOWN, VILLAGE } from '../../support/center-records.ts';
import { ENGINES, makePlace, type TestPlace } from '../../support/engines.ts';

describe.each(ENGINES)('access at the center, on %s', (engine) => {
  let place: TestPlace;
  let folder: DataFolder;
  let clock: FakeClock;

  beforeEach(async () => {
    place = await makePlace(engine);
    clock = new FakeClock();
    folder = await openDataFolder(place, clock);
  });
  afterEach(async () => {
    await folder.close();
    await place.remove();
  });

  const csv = (villageName = '太平社区') => `code,level,name,parent\n2111,city,盘锦市,\n211122,county,盘山县,2111\n211122001,town,太平街道,211122\n${VILLAGE},village,${villageName},211122001\n`;
  const load = (text: string) => loadDivisions(folder.access, folder.store, text);
  const siteOf = async (code: string) => (await folder.store.get('sites', (await findDivision(folder.access.db, code))?.siteRecord ?? ''))?.record;

  it('loads a real city with a valid record of each site in its county\'s log, and again without a change', async () => {
    const text = await readFile('center/data/divisions-2111.csv', 'utf8');
    expect(await load(text)).toEqual({ added: 599, renamed: 0, unchanged: 0, problems: [] });
    const page = await folder.store.read(CITY, { sites: {} }, 1_000);
    expect(page.changes).toHaveLength(599);
    for (const change of page.changes) expect('record' in change && validate('sites', change.record)).toMatchObject({ ok: true });
    const heads = await Promise.all(['211102', '211103', '211104', '211122'].map((county) => folder.store.head(county)));
    expect(heads.reduce((sum, head) => sum + head, 0)).toBe(598);
    expect(await load(text)).toMatchObject({ added: 0, unchanged: 599 });
    expect(await folder.store.head(COUNTY)).toBe(heads[3]);
  });

  it('gives each tier its type of site', async () => {
    await load(csv());
    const types = await Promise.all([CITY, COUNTY, TOWN, VILLAGE].map(async (code) => (await siteOf(code))?.['type']));
    expect(types).toEqual(['city', 'center', 'institute', 'station']);
  });

  it('a new name is taken over, in the site\'s record too, unless the site has named itself', async () => {
    await load(csv());
    expect(await load(csv('新太平社区'))).toMatchObject({ added: 0, renamed: 1, unchanged: 3 });
    expect((await siteOf(VILLAGE))?.['name']).toBe('新太平社区');
    const record = await siteOf(VILLAGE);
    if (record === undefined) throw new Error('no record of the site');
    await folder.store.write([acceptedWrite('sites', edited(record, { name: '太平社区文明实践站' }), record)], { device: 'd', at: clock.now(), guarded: false }, '');
    await load(csv('太平新区'));
    expect((await siteOf(VILLAGE))?.['name']).toBe('太平社区文明实践站');
    expect((await findDivision(folder.access.db, VILLAGE))?.name).toBe('太平新区');
  });

  it('a load that was cut before its records were written is completed by the next', async () => {
    await load(csv());
    await folder.access.db.run("DELETE FROM records WHERE kind = 'sites' AND site = ?", VILLAGE);
    await load(csv());
    expect(await siteOf(VILLAGE)).toMatchObject({ site: VILLAGE, name: '太平社区' });
  });

  it('codes are ten digits that are read aloud well, all different, for a site and role that fit', async () => {
    await load(csv());
    const made = await Promise.all(Array.from({ length: 200 }, () => makeCode(folder.access, VILLAGE, 'station')));
    const codes = made.map((one) => (one.ok ? one.value.code : ''));
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/);
    expect(await makeCode(folder.access, VILLAGE, 'county')).toMatchObject({ ok: false, error: { code: 'wrongRole' } });
    expect(await makeCode(folder.access, '211122001999', 'station')).toMatchObject({ ok: false, error: { code: 'unknownSite' } });
    expect(await makeCode(folder.access, CITY, 'city', 1)).toMatchObject({ ok: true, value: { expiresAt: clock.now() + 86_400_000 } });
  });

  it.each(['7k2m9qxt4b', '7K2M 9QXT 4B', '7K2M–9QXT－4B', '7k2m-9qxt-4b'])('a code typed as %s is the same code', (typed) => {
    expect(hashOfCode(typed)).toBe(hashOfCode('7K2M-9QXT-4B'));
    expect(hashOfCode('OIL0-1')).toBe(hashOfCode('011-01'));
  });

  it('the audit trail shows a line that was changed, taken out or put in', async () => {
    const { db } = folder.access;
    for (let line = 0; line < 5; line += 1) {
      clock.move(1_000);
      await audit(folder.access, 'codeMade', { site: VILLAGE }, { role: 'station', line });
    }
    expect(await verifyAudit(db)).toEqual({ ok: true, entries: 5 });
    expect((await auditTrail(db, 2)).map(({ seq }) => seq)).toEqual([4, 5]);
    const lines = await db.all('SELECT * FROM audit ORDER BY seq');
    const tampered = async (sql: string): Promise<AuditVerdict> => {
      await db.run(sql);
      const verdict = await verifyAudit(db);
      await db.run('DELETE FROM audit');
      await db.each('INSERT INTO audit (seq, at, event, device, site, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)', lines.map((line) => COLUMNS.map((column) => line[column] ?? null)));
      return verdict;
    };
    expect(await tampered("UPDATE audit SET detail = '{}' WHERE seq = 3")).toEqual({ ok: false, seq: 3 });
    expect(await tampered('UPDATE audit SET at = at + 1 WHERE seq = 1')).toEqual({ ok: false, seq: 1 });
    expect(await tampered('DELETE FROM audit WHERE seq = 4')).toEqual({ ok: false, seq: 4 });
    expect(await tampered("INSERT INTO audit SELECT 6, at, event, device, site, detail, hash FROM audit WHERE seq = 5")).toEqual({ ok: false, seq: 6 });
    expect(await verifyAudit(db)).toEqual({ ok: true, entries: 5 });
  });

  it('the audit trail is one chain, however many write to it at once', async () => {
    const beside = await openDataFolder(place, clock);
    const writers = [folder, beside].flatMap(({ access }) => Array.from({ length: 20 }, () => audit(access, 'codeMade', { site: VILLAGE })));
    await Promise.all(writers);
    expect(await verifyAudit(beside.access.db)).toEqual({ ok: true, entries: 40 });
    await beside.close();
  });

  it('a flood of requests without credentials is counted and does not fill the trail', async () => {
    const anonymous = new AnonymousRefusals(folder.access);
    for (let request = 0; request < 1_000; request += 1) await anonymous.add({ reason: 'missing' });
    clock.move(60_000);
    await anonymous.add({ reason: 'missing' });
    const trail = await auditTrail(folder.access.db);
    expect(trail).toHaveLength(62);
    expect(trail[60]?.detail).toEqual({ reason: 'more of the same', count: 940 });
  });

  it('a nonce is good once, for its device, for two minutes, at whichever process of the center', async () => {
    const beside = await openDataFolder(place, clock);
    const [nonces, others] = [new Nonces(folder.access), new Nonces(beside.access)];
    const take = (nonce: string): Promise<boolean> => beside.access.db.write((tx) => others.take(tx, nonce));
    const first = await nonces.issue('a');
    expect([await others.isOpen('b', first), await others.isOpen('a', `${first}x`), await others.isOpen('a', first)]).toEqual([false, false, true]);
    expect([await take(first), await take(first)]).toEqual([true, false]);
    clock.move(120_000);
    expect(await nonces.isOpen('a', first)).toBe(false);
    await take(await nonces.issue('a'));
    expect(await folder.access.db.all('SELECT nonce FROM used_nonces')).toHaveLength(1);
    for (const forged of ['', 'x', '..', `${'a'.repeat(22)}.zzzzzzzzzz.${'b'.repeat(43)}`]) expect(await nonces.isOpen('a', forged)).toBe(false);
    await beside.close();
  });

  it('by how much a clock is off is noted, and told once when it begins and ends to be more than a day', async () => {
    await folder.access.db.run("INSERT INTO devices (id, public_key, site, role, name, enrolled_at) VALUES ('d', 'k', ?, 'station', 'n', 0)", VILLAGE);
    const contact = async (offBy: number): Promise<number | null | undefined> => {
      const [device] = await listDevices(folder.access.db);
      if (device === undefined) throw new Error('no device');
      await noteSkew(folder.access, device, clock.now() + offBy);
      return (await listDevices(folder.access.db))[0]?.clockSkewMs;
    };
    expect(await contact(60_000)).toBe(60_000);
    expect(await contact(61_000)).toBe(60_000);
    const years = -3 * 365 * 86_400_000;
    expect(await contact(years)).toBe(years);
    expect(await contact(years + 3_600_000)).toBe(years + 3_600_000);
    expect(await contact(0)).toBe(0);
    expect(await contact(Number.MAX_VALUE)).toBe(Number.MAX_SAFE_INTEGER);
    const told = (await auditTrail(folder.access.db)).filter(({ event }) => event === 'clockOff');
    expect(told.map(({ device, detail }) => [device, detail['off']])).toEqual([['d', true], ['d', false], ['d', true]]);
  });
});

const COLUMNS = ['seq', 'at', 'event', 'device', 'site', 'detail', 'hash'];
