import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '#shared/ports/clock.ts';
import { validate } from '#shared/schema/validate.ts';
import { AnonymousRefusals, audit, auditTrail, verifyAudit } from '../../../center/access/audit.ts';
import { hashOfCode, makeCode } from '../../../center/access/codes.ts';
import { findDivision, loadDivisions } from '../../../center/access/divisions.ts';
import { Nonces } from '../../../center/access/sessions.ts';
import { openDataFolder, type DataFolder } from '../../../center/app/data-folder.ts';
import { acceptedWrite, CITY, COUNTY, edited, TOWN, VILLAGE } from '../../support/center-records.ts';

describe('access at the center', () => {
  let dataDir: string;
  let folder: DataFolder;
  let clock: FakeClock;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'qiyou-access-'));
    clock = new FakeClock();
    folder = openDataFolder(dataDir, clock);
  });
  afterEach(async () => {
    folder.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const csv = (villageName = '太平社区') => `code,level,name,parent\n2111,city,盘锦市,\n211122,county,盘山县,2111\n211122001,town,太平街道,211122\n${VILLAGE},village,${villageName},211122001\n`;
  const load = (text: string) => loadDivisions(folder.access, folder.store, text);
  const siteOf = async (code: string) => (await folder.store.get('sites', findDivision(folder.access.db, code)?.siteRecord ?? ''))?.record;

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
    await folder.store.write([acceptedWrite('sites', edited(record, { name: '太平社区文明实践站' }), record)], { device: 'd' }, '');
    await load(csv('太平新区'));
    expect((await siteOf(VILLAGE))?.['name']).toBe('太平社区文明实践站');
    expect(findDivision(folder.access.db, VILLAGE)?.name).toBe('太平新区');
  });

  it('a load that was cut before its records were written is completed by the next', async () => {
    await load(csv());
    folder.access.db.run("DELETE FROM records WHERE kind = 'sites' AND site = ?", VILLAGE);
    await load(csv());
    expect(await siteOf(VILLAGE)).toMatchObject({ site: VILLAGE, name: '太平社区' });
  });

  it('codes are ten digits that are read aloud well, all different, for a site and role that fit', async () => {
    await load(csv());
    const codes = Array.from({ length: 200 }, () => makeCode(folder.access, VILLAGE, 'station')).map((made) => (made.ok ? made.value.code : ''));
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/);
    expect(makeCode(folder.access, VILLAGE, 'county')).toMatchObject({ ok: false, error: { code: 'wrongRole' } });
    expect(makeCode(folder.access, '211122001999', 'station')).toMatchObject({ ok: false, error: { code: 'unknownSite' } });
    expect(makeCode(folder.access, CITY, 'city', 1)).toMatchObject({ ok: true, value: { expiresAt: clock.now() + 86_400_000 } });
  });

  it.each(['7k2m9qxt4b', '7K2M 9QXT 4B', '7K2M–9QXT－4B', '7k2m-9qxt-4b'])('a code typed as %s is the same code', (typed) => {
    expect(hashOfCode(typed)).toBe(hashOfCode('7K2M-9QXT-4B'));
    expect(hashOfCode('OIL0-1')).toBe(hashOfCode('011-01'));
  });

  it('the audit trail shows a line that was changed, taken out or put in', () => {
    const { db } = folder.access;
    for (let line = 0; line < 5; line += 1) {
      clock.move(1_000);
      audit(folder.access, 'codeMade', { site: VILLAGE }, { role: 'station', line });
    }
    expect(verifyAudit(db)).toEqual({ ok: true, entries: 5 });
    expect(auditTrail(db, 2).map(({ seq }) => seq)).toEqual([4, 5]);
    const tampered = (sql: string): unknown => {
      try {
        return db.write(() => {
          db.run(sql);
          throw Object.assign(new Error('undo'), { verdict: verifyAudit(db) });
        });
      } catch (error) {
        return (error as { verdict?: unknown }).verdict;
      }
    };
    expect(tampered("UPDATE audit SET detail = '{}' WHERE seq = 3")).toEqual({ ok: false, seq: 3 });
    expect(tampered('UPDATE audit SET at = at + 1 WHERE seq = 1')).toEqual({ ok: false, seq: 1 });
    expect(tampered('DELETE FROM audit WHERE seq = 4')).toEqual({ ok: false, seq: 4 });
    expect(tampered("INSERT INTO audit SELECT 6, at, event, device, site, detail, hash FROM audit WHERE seq = 5")).toEqual({ ok: false, seq: 6 });
    expect(verifyAudit(db)).toEqual({ ok: true, entries: 5 });
  });

  it('a flood of requests without credentials is counted and does not fill the trail', () => {
    const anonymous = new AnonymousRefusals(folder.access);
    for (let request = 0; request < 1_000; request += 1) anonymous.add({ reason: 'missing' });
    clock.move(60_000);
    anonymous.add({ reason: 'missing' });
    const trail = auditTrail(folder.access.db);
    expect(trail).toHaveLength(62);
    expect(trail[60]?.detail).toEqual({ reason: 'more of the same', count: 940 });
  });

  it('a nonce is good once, for its device, for two minutes; a flood of them forgets the oldest', () => {
    const nonces = new Nonces(folder.access);
    const first = nonces.issue('a');
    expect([nonces.take('b', first), nonces.take('a', first)]).toEqual([false, false]);
    const second = nonces.issue('a');
    expect([nonces.take('a', second), nonces.take('a', second)]).toEqual([true, false]);
    const late = nonces.issue('a');
    clock.move(120_000);
    expect(nonces.take('a', late)).toBe(false);
    const oldest = nonces.issue('a');
    for (let more = 0; more < 10_000; more += 1) nonces.issue('flood');
    expect(nonces.take('a', oldest)).toBe(false);
  });
});
