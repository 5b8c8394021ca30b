import { afterEach, describe, expect, it } from 'vitest';
import type { AnyRecord } from '#shared/domain/record.ts';
import { listOnce } from '../../../renderer/data/records/queries.ts';
import { setAsideOf } from '../../../renderer/data/hooks/use-custody.ts';
import { lastReceipts } from '../../../renderer/data/local/receipt-pages.ts';
import savedText from '../../fixtures/replica-before-own-engine.json?raw';
import { restoreDatabases, type SavedDatabase } from '../../support/saved-databases.ts';
import { TinyCenter } from '../../support/tiny-center.ts';
import { closeStations, openStation, type Station } from './station.ts';

/**
 * A replica as the last version before the own engine left it, saved by that version in Chromium: two records received, one
 * edited offline, one made offline, an edit and a new record that the center refused, and a refused one edited again.
 */
interface Saved {
  readonly ids: Readonly<Record<'read' | 'received' | 'edited' | 'refusedEdit' | 'refusedTwice' | 'newRefused' | 'made', string>>;
  /** What the center had of them. */
  readonly held: readonly AnyRecord[];
  readonly databases: readonly SavedDatabase[];
}
const { ids, held, databases: saved } = JSON.parse(savedText) as Saved;
const NAME = 'legacy';

let openings = 0;

/** The saved databases under a name of their own: the browser's storage outlives a test. */
async function openFormer(center: TinyCenter, online: boolean): Promise<Station> {
  openings += 1;
  const name = `former-${openings}-${crypto.getRandomValues(new Uint32Array(1))[0] ?? 0}`;
  const databases = saved.map((database) => ({ ...database, name: database.name.replace(`-${NAME}`, `-${name}`) }));
  await restoreDatabases(databases);
  return openStation(center, { online, exactName: name });
}

function centerOfThen(): TinyCenter {
  const center = new TinyCenter();
  for (const record of held) center.put('activities', record);
  return center;
}

afterEach(closeStations);

describe('a replica of the version before the own engine', () => {
  it('P2 keeps what waits and what was set aside, each with what its edit started from', async () => {
    const station = await openFormer(new TinyCenter(), false);
    const { store } = station.replica.engine;
    const then = new Map(held.map((record) => [record.id, record]));
    const [edited, made, twice] = await store.pendings('activities', [ids.edited, ids.made, ids.refusedTwice]);
    expect(edited).toMatchObject({ refusal: null, base: then.get(ids.edited) });
    expect(made).toMatchObject({ refusal: null, base: null });
    expect(twice).toMatchObject({ refusal: null, base: then.get(ids.refusedTwice) });
    const aside = await setAsideOf(station.replica.local);
    expect(aside.map(({ id }) => id).toSorted()).toEqual([ids.refusedEdit, ids.newRefused].toSorted());
    expect(aside.find(({ id }) => id === ids.refusedEdit)).toMatchObject({ base: then.get(ids.refusedEdit), refusal: { code: 'invalid', field: 'title' } });
    expect(aside.find(({ id }) => id === ids.newRefused)?.base).toBeNull();
    expect(await store.pendings('activities', [ids.read, ids.received])).toEqual([undefined, undefined]);
  });

  it('M1 pushes the waiting edits on their true base, beside what changed at the center meanwhile', async () => {
    const center = centerOfThen();
    center.put('activities', { ...(center.get('activities', ids.edited) as AnyRecord), place: '中心改的地点' });
    center.refuse.set(ids.refusedTwice, 'title');
    const station = await openFormer(center, true);
    await station.quiet();
    expect(center.get('activities', ids.edited)).toMatchObject({ title: '离线改的标题', place: '中心改的地点', conflicts: [] });
    expect(center.get('activities', ids.made)).toMatchObject({ title: '离线新记的' });
    expect(center.get('activities', ids.refusedEdit)?.['title']).toBe('被退回的修改');
    expect(center.get('activities', ids.newRefused)).toBeNull();
    await expect.poll(() => station.aside()).toBe(3);
  });

  it('reads its lists, drafts and receipts, and drops the second copies that RxDB kept', async () => {
    const station = await openFormer(new TinyCenter(), false);
    const rows = await listOnce(station.replica, 'activities', { order: 'newest', limit: 100 });
    expect(rows).toHaveLength(7);
    expect((await station.replica.local.drafts.toArray()).map(({ key }) => key)).toEqual(['activities:new']);
    expect((await lastReceipts(station.replica.local, 10)).map(({ id }) => id)).toEqual([ids.received]);
    const databases = (await indexedDB.databases()).map(({ name = '' }) => name);
    expect(databases.filter((name) => name.includes(station.replica.name) && name.includes('replication-meta'))).toEqual([]);
    expect((await station.replica.engine.store.state()).whole).toBe(true);
  });
});
